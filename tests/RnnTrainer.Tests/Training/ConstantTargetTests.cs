using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Training;

/// <summary>A target that does not change makes no score infinite, is no target for <c>init</c>, and <c>train</c> warns of it.</summary>
public sealed class ConstantTargetTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Forecasts => new()
    {
        { "flat", "target: flat" },
        { "flat and another", "target: [flat, v]" },
        { "two flat", "target: [flat, zero], relative_to: last" },
        { "flat and another, seasonal", "target: [flat, v], season: 7, relative_to: season" },
        { "one flat shop", "target: w, sequence: shop" },
        { "flat at the end", "target: ends" },
        { "flat at the beginning", "target: begins" },
    };

    [Theory]
    [MemberData(nameof(Forecasts))]
    public void Scores_are_finite_and_models_are_ranked_by_them(string name, string keys)
    {
        var config = Config(keys);
        var train = Rnn.Run("train", config, "--out", _folder.File("run"), "--json");
        Assert.True(train.Exit == 0, $"{name}: {train.Error}");
        AllFinite(train.Json["metrics"]!, train.Json["baselines"]!);

        var eval = Rnn.Run("eval", _folder.File("run"), "--by", "target", "--confidence", "0.9", "--json");
        Assert.True(eval.Exit == 0, eval.Error);
        AllFinite(eval.Json["metrics"]!, eval.Json["baselines"]!);

        var compare = Rnn.Run("compare", config, "--cells", "rnn,gru", "--seeds", "2", "--out", _folder.File("compared"), "--json");
        Assert.True(compare.Exit == 0, compare.Error);
        AllFinite(compare.Json);
        Assert.All(compare.Json["cells"]!.AsArray(), cell => Assert.True(cell!["mean"] is not null && cell["test_mean"] is not null));

        var sweep = Rnn.Run("sweep", config, "--grid", "model.hidden=2,3", "--out", _folder.File("swept"), "--json");
        Assert.True(sweep.Exit == 0, sweep.Error);
        AllFinite(sweep.Json);

        var list = Rnn.Run("runs", "list", _folder.File("swept"), "--json");
        Assert.True(list.Exit == 0, list.Error);
        AllFinite(list.Json);
    }

    [Theory]
    [InlineData("task: forecast\ndata: {train: a.csv, sequence: shop, target: flat, window: 7}", "'flat' is 5 in all")]
    [InlineData("task: forecast\ndata: {train: a.csv, sequence: shop, target: [flat, zero], window: 7}", "'flat' is 5")]
    [InlineData("task: regress\ndata: {train: a.csv, sequence: shop, inputs: v, target: flat}", "'flat' is 5 in all")]
    [InlineData("task: tag\ndata: {train: a.csv, sequence: shop, inputs: v, target: word}", "'word' is 'u' in all")]
    [InlineData("task: classify\ndata: {train: a.csv, sequence: shop, inputs: v, target: word}", "'word' is 'u' in all")]
    public void Training_warns_where_no_target_changes(string config, string warning)
    {
        Write();
        var run = Rnn.Run("train", _folder.Write("c.yaml", $"{config}\ntraining: {{epochs: 1}}\n"), "--dry-run");

        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains($"warning: the target {warning}", run.Error, StringComparison.Ordinal);
        Assert.Contains(": nothing can be learned\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date,flat\n", "2024-01-{0:00},5\n", "the target 'flat' is 5 in all of the training part")]
    [InlineData("seq,x,y\n", "s{0},1,2.5\ns{0},3,2.5\n", "the target 'y' is 2.5 in all of the training part")]
    [InlineData("seq,x,label\n", "s{0},1,u\ns{0},3,u\n", "the target 'label' is 'u' in all of the training part")]
    public void Init_refuses_a_target_that_does_not_change(string header, string rows, string message)
    {
        var file = _folder.Write(
            "b.csv", header + string.Concat(Enumerable.Range(1, 28).Select(n => string.Format(CultureInfo.InvariantCulture, rows, n))));
        var run = Rnn.Run("init", file);

        Assert.Equal(3, run.Exit);
        Assert.Contains($"{message}: nothing can be learned\n  hint: Name another target (--target)", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    static void AllFinite(params JsonNode[] parts)
    {
        foreach (var value in parts.SelectMany(Numbers))
        {
            Assert.True(double.IsFinite((double)value), value.ToJsonString());
        }
    }

    static IEnumerable<JsonNode> Numbers(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Numbers(p.Value)),
        JsonArray a => a.SelectMany(Numbers),
        JsonValue v when v.GetValueKind() == System.Text.Json.JsonValueKind.Number => [v],
        _ => [],
    };

    string Config(string keys)
    {
        Write();
        var sequence = keys.Contains("sequence", StringComparison.Ordinal) ? "" : ", sequence: shop";
        return _folder.Write(
            "config.yaml",
            $$"""
            task: forecast
            data: {train: a.csv, window: 7, horizon: 2, inputs: [v, w], split: {validation: 0.2, test: 0.2}, {{keys}}{{sequence}}}
            model: {hidden: 3}
            training: {epochs: 2, early_stopping: {patience: 2} }

            """);
    }

    void Write() => _folder.Write(
        "a.csv",
        "date,shop,flat,zero,v,w,ends,begins,word\n" + string.Concat(
            from shop in new[] { "a", "b", "c" }
            from t in Enumerable.Range(0, 60)
            let v = 10 + (t * 7 % 11) + (0.5 * t)
            select string.Create(
                CultureInfo.InvariantCulture,
                $"{new DateTime(2024, 1, 1).AddDays(t):yyyy-MM-dd},{shop},5,0,{v},{(shop == "b" ? 3 : v)},{(t < 35 ? v : 30)},"
                + $"{(t < 40 ? 10 : v)},u\n")));
}
