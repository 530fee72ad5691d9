using System.Globalization;
using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Passes;
using RnnTrainer.Data.Summary;
using RnnTrainer.Tests.Init;

namespace RnnTrainer.Tests.Data;

/// <summary>A file of which a few rows choose what it is is understood, counted and checked as if all rows had.</summary>
public sealed class SampledSummaryTests
{
    const int SmallBlock = 700;

    public static TheoryData<string> Kinds => new(Files.Keys);

    static Dictionary<string, (string Header, int Rows, Func<int, string> Row)> Files { get; } = new()
    {
        ["a series of minutes, some cells missing"] = (
            "time,a,b,v", 300, n => $"{Minute(n)},{Wave(n)},{(n % 7 == 3 ? "" : Wave(3 * n))},{n % 5}"),
        ["a series in two columns of time"] = ("Date;Time;x;y", 200, n => $"{Minute(40 * n).Replace(' ', ';')};{Wave(n)};{Wave(2 * n)}"),
        ["a panel, one key after another"] = ("shop,day,sales", 400, n => $"{"ABCD"[n / 100]},{Day(n % 100)},{Wave(n)}"),
        ["a panel without a telling name"] = ("a,b,c", 300, n => $"{"ABC"[n / 100]},{Day(n % 100)},{Wave(n)}"),
        ["classes of sequences"] = ("seq,step,x,y,label", 360, n => $"{n / 12},{n % 12},{Wave(n)},{Wave(5 * n)},{"uvw"[n / 12 % 3]}"),
        ["classes, one after another"] = ("id,t,x,class", 400, n => $"s{n / 10},{n % 10},{Wave(n)},{(n < 200 ? "u" : "v")}"),
        ["states of each step"] = ("time,x,y,state", 300, n => $"{Minute(n)},{Wave(n)},{Wave(7 * n)},{"on,off".Split(',')[n / 9 % 2]}"),
        ["a number for each sequence"] = ("unit,cycle,s1,s2,y", 400, n => $"{n / 20},{n % 20},{Wave(n)},{Wave(2 * n)},{Wave(n / 20)}"),
        ["words and tags"] = ("sentence,word,tag", 400, n => $"{n / 8},w{n * n % 23},{"NVD"[n * n % 23 % 3]}"),
        ["columns that are left out"] = (
            "seq,step,place,row,empty,x,y,label", 300, n => $"{n / 15},{n % 15},here,{n},,{Wave(n)},{Wave(3 * n)},{"uv"[n / 15 % 2]}"),
        ["sequences that occur twice"] = ("seq,x,label", 300, n => $"{n / 10},{Wave(n % 50)},{(n / 10 == 7 ? "u" : "v")}"),
        ["a gap in time"] = ("time,x,y", 300, n => $"{Minute(n < 250 ? n : n + 90)},{Wave(n)},{Wave(4 * n)}"),
        ["a marker of missing values"] = ("time,x,y", 300, n => $"{Minute(n)},{(n % 9 == 4 ? "-999" : Wave(n))},{Wave(4 * n)}"),
        ["a column that has values later"] = ("time,x,y", 300, n => $"{Minute(n)},{Wave(n)},{(n < 200 ? "" : Wave(4 * n))}"),
        ["a column that lacks values later"] = ("time,x,y", 300, n => $"{Minute(n)},{Wave(n)},{(n < 250 ? Wave(4 * n) : "")}"),
        ["whole numbers that have decimals later"] = ("time,x,y", 300, n => $"{Minute(n)},{Wave(n)},{(n < 250 ? n % 3 : 0.5)}"),
        ["cells in quotes"] = (
            "seq,step,\"a, b\",label", 300, n => $"\"s\"\"{n / 15}\",{n % 15},\"{Wave(n)}\",\"{(n / 15 % 2 == 0 ? "u\nu" : "v, v")}\""),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_sample_of_any_size_says_what_all_rows_say(string kind)
    {
        var (header, count, row) = Files[kind];
        var file = Encoding.UTF8.GetBytes(Table(header, count, row));
        var whole = Whole(file);

        foreach (var (rows, workers) in new[] { (45, 1), (110, 2), (213, 1), (1000, 2) })
        {
            Assert.Equal(whole, Sampled(file, rows, workers));
        }
    }

    [Theory]
    [InlineData("a word among numbers", "time,x\n", 280, "word")]
    [InlineData("a row with a field too many", "time,x\n", 200, "1,2")]
    [InlineData("a quote that is not closed", "time,x\n", 90, "\"1")]
    public void What_is_wrong_behind_the_sample_is_left_to_the_reader_of_all_rows(string what, string header, int line, string cell)
    {
        var file = Encoding.UTF8.GetBytes(header + string.Concat(
            Enumerable.Range(0, 300).Select(n => $"{Minute(n)},{(n == line ? cell : Wave(n))}\n")));

        Assert.True(Read(file, "a.csv", 45, 2) is null, what);
        var whole = Summarizer.Of(file, "a.csv", new DataOptions());
        Assert.Equal((line + 2, 1), (whole.Problems[0].Line, whole.ProblemCount));
    }

    [Theory]
    [InlineData("rows that are not in order", "t,x\n", 200)]
    [InlineData("a sequence that continues after another", "seq,x,label\n", 0)]
    public void Rows_that_have_to_be_moved_are_left_to_the_reader_of_all_rows(string what, string header, int swapped)
    {
        var file = Encoding.UTF8.GetBytes(header + string.Concat(Enumerable.Range(0, 300).Select(
            n => swapped > 0 ? $"{Minute(n == swapped ? n - 2 : n == swapped - 2 ? n + 2 : n)},{Wave(n)}\n"
                : $"{(n == 299 ? 0 : n / 10)},{Wave(n)},u{n / 10 % 2}\n")));

        Assert.True(Read(file, "a.csv", 45, 2) is null, what);
    }

    [Fact]
    public void Files_of_every_kind_are_understood_as_by_all_rows()
    {
        var (same, other) = (0, new List<string>());
        for (var n = 0; n < 180; n++)
        {
            var made = FileDraw.Of(5, n);
            if (Read(made.Bytes, made.File, 64, 2) is { } sampled)
            {
                var whole = Summarizer.Of(made.Bytes, made.File, new DataOptions());
                same += Decided(sampled) == Decided(whole) ? 1 : 0;
                other.AddRange(Decided(sampled) == Decided(whole) ? [] : [$"{n} {made.Kind}\n{Decided(whole)}\n{Decided(sampled)}"]);
            }
        }

        Assert.True(other.Count == 0, string.Join("\n\n", other));
        Assert.True(same > 40, $"{same} files were read by a sample");
    }

    static string Whole(byte[] file)
    {
        var summary = Summarizer.Of(file, "a.csv", new DataOptions());
        var set = DataFile.Parse(
            file, "a.csv", summary.Options with { TargetKind = summary.Task.Task is null ? TargetKind.None : summary.Options.TargetKind });
        var named = new NamedSequences("a.csv", set.InputColumns, set.Sequences) { Targets = set.TargetColumns, Options = summary.Options };
        var isSeries = summary.Task.Task is "forecast" or "language";
        return $"{All(summary)}\n{Findings(SetTally.Of(named, isSeries), isSeries)}";
    }

    static string Sampled(byte[] file, int rows, int workers)
    {
        var summary = Read(file, "a.csv", rows, workers);
        Assert.NotNull(summary);
        return $"{All(summary)}\n{Findings(summary.Sampled!.Tally, summary.Task.Task is "forecast" or "language")}";
    }

    static DataSummary? Read(byte[] file, string name, int rows, int workers) => SampledSummary.Of(
        file, name, new DataOptions(), null, new SampleSize(rows, 3 * rows, 1 << 20, 0), new BlockOptions(0, SmallBlock, workers));

    /// <summary>All that is said of a file, but for the rows that chose.</summary>
    static string All(DataSummary summary) =>
        $"{Decided(summary)}\n{summary.Rows} rows\n"
        + string.Concat(summary.Columns.Select(c => $"{c.Name} {c.Kind} {c.Missing} {c.Min} {c.Max}\n"))
        + string.Join('\n', summary.Notes.Where(IsOfAll).Order(StringComparer.Ordinal));

    static bool IsOfAll(string note) =>
        !note.Contains("rows chose", StringComparison.Ordinal) && !note.Contains("as missing, in", StringComparison.Ordinal);

    static string Decided(DataSummary summary)
    {
        var o = summary.Options;
        string?[] all =
        [
            $"{summary.Layout.Layout}", summary.Task.Task, Joined(summary.Task.Target), "sequence", Joined(o.Sequence),
            "step", Joined(o.Step), "inputs", Joined(o.Inputs), "categories", Joined(o.Categories),
            "tokens", Joined(o.Tokens), $"{o.TargetKind} {o.TargetLevel}",
            $"{o.Missing}", Joined(o.MissingMarkers), $"{o.Decimal} {o.DateOrder} {o.DateFormat}", "units", Joined(o.Units),
            $"{summary.Lengths}", Joined([.. summary.Classes.Select(c => $"{c.Name} {c.Count}")]),
        ];
        return string.Join(' ', all);
    }

    static string Joined(IReadOnlyList<string>? names) => string.Join(',', names ?? []);

    static string Findings(SetTally tally, bool isSeries) =>
        string.Join('\n', (isSeries ? DataFindings.InSeries(tally) : DataFindings.In(tally)).Select(f => $"{f.Code}: {f.Message}"));

    static string Table(string header, int count, Func<int, string> row) =>
        $"{header}\n{string.Concat(Enumerable.Range(0, count).Select(n => row(n) + "\n"))}";

    static string Wave(int n) => (50 + (20 * Math.Sin(n / 7.0)) + (n * 37 % 11 / 4.0)).ToString("F3", CultureInfo.InvariantCulture);

    static string Minute(int n) => $"{new DateTime(2024, 5, 1).AddMinutes(n):yyyy-MM-dd HH:mm}";

    static string Day(int n) => $"{new DateTime(2024, 5, 1).AddDays(n):yyyy-MM-dd}";
}
