using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Checks;

namespace RnnTrainer.Tests.Data;

/// <summary>Numbers that stand for a missing value are found, and ordinary numbers are not taken for them.</summary>
public sealed class SentinelsTests
{
    [Theory]
    [InlineData("-999", -999, -3, 3)]
    [InlineData("-9999", -9999, 0, 40)]
    [InlineData("9999", 9999, 900, 1100)]
    [InlineData("99", 99, 1, 5)]
    [InlineData("1e20", 1e20, 250, 310)]
    [InlineData("9.96921e36", 9.96921e36, -2, 2)]
    [InlineData("-32768", -32768, 0, 4000)]
    [InlineData("-200 among values of hundreds", -200, 2, 1479)]
    [InlineData("-999 among thousands", -999, 0, 100_000)]
    [InlineData("-99.9", -99.9, -20, 35)]
    public void What_repeats_far_from_all_others_is_found(string what, double marker, double least, double most)
    {
        double[] others = [.. Enumerable.Range(0, 997).Select(n => least + ((most - least) * (n * 37 % 997) / 996.0))];
        var found = Assert.Single(Sentinels.Of([.. others.Concat(Enumerable.Repeat(marker, 60)).Order()]));

        Assert.True(found.Value == marker, what);
        Assert.Equal((60, others.Min(), others.Max()), (found.Count, found.Least, found.Most));
    }

    [Theory]
    [InlineData(-999, 16, 53, 1)]
    [InlineData(-9999, 0, 900, 2)]
    [InlineData(-99.99, 2, 9, 1)]
    [InlineData(-999, 0, 500, 0)]
    [InlineData(-998, 16, 53, 0)]
    [InlineData(-999, -2, 53, 0)]
    public void Once_is_enough_for_nines_far_below_many_numbers_above_0(double marker, double least, double most, int count)
    {
        double[] others = [.. Enumerable.Range(0, 61).Select(n => least + ((most - least) * n / 60.0))];
        var found = Sentinels.Of([.. others.Concat(Enumerable.Repeat(marker, Math.Max(1, count))).Order()]);

        Assert.Equal(count, found.Count == 0 ? 0 : found[0].Count);
    }

    [Theory]
    [InlineData("one outlier is no marker", new[] { 1.0, 2, 3, 4, 5, 6, 7, 8, 9999 })]
    [InlineData("9999 in the range of the others", new[] { 9990.0, 9991, 9995, 9999, 9999, 9999, 10003, 10008, 10020 })]
    [InlineData("0 and 1", new[] { 0.0, 0, 0, 0, 1, 1, 1 })]
    [InlineData("-1 among counts", new[] { -1.0, -1, -1, 0, 0, 1, 2, 3 })]
    [InlineData("withdrawals", new[] { -200.0, -200, -200, -100, 0, 50, 100, 100, 200, 200 })]
    [InlineData("one other value", new[] { 5.0, 5, 5, 5, 999, 999, 999 })]
    [InlineData("empty", new double[0])]
    [InlineData("constant", new[] { 999.0, 999, 999 })]
    public void Ordinary_numbers_are_not(string what, double[] sorted) => Assert.True(Sentinels.Of(sorted).Count == 0, what);

    [Fact]
    public void Several_are_found_and_the_others_lie_between_them()
    {
        double[] sorted = [-9999, -9999, -9999, -999, -999, -999, -999, 1, 2, 3, 4, 5, 1e30, 1e30, 1e30];

        Assert.Equal([(-9999.0, 3), (-999, 4), (1e30, 3)], Sentinels.Of(sorted).Select(s => (s.Value, s.Count)));
        Assert.All(Sentinels.Of(sorted), s => Assert.Equal((1, 5), (s.Least, s.Most)));
    }

    [Fact]
    public void A_target_that_is_no_input_is_looked_at_too()
    {
        var set = DataFile.Parse(
            Encoding.UTF8.GetBytes(
                "seq,x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(n => $"s{n},{n % 7},{(n % 8 == 0 ? -200 : n)}\n"))),
            "a.csv", new DataOptions { Target = ["y"], TargetKind = TargetKind.Number });
        var named = new NamedSequences("a.csv", set.InputColumns, set.Sequences) { Targets = set.TargetColumns };

        Assert.Contains(
            "'y' is -200 in 5 of 40 values; all others lie between 1 and 39",
            DataFindings.In(SetTally.Of(named, isSeries: false)).Where(f => f.Code == "sentinel").Select(f => f.Message));
    }

    [Theory]
    [InlineData("-999", "-999.0")]
    [InlineData("-200", "-200.00")]
    [InlineData("-200", "-2e2")]
    [InlineData("-999.0", "-999")]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("9999", "+9999")]
    public void A_number_that_is_named_as_a_marker_is_one_however_it_is_written(string named, string written)
    {
        var options = new DataOptions
        {
            Layout = Layout.Series,
            Missing = MissingPolicy.ForwardFill,
            MissingMarkers = ["", named],
            TargetKind = TargetKind.Number,
            TargetLevel = TargetLevel.Step,
        };
        var read = DataFile.Parse(Encoding.UTF8.GetBytes($"x,y\n1,5\n{written},{written}\n3,6\n"), "a.csv", options).Sequences[0];

        Assert.Equal([1, 5, double.NaN, double.NaN, 3, 6], read.Inputs);
        Assert.Equal(read.Inputs, read.StepTargets);
    }
}
