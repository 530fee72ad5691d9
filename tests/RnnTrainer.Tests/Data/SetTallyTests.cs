using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Tests.Data;

/// <summary>What is gathered in one pass, in blocks of any size, is what a computation over all values gives.</summary>
public sealed class SetTallyTests
{
    const int Sets = 60;

    static readonly double[] Odd = [double.NaN, 0, -0.0, -999, 1, 1e20];

    [Fact]
    public void Statistics_are_those_of_all_values() => OfEach(
        (set, tally) => Assert.Equal(ColumnStatistics.AllOf(set), tally.Inputs.Select(c => c.Statistics)));

    [Fact]
    public void The_smallest_and_largest_values_are_counted() => OfEach((set, tally) =>
    {
        for (var k = 0; k < set.Inputs.Count; k++)
        {
            double[] all = [.. Column(set, k).Where(x => !double.IsNaN(x))];
            double[] distinct = [.. all.Distinct().Order()];
            var values = tally.Inputs[k].Values;

            Assert.Equal(all.Order(), values.Sorted());
            Assert.All(
                distinct.Take(Sentinels.Most).Concat(distinct.TakeLast(Sentinels.Most)),
                x => Assert.Equal(all.LongCount(y => y == x), values.CountOf(x)));
            Assert.Equal(0, values.CountOf(0.123));
        }
    });

    [Fact]
    public void Roles_are_those_of_all_rows() => OfEach((set, tally) =>
    {
        for (var k = 0; k < set.Inputs.Count; k++)
        {
            Assert.Equal(Plain.CountsRows(set, k), tally.Inputs[k].CountsRows);
            Assert.Equal(Plain.Falls(set, k), tally.Inputs[k].Falls);
            Assert.Equal(Plain.NamesSequences(set, k), tally.Inputs[k].NamesSequences);
        }
    });

    [Fact]
    public void Labels_and_what_determines_them_are_those_of_all_rows() => OfEach((set, tally) =>
    {
        var counts = set.Sequences.SelectMany(s => s.StepLabels ?? (s.Label is null ? [] : [s.Label])).CountBy(l => l).ToDictionary();

        Assert.Equal(counts, tally.Labels.Counts);
        Assert.Equal(
            Enumerable.Range(0, set.Inputs.Count).Where(k => counts.Count > 1 && Plain.DeterminesClass(set, k, 2 * counts.Count)),
            tally.Labels.Telltales);
    });

    [Fact]
    public void Equal_sequences_are_found_by_all_their_values() => OfEach((set, tally) =>
    {
        var groups = set.Sequences.GroupBy(Plain.InputsOf).Where(g => g.Count() > 1).Select(g => g.ToList()).ToList();
        var other = groups.Select(g => (First: g[0], Other: g.Find(s => Plain.TargetsOf(s) != Plain.TargetsOf(g[0]))))
            .FirstOrDefault(p => p.Other is not null);

        Assert.Equal(
            groups.Count == 0 ? null : (groups.Sum(g => g.Count - 1), $"'{groups[0][0].Id}' and '{groups[0][1].Id}'"),
            tally.Sequences.Twins());
        Assert.Equal(other.Other is null ? null : $"'{other.First.Id}' and '{other.Other.Id}'", tally.Sequences.Contradiction());
    });

    [Fact]
    public void Gaps_are_those_of_all_steps() => OfEach((set, tally) =>
    {
        var gaps = set.Sequences.SelectMany(s => Plain.Gaps([.. s.Steps!])).ToList();

        Assert.Equal(
            gaps.Count == 0 ? (0, null!, null!) : (gaps.Count, gaps[0].Before, gaps[0].After),
            tally.Times.Gaps);
    });

    [Fact]
    public void The_sample_of_a_long_column_is_even_and_bounded()
    {
        var tally = new ValueTally("x", columns: 16_000_000 / 1003);
        for (var n = 0; n < 12_345; n++)
        {
            tally.Add(n);
        }

        Assert.Equal(Enumerable.Range(0, 772).Select(n => 16.0 * n), tally.Sorted());
        Assert.Equal((1, 1, 0), (tally.CountOf(0), tally.CountOf(12_344), tally.CountOf(6000)));
    }

    /// <summary>Random sets of all sizes, with their tallies: once by whole sequences, once by blocks.</summary>
    static void OfEach(Action<NamedSequences, SetTally> check)
    {
        for (var seed = 0; seed < Sets; seed++)
        {
            var set = Drawn(new Random(seed));
            check(set, SetTally.Of(set, isSeries: false));
            check(set, InBlocks(set, new Random(seed)));
        }
    }

    static SetTally InBlocks(NamedSequences set, Random random)
    {
        var tally = new SetTally(new SetColumns(set.Name, set.Inputs), isSeries: false);
        foreach (var s in set.Sequences)
        {
            tally.Begin(s.Id, null, s.Label);
            for (int t = 0, count; t < s.Length; t += count)
            {
                count = random.Next(1, s.Length - t + 1);
                var part = s.Slice(t, count);
                tally.AddRows(count, part.Inputs.Span, part.StepLabels?.ToArray());
                tally.AddTargets(part.StepTargets!.Span);
                tally.AddTexts(part.Texts?.ToArray());
                foreach (var step in part.Steps!)
                {
                    tally.AddStep(Encoding.UTF8.GetBytes(step));
                }
            }

            tally.End();
        }

        return tally;
    }

    /// <summary>Inputs that are random, count rows, fall, name sequences or determine the label; some sequences twice.</summary>
    static NamedSequences Drawn(Random random)
    {
        var (K, perStep, row, first) = (random.Next(1, 6), random.Next(2) == 0, 0, new DateTime(2024, 5, 1));
        int[] kinds = [.. Enumerable.Range(0, K).Select(_ => random.Next(6))];
        var sequences = new List<Sequence>();
        for (var s = 0; s < random.Next(1, 30); s++)
        {
            var T = random.Next(1, 9);
            string[] labels = [.. Enumerable.Range(0, T).Select(_ => "uvw"[random.Next(3)].ToString())];
            var label = labels[0];
            double Value(int k, int t) => kinds[k] switch
            {
                0 => row + t,
                1 => 100 - (2 * t),
                2 => 7 * s,
                3 => perStep ? labels[t][0] : label[0],
                4 => random.Next(5) == 0 ? Odd[random.Next(Odd.Length)] : random.Next(-3, 4),
                _ => random.NextDouble(),
            };
            sequences.Add(random.Next(4) == 0 && s > 0 ? sequences[random.Next(s)] with { Id = $"s{s}", Label = perStep ? null : label }
                : new Sequence($"s{s}", T, [.. Enumerable.Range(0, T).SelectMany(t => Enumerable.Range(0, K).Select(k => Value(k, t)))],
                    perStep ? null : label, null)
                {
                    StepLabels = perStep ? labels : null,
                    StepTargets = [.. Enumerable.Range(0, T).Select(_ => random.Next(9) == 0 ? double.NaN : random.Next(2))],
                    Texts = [.. Enumerable.Range(0, T).Select(_ => random.Next(3) == 0 ? "" : "ab")],
                    Steps = [.. Enumerable.Range(0, T).Select(t => $"{first.AddDays(t + (random.Next(5) == 0 ? 40 : 0)):yyyy-MM-dd}")],
                });
            row += T;
        }

        return new NamedSequences("set", [.. Enumerable.Range(0, K).Select(k => $"x{k}")], sequences);
    }

    static IEnumerable<double> Column(NamedSequences set, int k) => set.Sequences.SelectMany(s => Plain.Column(s, k));

    /// <summary>The same by all values of a set.</summary>
    static class Plain
    {
        public static IEnumerable<double> Column(Sequence s, int k) =>
            Enumerable.Range(0, s.Length).Select(t => s.Inputs[(t * s.Width) + k]);

        public static bool CountsRows(NamedSequences set, int k) => set.Sequences.SelectMany(s => Column(s, k)).ToArray() is var x
            && x.All(double.IsInteger) && Changes(x).All(d => d == 1);

        public static bool Falls(NamedSequences set, int k) => set.Sequences.SelectMany(s => Changes(Column(s, k))).ToArray() is var d
            && d.Length > 0 && d.All(c => c < 0 && Math.Abs(c - d[0]) <= 1e-9 * Math.Abs(d[0]));

        public static bool NamesSequences(NamedSequences set, int k) =>
            set.Sequences.All(s => double.IsInteger(s.Inputs[k]) && Column(s, k).All(x => x == s.Inputs[k]))
            && set.Sequences.Select(s => s.Inputs[k]).Distinct().Count() == set.Sequences.Count;

        public static bool DeterminesClass(NamedSequences set, int k, int most)
        {
            var pairs = set.Sequences.SelectMany(s => Column(s, k).Select((x, t) => (x, Label: s.StepLabels?[t] ?? s.Label))).ToList();
            var values = pairs.GroupBy(p => p.x).ToList();
            return values.Count > 1 && values.Count <= most && pairs.Count > 2 * values.Count
                && values.TrueForAll(g => g.DistinctBy(p => p.Label).Count() == 1);
        }

        public static string InputsOf(Sequence s) =>
            string.Join(',', s.Inputs.Select(BitConverter.DoubleToInt64Bits)) + "|" + string.Join(',', s.Texts!);

        public static string TargetsOf(Sequence s) =>
            $"{s.Label}|{string.Join(',', s.StepTargets!)}|{string.Join(',', s.StepLabels ?? [])}";

        public static IEnumerable<(string Before, string After)> Gaps(string[] steps)
        {
            var format = CellFormat.Of(new DataOptions());
            var usual = StepSpacing.Of(steps, format)?.TotalDays ?? 0;
            return usual <= 0 ? []
                : steps.Zip(steps.Skip(1)).Where(p => StepSpacing.Days(p.Second, format) - StepSpacing.Days(p.First, format) > 1.5 * usual);
        }

        static IEnumerable<double> Changes(IEnumerable<double> x) => x.Zip(x.Skip(1), (a, b) => b - a);
    }
}
