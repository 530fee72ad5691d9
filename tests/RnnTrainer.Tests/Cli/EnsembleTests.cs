using System.Globalization;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn ensemble</c>: a run whose predictions are the means of those of several runs.</summary>
public sealed class EnsembleTests : IDisposable
{
    const string Text = "to be or not to be that is the question whether tis nobler in the mind to suffer the slings and arrows";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("classify")]
    [InlineData("regress")]
    public void An_ensemble_of_one_run_predicts_and_scores_as_that_run_to_the_byte(string task)
    {
        TinySet.Write(_folder, task);
        Train("a");
        Ensemble("one", "a");

        Assert.Equal(Predict("a"), Predict("one"));
        Assert.Equal(Eval("a"), Eval("one"));
    }

    [Fact]
    public void Probabilities_are_the_means_of_those_of_the_members_and_the_class_is_the_likeliest_by_them()
    {
        TinySet.Write(_folder);
        string[] members = ["a", "b", "c"];
        Train("a");
        Train("b", "training.seed=2", "data.normalize=minmax", "training.batch=5");
        Train("c", "model.cell=gru", "model.hidden=4", "data.normalize=none", "model.readout=mean");
        Ensemble("all", members);

        var (all, each) = (Cells(Predict("all", "--proba")), members.Select(m => Cells(Predict(m, "--proba"))).ToList());
        Assert.Equal(["seq", "prediction", "p_down", "p_up"], all[0]);
        for (var n = 1; n < all.Count; n++)
        {
            double[] mean = [.. Enumerable.Range(2, 2).Select(c => each.Average(rows => Number(rows[n][c])))];
            Assert.Equal(mean, [Number(all[n][2]), Number(all[n][3])], (x, y) => Math.Abs(x - y) < 1e-12);
            Assert.Equal(mean[0] > mean[1] ? "down" : "up", all[n][1]);
        }
    }

    [Theory]
    [InlineData("regress")]
    [InlineData("multilabel")]
    public void Numbers_and_labels_are_the_means_of_the_members_and_the_loss_is_that_of_the_means(string task)
    {
        WriteNumbers(task);
        Train("a");
        Train("b", "training.seed=2", "model.hidden=3");
        Ensemble("both", "a", "b");

        var (proba, first) = task == "regress" ? (Array.Empty<string>(), 1) : (["--proba"], 3);
        var (all, a, b) = (Cells(Predict("both", proba)), Cells(Predict("a", proba)), Cells(Predict("b", proba)));
        foreach (var n in Enumerable.Range(1, all.Count - 1))
        {
            for (var c = first; c < all[n].Length; c++)
            {
                Assert.Equal((Number(a[n][c]) + Number(b[n][c])) / 2, Number(all[n][c]), 10);
            }
        }

        var (loss, mean) = (Loss("both"), (Loss("a") + Loss("b")) / 2);
        Assert.InRange(loss, 0.2 * mean, mean);
    }

    [Fact]
    public void Forecasts_are_the_means_of_the_members()
    {
        _folder.Write("series.csv", Series());
        _folder.Write("tiny.yaml", """
            task: forecast
            data: {train: series.csv, target: y, step: t, window: 6, horizon: 2, relative_to: last, split: {validation: 0.2, test: 0.2}}
            model: {hidden: 4}
            training: {epochs: 2, batch: 8, precision: float64}

            """);
        Train("a");
        Train("b", "training.seed=2", "data.normalize=minmax", "data.relative_to=none");
        Ensemble("both", "a", "b");

        var (all, a, b) = (Cells(Predict("both")), Cells(Predict("a")), Cells(Predict("b")));
        Assert.Equal(2, all.Count - 1);
        Assert.All(
            Enumerable.Range(1, 2), n => Assert.Equal((Number(a[n][^1]) + Number(b[n][^1])) / 2, Number(all[n][^1]), 10));
        var (rmse, worst) = (Score("both", "rmse"), Math.Max(Score("a", "rmse"), Score("b", "rmse")));
        Assert.InRange(rmse, 0, worst);
    }

    [Fact]
    public void Of_a_text_the_mean_probability_of_each_symbol_counts()
    {
        _folder.Write("text.txt", string.Join('\n', Enumerable.Repeat(Text, 20)));
        _folder.Write("tiny.yaml", """
            task: language
            data: {train: text.txt, split: {validation: 0.1, test: 0.1}}
            model: {hidden: 4, embedding: 3}
            training: {epochs: 1, batch: 4, truncate: 16, precision: float64}

            """);
        Train("a");
        Train("b", "training.seed=2", "training.batch=3");
        Ensemble("both", "a", "b");
        Ensemble("same", "a", "a");

        Assert.InRange(Loss("both"), 0, (Loss("a") + Loss("b")) / 2);
        Assert.Equal(Loss("a"), Loss("same"), 9);
        Assert.Contains("sample takes one model", Rnn.Run("sample", At("both")).Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("report", At("both")).Exit);
    }

    [Theory]
    [InlineData("none", "data.normalize=series")]
    [InlineData("last", "data.normalize=series")]
    [InlineData("season", "data.season=3", "data.normalize=series", "training.loss=huber")]
    [InlineData("last", "data.transform=signed-log", "training.loss=absolute")]
    public void The_loss_of_forecasts_is_in_the_units_in_which_they_were_trained(string relativeTo, params string[] sets)
    {
        _folder.Write("series.csv", Series());
        _folder.Write("tiny.yaml", """
            task: forecast
            data: {train: series.csv, target: y, step: t, window: 6, horizon: 2, split: {test: 0.2}}
            model: {hidden: 4}
            training: {epochs: 2, batch: 8, precision: float64}

            """);
        Train("a", [$"data.relative_to={relativeTo}", .. sets]);
        Ensemble("same", "a", "a");

        Assert.Equal(Loss("a"), Loss("same"), 9);
    }

    [Fact]
    public void An_ensemble_is_a_run_for_eval_report_inspect_runs_and_the_library_and_stands_alone()
    {
        TinySet.Write(_folder);
        Train("a");
        Train("b", "training.seed=2", "data.normalize=none");
        var made = Rnn.Run("ensemble", At("a"), At("b"), "--out", At("both"), "--json").Json;
        var predicted = Predict("both");
        Directory.Delete(At("a"), recursive: true);
        Directory.Delete(At("b"), recursive: true);

        Assert.Equal((string)made["run"]!, At("both"));
        Assert.Equal(Score("both", "accuracy"), (double)made["metrics"]!["test"]!["accuracy"]!);
        Assert.Equal(
            ["run.json", "members", "config.yaml"],
            Directory.GetFileSystemEntries(At("both")).Select(Path.GetFileName).OrderDescending(StringComparer.Ordinal));
        Assert.Equal(predicted, Predict("both"));
        Assert.Contains("an ensemble of 2 models", File.ReadAllText(Report("both")), StringComparison.Ordinal);
        Assert.Contains("rnn ensemble ", File.ReadAllText(Report("both")), StringComparison.Ordinal);
        Assert.Equal(2, Rnn.Run("inspect", At("both"), "--json").Json["ensemble"]!.AsArray().Count);
        var listed = Rnn.Run("runs", "list", _folder.Path, "--json").Json["runs"]!.AsArray();
        Assert.Equal((At("both"), 2), ((string)listed.Single()!["run"]!, (int)listed.Single()!["ensemble"]!));
        using var model = TrainedModel.Load(At("both"));
        Assert.Equal(
            Cells(predicted).Skip(1).Select(row => row[1]), model.Predict(_folder.File("test.csv")).Select(p => p.Class));
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("onnx")]
    [InlineData("torch")]
    [InlineData("safetensors")]
    public void Exports_refuse_an_ensemble_by_name(string format)
    {
        TinySet.Write(_folder);
        Train("a");
        Ensemble("two", "a", "a");

        var export = Rnn.Run("export", At("two"), "--format", format);

        Assert.Equal(2, export.Exit);
        Assert.Contains(
            $"export --format {format} writes one model, and '{At("two")}' is an ensemble of 2", export.Error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(At("two"), "members", "1"), export.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_that_predict_something_else_are_refused_with_the_difference()
    {
        TinySet.Write(_folder);
        Train("a");
        Train("slope", "task=regress", "data.target=slope");
        Train("fewer", "data.inputs=[a]");
        Ensemble("two", "a", "a");

        Refused("the task: that of '", "a", "slope");
        Refused("the input columns: that of '", "a", "fewer");
        Refused("a member of an ensemble is one model", "a", "two");
        Refused("there is no run", "a", "nothing");
    }

    [Fact]
    public void An_existing_run_is_replaced_with_force_alone_and_other_splits_give_a_warning()
    {
        TinySet.Write(_folder);
        Train("a", "data.split={validation: 0.2}");
        Train("b", "data.split={validation: 0.2, seed: 2}");
        Ensemble("two", "a", "a", "a");

        var next = Rnn.Run("ensemble", At("a"), At("b"), "--out", At("two"));
        Assert.Contains("exists: the ensemble is written to", next.Error, StringComparison.Ordinal);
        Assert.Contains("other files or splits", next.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("ensemble", At("a"), "--out", At("two"), "--force").Exit);
        Assert.Single(Directory.GetDirectories(Path.Combine(At("two"), "members")));
    }

    void Refused(string why, params string[] members)
    {
        var refused = Rnn.Run(["ensemble", .. members.Select(At), "--out", At("refused")]);
        Assert.Equal(2, refused.Exit);
        Assert.Contains(why, refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("refused")));
    }

    string At(string run) => _folder.File(run);

    void Train(string run, params string[] sets)
    {
        var trained = Rnn.Run(["train", _folder.File("tiny.yaml"), "--out", At(run), .. sets.SelectMany(s => new[] { "--set", s })]);
        Assert.True(trained.Exit == 0, trained.Error);
    }

    void Ensemble(string name, params string[] members)
    {
        var made = Rnn.Run(["ensemble", .. members.Select(At), "--out", At(name)]);
        Assert.True(made.Exit == 0, made.Error);
    }

    string Predict(string run, params string[] more)
    {
        var data = new[] { "test.csv", "series.csv" }.Select(_folder.File).First(File.Exists);
        var predicted = Rnn.Run(["predict", At(run), "--data", data, .. more]);
        Assert.True(predicted.Exit == 0, predicted.Error);
        return predicted.Output;
    }

    string Eval(string run)
    {
        var document = Rnn.Run("eval", At(run), "--json").Json;
        document.Remove("checkpoint");
        return document.ToJsonString();
    }

    double Loss(string run) => Score(run, "loss");

    double Score(string run, string metric)
    {
        var scored = Rnn.Run("eval", At(run), "--json");
        Assert.True(scored.Exit == 0, scored.Error);
        return (double)scored.Json["metrics"]![metric]!;
    }

    string Report(string run)
    {
        Assert.Equal(0, Rnn.Run("report", At(run), "--out", _folder.File("page.html"), "--force").Exit);
        return _folder.File("page.html");
    }

    /// <summary>Two numbers, or two labels, for each sequence.</summary>
    void WriteNumbers(string task)
    {
        foreach (var (name, seed, count) in new[] { ("train.csv", 1, 40), ("test.csv", 2, 20) })
        {
            var lines = TinySet.Csv(count, seed).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            _folder.Write(name, "seq,step,a,b,y1,y2\n" + string.Concat(lines.Skip(1).Select(line => line.Split(',')).Select(cells =>
            {
                var slope = Number(cells[5]);
                var (one, two) = task == "regress" ? (3 * slope, (slope * slope) - 20) : (slope > 0 ? 1 : 0, slope > 0.4 ? 1 : 0);
                return string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', cells[..4])},{one:0.####},{two:0.####}\n");
            })));
        }

        _folder.Write("tiny.yaml", $$"""
            task: {{task}}
            data: {train: train.csv, test: test.csv, target: [y1, y2], inputs: [a, b], target_level: sequence}
            model: {hidden: 5}
            training: {epochs: 4, batch: 8, momentum: 0.9, precision: float64}

            """);
    }

    static string Series() => "t,y\n" + string.Concat(Enumerable.Range(0, 90).Select(t =>
        string.Create(CultureInfo.InvariantCulture, $"{t},{Math.Sin(t / 3.0) + (t / 50.0):0.####}\n")));

    static List<string[]> Cells(string csv) => [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];

    static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
