using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Training;

/// <summary>A forecast counts the targets that there are; where a task has one target for a step or a sequence, a missing one is an
/// error.</summary>
public sealed class MissingTargetTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Gaps => new()
    {
        { "closed on Sundays", "target: sales" },
        { "closed on Sundays", "target: sales, relative_to: season, season: 7" },
        { "closed on Sundays", "target: sales, inputs: [temp], relative_to: last" },
        { "closed on Sundays", "target: [sales, temp], missing_marks: ['']" },
        { "begins late", "target: sales, relative_to: last" },
        { "a month away", "target: sales, missing: indicator" },
        { "one in ten", "target: sales, missing: mean, normalize: minmax" },
        { "two shops, one empty", "sequence: shop, target: sales, relative_to: last" },
    };

    [Theory]
    [MemberData(nameof(Gaps))]
    public void A_target_with_gaps_is_trained_scored_and_continued(string gap, string keys)
    {
        var config = Config(gap, keys);
        var train = Rnn.Run("train", config, "--out", _folder.File("run"), "--json");

        Assert.True(train.Exit == 0, train.Error);
        AllFinite(train.Json["metrics"]!, train.Json["baselines"]!);
        Assert.Equal(0, Rnn.Run("gradcheck", config, "--sample", "20").Exit);
        foreach (var by in new[] { "step", "target", "length" })
        {
            var eval = Rnn.Run("eval", _folder.File("run"), "--by", by, "--json");
            Assert.True(eval.Exit == 0, eval.Error);
            AllFinite(eval.Json["metrics"]!, eval.Json["baselines"]!);

            // train adds up window by window, eval --by keeps all outputs
            Assert.Equal(train.Json["metrics"]!["test"]!.ToJsonString(), eval.Json["metrics"]!.ToJsonString());
            Assert.Equal(train.Json["baselines"]!["test"]!.ToJsonString(), eval.Json["baselines"]!.ToJsonString());
        }

        Assert.Contains("target 'sales' is missing in ", Rnn.Run("eval", _folder.File("run")).Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("report", _folder.File("run"), "--out", _folder.File("report.html")).Exit);
        Assert.DoesNotContain("NaN", File.ReadAllText(_folder.File("report.html")), StringComparison.Ordinal);
        var predicted = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("a.csv"));
        Assert.True(predicted.Exit == 0 || gap == "two shops, one empty", predicted.Error);
        Assert.DoesNotContain("NaN", predicted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_loss_is_the_mean_over_the_targets_that_there_are()
    {
        var train = Rnn.Run(
            "train", Config("closed on Sundays", "target: sales, normalize: none"), "--out", _folder.File("run"), "--json", "--quiet");

        // not scaled, so that the loss of an output is 7 squared errors, and mse is their mean
        foreach (var part in new[] { "train", "validation", "test" })
        {
            var scores = train.Json["metrics"]![part]!;
            Assert.Equal((double)scores["mse"]! * 7, (double)scores["loss"]!, (double)scores["loss"]! * 1e-4);
        }
    }

    [Fact]
    public void A_run_with_gaps_that_was_stopped_ends_with_the_same_bytes()
    {
        var config = Config("one in ten", "target: sales, relative_to: last");
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("whole"), "--quiet").Exit);
        Assert.Equal(130, Rnn.RunAndStop(3, ["train", config, "--out", _folder.File("part"), "--quiet"]).Exit);
        Assert.Equal(0, Rnn.Run("train", config, "--resume", _folder.File("part"), "--quiet").Exit);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("whole/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("part/checkpoints/last.safetensors")));
    }

    [Fact]
    public void A_target_that_is_never_there_is_refused_by_its_name()
    {
        var run = Rnn.Run("train", Config("closed always", "target: sales"), "--out", _folder.File("run"));

        Assert.Equal(3, run.Exit);
        Assert.Contains("with a known target among the 7 after it: too many are missing in 'sales'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_without_a_window_is_named()
    {
        var run = Rnn.Run("train", Config("two shops, one empty", "sequence: shop, target: sales"), "--out", _folder.File("run"));

        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains(
            "1 of 2 series has no window and is left out, too short or without targets: b", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("regress", "data: {train: t.csv, inputs: x, target: half}", "sequence 'b' has no target in column 'half'")]
    [InlineData("regress", "data: {train: t.csv, target: half, missing: mean}", "sequence 'b' has no target in column 'half'")]
    [InlineData("regress", "data: {train: t.csv, target: y, target_level: step}", "is empty (and 1 more like it, in line 5)")]
    [InlineData("regress", "data: {train: t.csv, target: na, target_level: step}", "the target in column 'na' is missing: 'NA'")]
    [InlineData(
        "regress", "data: {train: t.csv, target: odd, target_level: step, missing: mean, missing_marks: ['-999']}",
        "the target in column 'odd' is missing: '-999.0'")]
    [InlineData("tag", "data: {train: t.csv, target: label}", "the label in column 'label' is empty")]
    [InlineData("classify", "data: {train: t.csv, inputs: x, target: half}", "sequence 'b' has no label in column 'half'")]
    [InlineData("regress", "data: {train: w.csv, layout: wide, target: y}", "the target in column 'y' is empty")]
    public void Elsewhere_a_target_that_is_missing_is_an_error_counted_once(string task, string data, string message)
    {
        _folder.Write(
            "t.csv",
            "seq,x,y,na,odd,label,half\na,1,,1,2,u,1\na,2,4,1,2,u,1\nb,3,5,NA,-999.0,,\nb,4,,1,3,,\nb,5,5,1,2,v,\n");
        _folder.Write("w.csv", "x0,x1,y\n1,2,3\n1,2,\n2,3,4\n");
        var run = Rnn.Run("train", _folder.Write("c.yaml", $"task: {task}\n{data}\n"), "--out", _folder.File("run"));

        Assert.Equal(3, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("eave out the", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("regress", "target_level: step")]
    [InlineData("forecast", "window: 5, horizon: 2")]
    [InlineData("forecast", "window: 5, horizon: 2, relative_to: last")]
    public void To_predict_no_target_is_needed(string task, string keys)
    {
        Write("two shops");
        var config = _folder.Write(
            "c.yaml",
            $"task: {task}\ndata: {{train: a.csv, sequence: shop, inputs: temp, target: sales, {keys}}}\ntraining: {{epochs: 1}}\n");
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet").Exit);

        var rows = File.ReadAllLines(_folder.File("a.csv"));
        var cut = rows.Select((row, n) => n is 0 ? row : n % 3 == 1 ? $"{row[..row.LastIndexOf(',')]}," : row);
        var predicted = Rnn.Run("predict", _folder.File("run"), "--data", _folder.Write("new.csv", string.Join('\n', cut) + "\n"));

        Assert.True(predicted.Exit == 0, predicted.Error);
        Assert.DoesNotContain("NaN", predicted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_is_input_and_target_is_one_mistake()
    {
        _folder.Write("m.csv", "day,u,v\n2024-01-01,1,2\n2024-01-02,,3\n2024-01-03,2,NA\n2024-01-04,2,x\n");
        var run = Rnn.Run(
            "train", _folder.Write("c.yaml", "task: forecast\ndata: {train: m.csv, window: 1, inputs: [u, v]}\n"), "--json");

        Assert.Equal(3, run.Exit);
        Assert.Equal(
            ["the cell in column 'u' is empty", "'NA' is not a number in column 'v'", "'x' is not a number in column 'v'"],
            run.Json["errors"]!.AsArray().Select(e => (string)e!["message"]!));
    }

    public void Dispose() => _folder.Dispose();

    static void AllFinite(params JsonNode[] parts)
    {
        foreach (var value in parts.SelectMany(Leaves))
        {
            Assert.True(double.IsFinite((double)value), value.ToJsonString());
        }
    }

    static IEnumerable<JsonNode> Leaves(JsonNode? node) =>
        node is JsonObject o ? o.SelectMany(p => Leaves(p.Value)) : node is null ? [] : [node];

    string Config(string gap, string keys)
    {
        Write(gap);
        var missing = keys.Contains("missing: ", StringComparison.Ordinal) ? "" : ", missing: forward-fill";
        return _folder.Write(
            "config.yaml",
            $$"""
            task: forecast
            data: {train: a.csv, window: 14, horizon: 7, split: {validation: 0.15, test: 0.2}, {{keys}}{{missing}}}
            model: {hidden: 4}
            training: {epochs: 2, precision: float64}

            """);
    }

    void Write(string gap)
    {
        var shops = gap.StartsWith("two shops", StringComparison.Ordinal) ? "ab" : "a";
        var rows = from shop in shops
                   from t in Enumerable.Range(0, 120)
                   let day = new DateTime(2024, 1, 1).AddDays(t)
                   let temp = 10 + (5 * Math.Sin(t / 9.0)) + (t * 7 % 5)
                   let sales = IsMissing(gap, shop, t) ? "" : (20 + (0.2 * t) + (t * 3 % 7)).ToString("0.0", CultureInfo.InvariantCulture)
                   select string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{shop},{temp:0.0},{sales}\n");
        _folder.Write("a.csv", $"date,shop,temp,sales\n{string.Concat(rows)}");
    }

    static bool IsMissing(string gap, char shop, int t) => gap switch
    {
        "closed on Sundays" => t % 7 == 6,
        "closed always" => true,
        "begins late" => t < 25,
        "a month away" => t is >= 50 and < 80,
        "one in ten" => t * 7 % 10 == 3,
        "two shops, one empty" => shop == 'b' || t == 30,
        _ => false,
    };
}
