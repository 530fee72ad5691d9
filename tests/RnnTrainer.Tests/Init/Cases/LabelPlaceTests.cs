namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Labels in one row of a sequence, and labels that are written in several ways.</summary>
public sealed class LabelPlaceTests
{
    [Theory]
    [InlineData("seq,step,x,label", 0)]
    [InlineData("seq,step,x,label", 4)]
    [InlineData("patient,day,pulse,outcome", 4)]
    [InlineData("a,b,c,d", 0)]
    [InlineData("trial,t,x,class", 4)]
    public void A_label_in_the_first_or_the_last_row_is_that_of_the_sequence(string header, int row)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 150, n => $"p{n / 5},{n % 5},{Value(n)},{(n % 5 == row ? (n / 5 % 2 == 0 ? "well" : "ill") : "")}"));

        Assert.Equal(("classify", header.Split(',')[3]), (run.Task, run.Target));
        Assert.Equal((30, "well", "ill"), (run.Read().Sequences.Count, run.Read().Sequences[0].Label, run.Read().Sequences[1].Label));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("True", "TRUE", "False", "true", "false")]
    [InlineData("1", "1.0", "0", "1", "0")]
    [InlineData("false", "FALSE", "TRUE", "false", "true")]
    [InlineData("2.0", "2", "1", "2", "1")]
    public void Labels_that_differ_only_in_how_they_are_written_are_one_and_a_note_says_so(
        string label, string other, string second, string first, string last)
    {
        using var run = InitRun.Of(InitRun.Rows(
            "seq,step,x,label", 200, n => $"s{n / 5},{n % 5},{Value(n)},{(n / 5 % 2 == 1 ? second : n / 5 % 4 == 0 ? label : other)}"));

        Assert.Equal(("classify", "label"), (run.Task, run.Target));
        Assert.Equal(
            new[] { first, last }.Order(StringComparer.Ordinal), run.Read().Sequences.Select(s => s.Label!.ToLowerInvariant().Replace(".0", "", StringComparison.Ordinal)).Distinct()
                .Order(StringComparer.Ordinal));
        Assert.Equal(2, run.Read().Sequences.Select(s => s.Label).Distinct().Count());
        Assert.Contains($"'{other}'", run.Error, StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("seq,step,x,target")]
    [InlineData("battery,cycle,voltage,capacity")]
    [InlineData("a,b,c,d")]
    [InlineData("y,id,t,x")]
    public void A_number_that_is_the_same_in_all_rows_of_a_sequence_is_its_target(string header)
    {
        var isFirst = header.StartsWith("y,", StringComparison.Ordinal);
        using var run = InitRun.Of(InitRun.Rows(header, 150, n =>
        {
            var (rest, number) = ($"p{n / 5},{n % 5},{Value(n)}", FormattableString.Invariant($"{(n / 5 * 37 % 30) + 0.25}"));
            return isFirst ? $"{number},{rest}" : $"{rest},{number}";
        }));

        Assert.Equal(("regress", header.Split(',')[isFirst ? 0 : 3], 30), (run.Task, run.Target, run.Read().Sequences.Count));
        Assert.Equal([37 % 30 + 0.25], run.Read().Sequences[1].Target!);
        run.AssertTrains();
    }

    static string Value(int n) => InitRun.Number((n % 5 * (1 + (n / 5 % 2))) + (n / 5 % 3));
}
