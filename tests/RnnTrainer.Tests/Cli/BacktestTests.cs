using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn backtest</c>: several origins at the end of each series.</summary>
public sealed class BacktestTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_window_is_forecast_once_from_what_precedes_it_and_scored_next_to_baselines(bool refits)
    {
        var config = Config("split: {validation: 0.2, test: 0.3}");
        string[] refit = refits ? ["--refit"] : [];

        var run = Rnn.Run(["backtest", config, "--windows", "3", "--out", _folder.File("bt"), "--json", .. refit]);

        Assert.True(run.Exit == 0, run.Error);
        var rows = Rows(_folder.File("bt/predictions.csv"));
        Assert.Equal("shop,window,origin,step,time,prediction,target", string.Join(',', rows[0]));
        // Series a has 40 steps and b 34; three windows of 4 end with each.
        Assert.Equal(
            [
                "a,1,27,1,28", "a,1,27,2,29", "a,1,27,3,30", "a,1,27,4,31", "b,1,21,1,22", "b,1,21,2,23", "b,1,21,3,24", "b,1,21,4,25",
                "a,2,31,1,32",
            ],
            rows.Skip(1).Take(9).Select(r => string.Join(',', r[..5])));
        Assert.Equal(24, rows.Count - 1);
        Assert.All(rows.Skip(1), r => Assert.Equal(Value(r[0], int.Parse(r[4], CultureInfo.InvariantCulture)), Number(r[6])));

        var document = run.Json;
        double[] squares = [.. rows.Skip(1).Select(r => Math.Pow(Number(r[5]) - Number(r[6]), 2))];
        Assert.Equal(Math.Sqrt(squares.Average()), (double)document["metrics"]!["rmse"]!, 1e-9);
        Assert.Equal(
            Enumerable.Range(0, 3).Select(w => Math.Sqrt(squares.Skip(8 * w).Take(8).Average())),
            document["windows"]!.AsArray().Select(w => (double)w!["metrics"]!["rmse"]!), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(
            Enumerable.Range(0, 4).Select(h => Math.Sqrt(squares.Where((_, n) => n % 4 == h).Average())),
            document["steps"]!.AsArray().Select(s => (double)s!["metrics"]!["rmse"]!), (a, b) => Math.Abs(a - b) < 1e-9);
        string[] baselines = ["last", "seasonal", "mean", "drift", "ets", "theta"];
        Assert.Equal(baselines, document["baselines"]!.AsObject().Select(b => b.Key));
        Assert.Equal(baselines, document["windows"]![2]!["baselines"]!.AsObject().Select(b => b.Key));
        Assert.Equal(baselines, document["steps"]![3]!["baselines"]!.AsObject().Select(b => b.Key));
        Assert.Equal((2, refits), ((int)document["windows"]![0]!["series"]!, (bool)document["refit"]!));
        Assert.Equal(
            refits ? ["window-1", "window-2", "window-3"] : ["window-1"],
            Directory.GetDirectories(_folder.File("bt")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(document.ToJsonString(), JsonNode.Parse(File.ReadAllText(_folder.File("bt/backtest.json")))!.ToJsonString());
        Assert.Contains("the test part of data.split is not used", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refitted_window_is_the_test_part_of_its_run()
    {
        var config = Config("split: {validation: 0.2}");
        var document = Rnn.Run("backtest", config, "--windows", "3", "--refit", "--out", _folder.File("bt"), "--json").Json;

        foreach (var window in Enumerable.Range(1, 3))
        {
            var eval = Rnn.Run("eval", _folder.File($"bt/window-{window}"), "--json").Json;
            var scores = document["windows"]![window - 1]!;
            Assert.Equal((double)eval["metrics"]!["rmse"]!, (double)scores["metrics"]!["rmse"]!, 1e-9);
            Assert.Equal((double)eval["baselines"]!["theta"]!["rmse"]!, (double)scores["baselines"]!["theta"]!["rmse"]!, 1e-9);
        }
    }

    [Fact]
    public void No_step_from_the_first_target_on_is_trained_on()
    {
        var loaded = ConfigFile.Read(Config("split: {validation: 0.2, test_window: 1/3}"));
        var data = TrainingData.Read(loaded.Config, loaded.Folders);

        // Series a: 40 − 3 · 4 = 28 steps before, of which a fifth, 6, are validation.
        var firsts = data.Train.Raw.Where(w => w.Series == "a").Select(w => int.Parse(w.Id.Split(':')[^1], CultureInfo.InvariantCulture));
        Assert.Equal(21 - 3, firsts.Max());
        Assert.Equal(["28", "22"], data.Test.Raw.Select(w => w.Id.Split(':')[^1]));
        Assert.Equal("22", data.Validation.Raw[0].Id.Split(':')[^1]);
    }

    [Fact]
    public void An_interrupted_backtest_resumes_and_a_folder_keeps_its_windows_unless_it_is_replaced()
    {
        var config = Config("split: {validation: 0.2}");
        Assert.Equal(0, Rnn.Run("backtest", config, "--windows", "2", "--refit", "--out", _folder.File("whole")).Exit);
        var stopped = Rnn.RunAndStop(7, ["backtest", config, "--windows", "2", "--refit", "--out", _folder.File("bt")]);
        var resumed = Rnn.Run("backtest", config, "--windows", "2", "--refit", "--out", _folder.File("bt"));

        Assert.Equal((130, 0), (stopped.Exit, resumed.Exit));
        Assert.Equal(
            File.ReadAllText(_folder.File("whole/predictions.csv")), File.ReadAllText(_folder.File("bt/predictions.csv")));
        var other = Rnn.Run("backtest", config, "--windows", "3", "--out", _folder.File("bt"));
        Assert.Equal(2, other.Exit);
        Assert.Contains("has another backtest", other.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("backtest", config, "--windows", "3", "--out", _folder.File("bt"), "--force").Exit);
        Assert.Equal(24, Rows(_folder.File("bt/predictions.csv")).Count - 1);
    }

    [Fact]
    public void One_window_is_the_test_part_of_one_horizon()
    {
        var run = Rnn.Run("backtest", Config("split: {validation: 0.2}"), "--windows", "1", "--out", _folder.File("bt"));

        Assert.True(run.Exit == 0, run.Error);
        Assert.Equal(
            ["a,1,35,1,36", "b,1,29,1,30"],
            Rows(_folder.File("bt/predictions.csv")).Where(r => r[3] == "1").Select(r => string.Join(',', r[..5])));
        Assert.Contains("by step ahead", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_backtested_says_why()
    {
        var classes = TinySet.Write(_folder);
        var config = Config("split: {validation: 0.2}");

        Fails(2, "a backtest forecasts series, and task classify does not", classes, "2");
        Fails(2, "--windows expects a whole number from 1", config, "0");
        Fails(3, "no window of 6 and 4 to forecast fits into its training part", config, "20");

        void Fails(int exit, string message, string file, string windows)
        {
            var run = Rnn.Run("backtest", file, "--windows", windows, "--out", _folder.File("bt"));
            Assert.Equal(exit, run.Exit);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(_folder.File("bt")));
        }
    }

    static double Value(string shop, int t) =>
        Math.Round((shop == "a" ? 10 : 50) + (3 * (t % 4)) + (2 * RandomStream.At(shop == "a" ? 1ul : 2, (ulong)t)), 3);

    static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    static List<string[]> Rows(string file) => [.. File.ReadAllText(file).TrimEnd('\n').Split('\n').Select(l => l.Split(','))];

    string Config(string split)
    {
        var text = new StringBuilder("shop,day,sold\n");
        foreach (var (shop, length) in new[] { ("a", 40), ("b", 34) })
        {
            for (var t = 0; t < length; t++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{shop},{t},{Value(shop, t)}\n");
            }
        }

        _folder.Write("sold.csv", text.ToString());
        return _folder.Write("sold.yaml", $$"""
            task: forecast
            data: {train: sold.csv, sequence: shop, step: day, target: sold, window: 6, horizon: 4, season: 4, {{split}}}
            model: {hidden: 3}
            training: {epochs: 2, batch: 8, optimizer: adamw, learning_rate: 0.02, precision: float64}
            """);
    }
}
