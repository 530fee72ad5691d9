using System.Globalization;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Synthetic;

namespace RnnTrainer.Tests.Data;

/// <summary>The tasks are what their definitions say.</summary>
public sealed class SyntheticTests
{
    public static TheoryData<string> Names => [.. SyntheticData.Tasks.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_makes_the_same_bytes_and_more_of_them_begin_alike(string name)
    {
        Assert.Equal(Made(name, 5, 7), Made(name, 5, 7));
        Assert.StartsWith(Made(name, 3, 7), Made(name, 5, 7), StringComparison.Ordinal);
        Assert.NotEqual(Made(name, 5, 7), Made(name, 5, 8));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_task_reads_back_as_it_was_made(string name)
    {
        var task = SyntheticData.Find(name)!;
        var set = Csv.Open(Made(name, 4, 1), Options(task));

        Assert.Equal(SyntheticData.Make(task, 4, null, 1).Select(Whole), set.Sequences.Select(Whole));
    }

    [Fact]
    public void Adding_marks_one_number_in_each_half_and_asks_for_their_sum()
    {
        Assert.All(SyntheticData.Make(SyntheticData.Find("adding")!, 50, 11, 3), s =>
        {
            int[] marked = [.. Enumerable.Range(0, s.Length).Where(t => s.Inputs[(2 * t) + 1] == 1)];
            Assert.True(marked is [< 5, >= 5]);
            Assert.Equal(s.Inputs[2 * marked[0]] + s.Inputs[2 * marked[1]], Assert.Single(s.Target!));
        });
    }

    [Fact]
    public void Capacity_shows_sixteen_bits_at_the_first_step_and_nothing_after_it()
    {
        var made = SyntheticData.Make(SyntheticData.Find("capacity")!, 200, 6, 3).ToList();

        Assert.All(made, s => Assert.All(s.Inputs[16..], x => Assert.Equal(0, x)));
        Assert.InRange(made.Sum(s => s.Inputs.Sum()), 1500, 1700);
        Assert.InRange(made.Count(s => s.Label == "a"), 80, 120);
        Assert.True(made.Select(s => string.Concat(s.Inputs[..16])).Distinct().Count() > 195);
    }

    [Fact]
    public void Copy_asks_for_the_first_ten_symbols_after_the_marker()
    {
        Assert.All(SyntheticData.Make(SyntheticData.Find("copy")!, 20, 30, 3), s =>
        {
            Assert.Equal((50, 39), (s.Length, s.Texts!.ToList().IndexOf("9")));
            Assert.Equal(s.Texts![..10], s.StepLabels![40..]);
            Assert.All(s.Texts![..10], symbol => Assert.InRange(int.Parse(symbol, CultureInfo.InvariantCulture), 1, 8));
            Assert.All(s.StepLabels![..40].Concat(s.Texts![10..39]).Concat(s.Texts![40..]), symbol => Assert.Equal("0", symbol));
        });
    }

    [Fact]
    public void Parentheses_are_counted_between_0_and_10()
    {
        var s = SyntheticData.Make(SyntheticData.Find("parentheses")!, 1, 2000, 3).Single();
        for (var t = 1; t < s.Length; t++)
        {
            var (kind, delta) = (s.Texts![t][1] - '0', s.Texts[t][0] == '(' ? 1 : s.Texts[t][0] == ')' ? -1 : 0);
            Assert.Equal(Math.Clamp(s.StepTargets![((t - 1) * 10) + kind] + delta, 0, 10), s.StepTargets[(t * 10) + kind]);
        }

        Assert.Equal(30, s.Texts!.Distinct().Count());
    }

    [Theory]
    [InlineData("XX", "Q")]
    [InlineData("XY", "R")]
    [InlineData("YX", "S")]
    [InlineData("YY", "U")]
    public void Temporal_order_names_the_two_symbols(string order, string label) =>
        Assert.Contains(
            SyntheticData.Make(SyntheticData.Find("temporal-order")!, 40, null, 3), s =>
                string.Concat(s.Texts!.Where(x => x is "X" or "Y")) == order && s.Label == label);

    [Fact]
    public void Mackey_Glass_is_chaotic_and_stays_in_its_band()
    {
        var x = SyntheticData.Make(SyntheticData.Find("mackey-glass")!, 1, 5000, 1).Single().Inputs;

        Assert.InRange(x.Min(), 0.2, 0.5);
        Assert.InRange(x.Max(), 1.2, 1.45);
        Assert.InRange(x.Average(), 0.88, 0.95); // ../shared/data: mean −0.066 of tanh(x − 1), so that x is about 0.93 on average
    }

    [Fact]
    public void A_Reber_word_repeats_its_second_symbol_before_the_last_and_every_step_allows_what_comes()
    {
        Assert.All(SyntheticData.Make(SyntheticData.Find("reber")!, 100, null, 3), s =>
        {
            Assert.Equal(("B", s.Texts![1]), (s.Texts[0], s.Texts[^1]));
            for (var t = 0; t < s.Length; t++)
            {
                Assert.Equal(
                    1, s.StepTargets![(t * 7) + "BEPSTVX".IndexOf(t + 1 < s.Length ? s.Texts[t + 1] : "E", StringComparison.Ordinal)]);
            }
        });
    }

    [Fact]
    public void A_sequence_that_is_too_short_for_the_task_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticData.Make(SyntheticData.Find("temporal-order")!, 1, 9, 1));

    static DataOptions Options(SyntheticTask task) => new()
    {
        Target = task.Targets,
        TargetLevel = task.TargetLevel,
        TargetKind = task.Kind is "regress" ? TargetKind.Number : task.Kind is "multilabel" ? TargetKind.Binary : TargetKind.Label,
        Inputs = task.Inputs,
        Tokens = task.Texts.Count > 0 ? [task.Texts[0]] : null,
    };

    static string Whole(Sequence s) =>
        FormattableString.Invariant(
            $"{s.Id}/{s.Length}/{string.Join(' ', s.Inputs)}/{string.Join(' ', s.Texts ?? [])}/{s.Label}/{string.Join(' ', s.Target ?? [])}/{string.Join(' ', s.StepLabels ?? [])}/{string.Join(' ', s.StepTargets ?? [])}");

    static string Made(string name, int count, int seed)
    {
        var to = new StringWriter();
        SyntheticData.Write(SyntheticData.Find(name)!, count, null, seed, new CsvTableWriter(to));
        return to.ToString();
    }
}
