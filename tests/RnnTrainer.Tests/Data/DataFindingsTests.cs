using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Checks;

namespace RnnTrainer.Tests.Data;

/// <summary>What is suspicious is found, and nothing else.</summary>
public sealed class DataFindingsTests
{
    [Fact]
    public void Nothing_is_suspicious_in_sound_sequences() => Assert.Empty(In(Sound("sound")));

    [Theory]
    [InlineData("constant-column: the same everywhere: y", "seq,x,y,label\na,1,5,u\na,2,5,u\nb,2,5,v\nb,4,5,v\n")]
    [InlineData("missing: 'y' lacks 1 of 4 values", "seq,x,y,label\na,1,5,u\na,2,,u\nb,2,5,v\nb,4,6,v\n")]
    [InlineData("one-step: every sequence has one step: there is no order to learn from", "seq,x,label\na,1,u\nb,2,v\nc,3,u\n")]
    [InlineData("one-class: every label is 'u': there is nothing to learn", "seq,x,label\na,1,u\na,2,u\nb,2,u\nb,4,u\n")]
    [InlineData(
        "rare-class: fewer than 5 times: v (1)",
        "seq,x,label\na,1,u\na,2,u\nb,2,v\nb,4,v\nc,1,u\nc,3,u\nd,1,u\nd,4,u\ne,1,u\ne,5,u\nf,1,u\nf,6,u\n")]
    [InlineData("telltale: 'y' alone determines the class", "seq,x,y,label\na,1,7,u\na,2,7,u\nb,2,8,v\nb,4,8,v\nc,1,8,v\nc,7,8,v\n")]
    [InlineData(
        "twins: 1 of 3 sequences repeats an earlier one under another name, first 'a' and 'c'",
        "seq,x,label\na,1,u\na,2,u\nb,2,v\nb,4,v\nc,1,u\nc,2,u\n")]
    [InlineData(
        "label-spaces: labels differ only in spaces at their ends: 'u' and 'u '", "seq,x,label\na,1,u\na,2,u\nb,2,\"u \"\nb,4,\"u \"\n")]
    [InlineData(
        "label-spaces: labels differ only in spaces at their ends: 'u' and '\u00a0u'",
        "seq,x,label\na,1,u\na,2,u\nb,2,\u00a0u\nb,4,\u00a0u\n")]
    [InlineData(
        "label-case: labels differ only in upper and lower case: 'UP' and 'Up'", "seq,x,label\na,1,Up\na,2,Up\nb,2,UP\nb,4,UP\n")]
    [InlineData(
        "contradiction: the same inputs have different targets, such as 'a' and 'c'",
        "seq,x,label\na,1,u\na,2,u\nb,2,v\nb,4,v\nc,1,v\nc,2,v\n")]
    public void Each_kind_is_found(string finding, string text) =>
        Assert.Contains(finding, In(Named("a.csv", text)).Select(f => $"{f.Code}: {f.Message}"));

    [Fact]
    public void A_value_far_from_all_others_is_reported()
    {
        var text = new StringBuilder("seq,x,label\n");
        for (var n = 0; n < 1000; n++)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture, $"s{n % 10},{(n == 500 ? 99999 : n % 7)},{(n % 2 == 0 ? "u" : "v")}\n");
        }
        var found = In(Named("a.csv", text.ToString(), shuffled: true));

        Assert.Equal(
            "'x' lies between 0 and 1E+05, but is usually near 103 (standard deviation 3.16E+03)",
            Assert.Single(found, f => f.Code == "outlier").Message);
    }

    [Theory]
    [InlineData("-999", "'x' is -999 in 83 of 1,000 values; all others lie between 0.5 and 6.5")]
    [InlineData("9999", "'x' is 9999 in 83 of 1,000 values; all others lie between 0.5 and 6.5")]
    [InlineData("-1", null)]
    public void A_mark_among_numbers_is_reported(string mark, string? found)
    {
        var text = "seq,x,label\n"
            + string.Concat(
                Enumerable.Range(0, 1000)
                .Select(n => $"s{n / 10},{(n % 12 == 4 ? mark : $"{n % 7}.5")},{(n / 10 % 2 == 0 ? "u" : "v")}\n"));

        Assert.Equal(found, In(Named("a.csv", text)).FirstOrDefault(f => f.Code == "sentinel")?.Message);
    }

    [Fact]
    public void A_number_that_is_named_as_a_mark_is_missing() =>
        Assert.Equal(
            [1, double.NaN],
            Csv.Open(
                "seq,x,label\na,1,u\na,-999,u\n",
                Csv.Labelled with { Missing = MissingPolicy.Mean, MissingMarkers = ["", "-999"] }).Sequences[0].Inputs);

    [Fact]
    public void One_class_that_is_nearly_all_there_is_is_reported()
    {
        var text = "seq,x,label\n"
            + string.Concat(
                Enumerable.Range(0, 300).Select(n => $"s{n},{n},{(n < 10 ? "v" : "u")}\ns{n},{n + 1},{(n < 10 ? "v" : "u")}\n"));

        Assert.StartsWith(
            "96.7 % of the labels are 'u'", Assert.Single(In(Named("a.csv", text))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Very_different_lengths_are_reported()
    {
        var text = "seq,x,label\n"
            + string.Concat(
                Enumerable.Range(0, 20)
                .SelectMany(
                    n => Enumerable.Range(0, n == 0 ? 90 : 3 + n % 2).Select(t => $"s{n},{(n * n) + t},{(n % 2 == 0 ? "u" : "v")}\n")));

        Assert.Equal(
            "the longest sequence has 90 steps, the median one 4",
            Assert.Single(In(Named("a.csv", text)), f => f.Code == "lengths").Message);
    }

    [Fact]
    public void A_gap_in_time_is_reported_and_months_of_different_length_are_none()
    {
        Assert.Empty(Series("2024-01,1\n2024-02,2\n2024-03,4\n2024-04,3\n"));
        Assert.Equal(
            "1 step is farther apart than usual: after 2024-02 comes 2024-04",
            Assert.Single(Series("2024-01,1\n2024-02,2\n2024-04,4\n2024-05,3\n2024-06,3\n")).Message);

        static IReadOnlyList<DataFinding> Series(string rows)
        {
            var set = DataFile.Parse(
                Encoding.UTF8.GetBytes("date,x\n" + rows), "a.csv",
                new DataOptions { Layout = Layout.Series, TargetKind = TargetKind.None });
            return InSeries(new NamedSequences("a.csv", set.InputColumns, set.Sequences));
        }
    }

    const string Skipped = "clock-change: 1 hour is missing where clocks are set forward (daylight saving time): after ";

    [Theory]
    [InlineData(
        "2024-03-31 00:00|2024-03-31 01:00|2024-03-31 03:00|2024-03-31 04:00|2024-03-31 05:00",
        Skipped + "2024-03-31 01:00 comes 2024-03-31 03:00")]
    [InlineData(
        "2024-03-10 01:30|2024-03-10 01:45|2024-03-10 03:00|2024-03-10 03:15|2024-03-10 03:30",
        Skipped + "2024-03-10 01:45 comes 2024-03-10 03:00")]
    [InlineData(
        "31/03/2024 00:00|31/03/2024 01:00|31/03/2024 03:00|31/03/2024 04:00|31/03/2024 07:00|31/03/2024 08:00",
        Skipped + "31/03/2024 01:00 comes 31/03/2024 03:00",
        "gap: 1 step is farther apart than usual: after 31/03/2024 04:00 comes 31/03/2024 07:00")]
    [InlineData(
        "2024-03-29 00:00|2024-03-29 01:00|2024-03-29 03:00|2024-03-29 04:00|2024-03-29 05:00",
        "gap: 1 step is farther apart than usual: after 2024-03-29 01:00 comes 2024-03-29 03:00")]
    [InlineData(
        "2024-03-31 00:00|2024-03-31 01:00|2024-03-31 04:00|2024-03-31 05:00|2024-03-31 06:00",
        "gap: 1 step is farther apart than usual: after 2024-03-31 01:00 comes 2024-03-31 04:00")]
    public void An_hour_that_the_clock_skips_is_named_as_such(string times, params string[] expected)
    {
        var rows = times.Split('|').Select((time, n) => $"{time},{n * n % 7}\n");
        var options = new DataOptions
        {
            Layout = Layout.Series,
            Step = ["time"],
            TargetKind = TargetKind.None,
            DateOrder = times.Contains('/', StringComparison.Ordinal) ? DateOrder.DayFirst : DateOrder.YearFirst,
        };
        var set = DataFile.Parse(Encoding.UTF8.GetBytes("time,x\n" + string.Concat(rows)), "a.csv", options);

        Assert.Equal(
            expected,
            InSeries(new NamedSequences("a.csv", set.InputColumns, set.Sequences) { Options = options })
                .Select(f => $"{f.Code}: {f.Message}"));
    }

    [Theory]
    [InlineData("counter: this input counts the rows: 'n'", "n", 1, 0, 1)]
    [InlineData("counter: this input counts the rows: 'n'", "n", 12, 12, 1)]
    [InlineData(null, "n", 12, 100, 1)]
    [InlineData("id: this input is another whole number in each sequence: 'n'", "n", 12, 7, 0)]
    [InlineData("newest-first: this input falls evenly from row to row: 'n'", "n", 1, 0, -1)]
    [InlineData("newest-first: this input falls evenly from row to row: 'n'", "n", 3, 0, -86400)]
    [InlineData(null, "n", 12, 0, 1)] // begins again with each sequence: an age, a cycle
    [InlineData(null, "n", 1, 0, 0.5)]
    [InlineData(null, "n", 3, 7, 0)] // three ages
    public void An_input_that_is_a_row_number_an_id_or_a_time_that_falls_is_found(
        string? expected, string name, int sequences, double first, double change)
    {
        var set = new NamedSequences(
            "a.csv", ["x", name],
            [
                .. Enumerable.Range(0, sequences).Select(s => new Sequence(
                    $"s{s}", 12,
                    [.. Enumerable.Range(0, 12).SelectMany(t => new[] { t * t % 7 / 4.0, (first * s) + (change * t) })], null, null)),
            ]);
        string[] codes = ["counter", "id", "newest-first"];

        Assert.Equal(
            expected,
            InSeries(set).Where(f => codes.Contains(f.Code)).Select(f => $"{f.Code}: {f.Message}").SingleOrDefault());
    }

    [Fact]
    public void What_is_in_both_parts_what_training_lacks_and_what_is_elsewhere_is_reported()
    {
        var train = Sound("train");
        var test = new NamedSequences("test", ["x"],
        [
            train.Sequences[3],
            .. Enumerable.Range(0, 20).Select(n => new Sequence($"t{n}", 2, [1000 + n, 2000], "w", null)),
        ]);

        Assert.Equal(["leak", "unseen-class", "drift"], Between(train, test).Select(f => f.Code));
        Assert.Equal("1 of 21 sequences of test is in train too, first 's3'", Between(train, test)[0].Message);
    }

    [Fact]
    public void Large_numbers_are_reported_where_nothing_is_scaled() =>
        Assert.Equal(
            "large numbers, and normalize is none: x",
            Assert.Single(DataFindings.Unscaled(SetTally.Of(Named("a.csv", "seq,x,z,label\na,1000,0.5,u\na,2000,0.6,u\n"), isSeries: true)))
                .Message);

    static IReadOnlyList<DataFinding> In(NamedSequences set) => DataFindings.In(SetTally.Of(set, isSeries: false));

    static IReadOnlyList<DataFinding> InSeries(NamedSequences set) => DataFindings.InSeries(SetTally.Of(set, isSeries: true));

    static IReadOnlyList<DataFinding> Between(NamedSequences train, NamedSequences held) =>
        DataFindings.Between(SetTally.Of(train, isSeries: false), SetTally.Of(held, isSeries: false));

    static NamedSequences Sound(string name) => new(name, ["x"],
        [.. Enumerable.Range(0, 30).Select(n => new Sequence($"s{n}", 3, [n, n + 1, 2 * n], n % 2 == 0 ? "u" : "v", null))]);

    static NamedSequences Named(string name, string text, bool shuffled = false)
    {
        var set = DataFile.Parse(
            Encoding.UTF8.GetBytes(shuffled ? Sorted(text) : text), name,
            new DataOptions
            {
                Target = ["label"],
                Missing = MissingPolicy.Mean,
                TargetLevel = shuffled ? TargetLevel.Step
            : TargetLevel.Sequence
            });
        return new NamedSequences(name, set.InputColumns, set.Sequences);
    }

    static string Sorted(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        return lines[0] + "\n" + string.Concat(lines[1..].Order(StringComparer.Ordinal).Select(l => l + "\n"));
    }
}
