using System.Globalization;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Training;

/// <summary>Forecasts from the command line: two targets, several steps ahead, of a series that rises and has a season of 4.</summary>
public sealed class ForecastTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("none", "standard")]
    [InlineData("last", "standard")]
    [InlineData("season", "minmax")]
    [InlineData("season", "none")]
    public void A_forecaster_learns_is_scored_in_the_units_of_the_file_and_its_gradients_hold(string relative, string normalize)
    {
        var config = Config(relative, normalize, epochs: 60);

        var train = Rnn.Run("train", config, "--out", _folder.File("run"), "--json", "--quiet");

        Assert.True(train.Exit == 0, train.Error);
        var (own, naive) = (train.Json["metrics"]!["test"]!, train.Json["baselines"]!["test"]!);
        Assert.Equal(["last", "seasonal", "mean", "drift", "ets", "theta"], naive.AsObject().Select(p => p.Key));
        var beaten = relative == "none" ? "mean" : "seasonal"; // the series leaves the range of training: only differences can follow it
        Assert.True((double)own["rmse"]! < (double)naive[beaten]!["rmse"]!, train.Output);
        Assert.Equal(2 * 4, Math.Round((double)naive["seasonal"]!["mae"]!, 9)); // both columns rise by 2 a step, so by 8 a season
        Assert.Equal(1, Math.Round((double)naive["seasonal"]!["mase"]!, 9));
        // inputs of 200 saturate: no finite difference holds there
        Assert.True(normalize == "none" || Rnn.Run("gradcheck", config, "--sample", "40").Exit == 0);
        Assert.Equal(own.ToJsonString(), Rnn.Run("eval", _folder.File("run"), "--json").Json["metrics"]!.ToJsonString());
    }

    [Fact]
    public void Prediction_goes_on_where_the_file_ends_a_row_for_each_step_ahead()
    {
        var config = Config("last", "standard", epochs: 60);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet").Exit);

        var lines = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("series.csv")).Output.TrimEnd('\n').Split('\n');

        Assert.Equal("seq,origin,step,time,prediction_u,prediction_v", lines[0]);
        Assert.Equal(
            ["series,2016-03-30,1,2016-03-31", "series,2016-03-30,2,2016-04-01", "series,2016-03-30,3,2016-04-02"],
            lines[1..].Select(l => string.Join(',', l.Split(',')[..4])));
        var u = double.Parse(lines[1].Split(',')[4], CultureInfo.InvariantCulture);
        Assert.InRange(u, U(90) - 4, U(90) + 4);
    }

    [Fact]
    public void Several_series_keep_their_names_and_order()
    {
        var csv = _folder.Write(
            "many.csv",
            "id,step,u\n"
            + string.Concat(
                new[] { "b", "a" }.SelectMany(id => Enumerable.Range(0, 20).Select(t => $"{id},{t},{(id == "a" ? t : -t)}\n"))));
        var config = _folder.Write("many.yaml", $$"""
            task: forecast
            data: {train: {{csv}}, sequence: id, target: u, window: 3, horizon: 2, split: {test: 6}, relative_to: last}
            model: {hidden: 4}
            training: {epochs: 5}
            """);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet").Exit);

        var lines = Rnn.Run("predict", _folder.File("run"), "--data", csv).Output.TrimEnd('\n').Split('\n');

        Assert.Equal(["b,19,1,20", "b,19,2,21", "a,19,1,20", "a,19,2,21"], lines[1..].Select(l => l[..l.LastIndexOf(',')]));
        // of each series the origins 13 … 17: targets lie within the last six steps
        Assert.Equal(10, (int)Rnn.Run("eval", _folder.File("run"), "--json").Json["sequences"]!);
    }

    [Fact]
    public void A_run_that_was_stopped_ends_with_the_same_bytes()
    {
        var config = Config("season", "standard", epochs: 4);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("whole"), "--quiet").Exit);
        Assert.Equal(130, Rnn.RunAndStop(5, ["train", config, "--out", _folder.File("part"), "--quiet"]).Exit);
        Assert.Equal(0, Rnn.Run("train", config, "--resume", _folder.File("part"), "--quiet").Exit);

        Assert.Equal(Last("whole"), Last("part"));

        byte[] Last(string run) => File.ReadAllBytes(Path.Combine(_folder.File(run), "checkpoints", "last.safetensors"));
    }

    [Fact]
    public void A_model_that_a_naive_forecast_beats_is_said_to_be_so()
    {
        var run = Rnn.Run("train", Config("none", "standard", epochs: 1), "--out", _folder.File("run"));
        Assert.Contains("the model is not better than the baseline 'last' (rmse)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_too_short_to_be_scored_or_gone_on_from_says_what_is_missing()
    {
        Assert.Equal(0, Rnn.Run("train", Config("last", "standard", epochs: 1), "--out", _folder.File("run"), "--quiet").Exit);
        var brief = _folder.Write("brief.csv", string.Concat(File.ReadLines(_folder.File("series.csv")).Take(6).Select(l => l + "\n")));

        var (eval, predict) = (
            Rnn.Run("eval", _folder.File("run"), "--data", brief), Rnn.Run("predict", _folder.File("run"), "--data", brief));

        Assert.Equal((3, 3), (eval.Exit, predict.Exit));
        Assert.Contains(
            "the longest series has 5 steps: no window of 6 and 3 to forecast fits into it", eval.Error, StringComparison.Ordinal);
        Assert.Contains("series 'brief' has 5 steps, but the model looks at 6", predict.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("forecast", "relative_to: season", "data.relative_to: season needs data.season")]
    [InlineData("regress", "target: u, relative_to: last", "data.relative_to belongs to task forecast")]
    [InlineData("regress", "target: u, season: 4", "data.season belongs to task forecast")]
    public void Keys_that_miss_something_are_refused(string task, string keys, string message) =>
        Assert.Contains(
            message, Rnn.Run("config", "validate", _folder.Write("c.yaml", $"task: {task}\ndata: {{train: t.csv, {keys}}}\n")).Error,
            StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    static double U(int t) => (2 * t) + (5 * (t % 4));

    string Config(string relative, string normalize, int epochs)
    {
        var date = new DateTime(2016, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var rows = Enumerable.Range(0, 90)
            .Select(
                t => string.Create(CultureInfo.InvariantCulture, $"{date.AddDays(t):yyyy-MM-dd},{U(t)},{100 + (2 * t) - (7 * (t % 4))}\n"));
        _folder.Write("series.csv", "date,u,v\n" + string.Concat(rows));
        return _folder.Write("c.yaml", $$"""
            task: forecast
            data: {train: series.csv, window: 6, horizon: 3, season: 4, split: {validation: 0.1, test: 20}, relative_to: {{relative}}, normalize: {{normalize}}}
            model: {hidden: 8}
            training: {epochs: {{epochs}}, batch: 8, optimizer: adamw, learning_rate: 0.02, precision: float64}
            """);
    }
}
