using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Common;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn explain</c>: attributions and importances of columns, on files whose causes are known.</summary>
public sealed class ExplainTests : IDisposable
{
    const string Training = "training: {epochs: 15, batch: 16, optimizer: adamw, learning_rate: 0.02, threads: 1}\n";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_column_and_the_step_that_decide_the_class_rank_first_by_attribution_and_by_importance()
    {
        WritePlanted();
        Train("classify", "target: label, sequence: id, step: t, inputs: [a, cause, b], categories: kind, split: {test: 0.2}");
        var document = Explain("--data", _folder.File("new.csv")).Json;

        Assert.Equal("cause", (string)document["columns"]![0]!["column"]!);
        var largest = document["attributions"]!.AsArray().GroupBy(r => (string)r!["id"]!)
            .Select(g => (Last: g.Last()!, Largest: g.MaxBy(r => Math.Abs((double)r!["attribution"]!))!)).ToList();
        Assert.InRange(
            largest.Count(p => (string)p.Largest["column"]! == "cause" && (string)p.Largest["step"]! == (string)p.Last["step"]!),
            largest.Count * 3 / 4, largest.Count);
        AssertSums(document);

        var importance = Explain("--data", _folder.File("new.csv"), "--importance").Json;
        Assert.Equal(("accuracy", "cause"), ((string)importance["metric"]!, (string)importance["columns"]![0]!["column"]!));
        Assert.Equal(4, importance["columns"]!.AsArray().Count);
        Assert.All(
            importance["columns"]!.AsArray().Skip(1),
            c => Assert.True(4 * (double)c!["falls_by"]! < (double)importance["columns"]![0]!["falls_by"]!, importance.ToJsonString()));
    }

    [Fact]
    public void Causes_of_a_number_rank_by_their_effect_and_attributions_are_in_its_units()
    {
        WritePlanted();
        Train("regress", "target: amount, sequence: id, step: t, inputs: [a, cause, b], categories: kind, split: {test: 0.2}");
        var document = Explain("--data", _folder.File("new.csv")).Json;

        Assert.Equal(["cause", "kind"], document["columns"]!.AsArray().Take(2).Select(c => (string)c!["column"]!).Order());
        AssertSums(document);
        var predicted = Predicted();
        Assert.Equal(predicted.Length, document["sequences"]!.AsArray().Count);
        Assert.All(
            document["sequences"]!.AsArray().Zip(predicted),
            p => Assert.Equal(double.Parse(p.Second[^1], CultureInfo.InvariantCulture), (double)p.First!["output"]!, 1e-2));
        var kinds = document["attributions"]!.AsArray().Where(r => (string)r!["column"]! == "kind").Select(r => (string)r!["value"]!);
        Assert.Equal(["plain", "rich"], kinds.Distinct().Order());

        var importance = Explain("--data", _folder.File("new.csv"), "--importance", "--repeats", "3").Json;
        Assert.Equal("rmse", (string)importance["metric"]!);
        Assert.Equal(["cause", "kind"], importance["columns"]!.AsArray().Take(2).Select(c => (string)c!["column"]!));
        var error = Explain("--data", _folder.File("new.csv"), "--importance", "--metric", "r2").Json;
        Assert.Equal("r2", (string)error["metric"]!);
        Assert.InRange((double)error["columns"]![0]!["falls_by"]!, 0.5, 3);
    }

    [Theory]
    [InlineData("classify", "inputs: [a, cause], missing: indicator, normalize: sequence", "label", "")]
    [InlineData("classify", "inputs: [a, cause], difference: true, scale_input: true", "label", ", patch: {size: 2, stride: 1}")]
    [InlineData("classify", "tokens: [kind, word], inputs: [a], affixes: 2", "label", ", bidirectional: true, readout: max")]
    [InlineData("tag", "tokens: word, inputs: [cause], categories: kind", "tag", "")]
    [InlineData("tag", "inputs: [a, cause], normalize: none", "tag", ", dropout: 0.5, layers: 2")]
    [InlineData("multilabel", "inputs: [a, cause], target_level: step", "[high, low]", "")]
    [InlineData("regress", "inputs: [a, cause], normalize: robust", "[amount, other]", ", readout: mean")]
    [InlineData("forecast", "inputs: [a, cause], window: 3, horizon: 2, relative_to: last", "cause", "")]
    [InlineData("forecast", "inputs: [a, b], window: 3, horizon: 2, normalize: series, transform: signed-log", "[a, b]", "")]
    [InlineData("forecast", "inputs: [a, b], window: 3, relative_to: last, relative_inputs: true, missing: mean", "b", "")]
    [InlineData("language", "tokens: word", null, "")]
    public void Attributions_sum_to_the_difference_of_the_outputs_whatever_the_columns_are(
        string task, string data, string? target, string model)
    {
        WritePlanted();
        var with = target is null ? "" : $", target: {target}";
        Train(task, $"sequence: id, step: t, {data}{with}", model, "training: {epochs: 2, threads: 1}\n");
        var document = Explain("--data", _folder.File("new.csv"), "--limit", "7").Json;

        AssertSums(document);
        Assert.Equal(7, document["sequences"]!.AsArray().Count);
        Assert.True((bool)document["complete"]!);
        var csv = Run("--data", _folder.File("new.csv"), "--limit", "7").Output.TrimEnd('\n').Split('\n');
        Assert.Equal("id,step,column,value,attribution", csv[0]);
        Assert.Equal(document["attributions"]!.AsArray().Count, csv.Length - 1);
    }

    [Fact]
    public void Labels_and_steps_are_those_of_predict_and_a_class_or_a_step_can_be_chosen()
    {
        WritePlanted();
        Train("tag", "target: tag, sequence: id, step: t, inputs: [a, cause, b]", training: "training: {epochs: 5, threads: 1}\n");
        var predicted = Predicted();
        var document = Explain("--data", _folder.File("new.csv"), "--step", "3").Json;
        Assert.Equal(
            predicted.Where(p => p[1] == "3").Select(p => p[2]), document["sequences"]!.AsArray().Select(s => (string)s!["target"]!));

        // What is read later adds nothing.
        Assert.All(
            document["attributions"]!.AsArray().Where(r => int.Parse((string)r!["step"]!, CultureInfo.InvariantCulture) > 3),
            r => Assert.Equal(0, (double)r!["attribution"]!));

        var (up, down) = (Explain("--data", _folder.File("new.csv"), "--target", "up").Json,
            Explain("--data", _folder.File("new.csv"), "--target", "down").Json);
        Assert.All(up["sequences"]!.AsArray(), s => Assert.Equal("up", (string)s!["target"]!));
        Assert.NotEqual((double)up["sequences"]![0]!["output"]!, (double)down["sequences"]![0]!["output"]!);
        AssertSums(up);
        Assert.Equal(2, Run("--data", _folder.File("new.csv"), "--step", "99").Exit);
    }

    [Fact]
    public void A_file_is_written_with_out_and_the_ranking_printed()
    {
        WritePlanted();
        Train("classify", "target: label, sequence: id, step: t, inputs: [a, cause]", training: "training: {epochs: 1, threads: 1}\n");
        var run = Run("--data", _folder.File("new.csv"), "--out", _folder.File("out.csv"));
        Assert.Equal(0, run.Exit);
        Assert.Contains("explained: the logit of the predicted class\nbaseline: numbers at the mean of training\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(Run("--data", _folder.File("new.csv")).Output, File.ReadAllText(_folder.File("out.csv")));
        Assert.Equal(2, Run("--data", _folder.File("new.csv"), "--out", _folder.File("out.csv")).Exit);
        Assert.Equal(0, Run("--data", _folder.File("new.csv"), "--out", _folder.File("out.csv"), "--force", "--importance").Exit);
        Assert.StartsWith("column,metric,score,falls_by,deviation\n", File.ReadAllText(_folder.File("out.csv")), StringComparison.Ordinal);
        Assert.Equal(0, Run("--data", _folder.File("new.csv"), "--out", _folder.File("out.parquet")).Exit);
        Assert.Equal(
            Run("--data", _folder.File("new.csv"), "--importance").Output, Run("--data", _folder.File("new.csv"), "--importance").Output);
        Assert.NotEqual(
            Run("--data", _folder.File("new.csv"), "--importance").Output,
            Run("--data", _folder.File("new.csv"), "--importance", "--seed", "2").Output);
    }

    [Fact]
    public void What_cannot_be_explained_is_refused_by_name()
    {
        WritePlanted();
        Train("classify", "target: label, sequence: id, step: t, inputs: [a, cause]", training: "training: {epochs: 1, threads: 1}\n");
        AssertRefused("'left' is not a class of the model", "--target", "left");
        AssertRefused("--step chooses one of several outputs", "--step", "1");
        AssertRefused("--repeats is for --importance", "--repeats", "3");
        AssertRefused("'rmse' is not a metric of this task", "--importance", "--metric", "rmse");
        AssertRefused("--limit is for single predictions", "--importance", "--limit", "3");
        Assert.Equal(0, Rnn.Run("ensemble", _folder.File("run"), _folder.File("run"), "--out", _folder.File("both")).Exit);
        var both = Rnn.Run("explain", _folder.File("both"), "--data", _folder.File("new.csv"));
        Assert.Equal(2, both.Exit);
        Assert.Contains("explain takes one model", both.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("explain", _folder.File("both"), "--data", _folder.File("new.csv"), "--importance").Exit);
    }

    void AssertRefused(string message, params string[] options)
    {
        var run = Run(["--data", _folder.File("new.csv"), .. options]);
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    static void AssertSums(JsonObject document)
    {
        var sums = document["attributions"]!.AsArray().GroupBy(r => (string)r!["id"]!)
            .ToDictionary(g => g.Key, g => g.Sum(r => (double)r!["attribution"]!));
        Assert.Equal(sums.Count, document["sequences"]!.AsArray().Count);
        Assert.All(
            document["sequences"]!.AsArray(),
            s => Assert.Equal((double)s!["output"]! - (double)s["baseline_output"]!, sums[(string)s["sequence"]!], 1e-3));
    }

    string[][] Predicted() =>
        [.. Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("new.csv")).Output.TrimEnd('\n').Split('\n').Skip(1)
            .Select(line => line.Split(','))];

    Rnn Run(params string[] options) => Rnn.Run(["explain", _folder.File("run"), .. options]);

    Rnn Explain(params string[] options)
    {
        var run = Run([.. options, "--json"]);
        Assert.True(run.Exit == 0, run.Error);
        return run;
    }

    void Train(string task, string data, string model = "", string training = Training)
    {
        var config = _folder.Write(
            "c.yaml", $"task: {task}\ndata: {{train: train.csv, {data} }}\nmodel: {{hidden: 8, embedding: 4{model}}}\n{training}");
        var run = Rnn.Run("train", config, "--out", _folder.File("run"));
        Assert.True(run.Exit == 0, run.Error);
    }

    void WritePlanted()
    {
        _folder.Write("train.csv", Planted(300, seed: 1));
        _folder.Write("new.csv", Planted(40, seed: 2));
    }

    /// <summary>
    /// Sequences of 5 to 7 steps. The label is the sign of <c>cause</c> at the last step; the amount is 30 times that, and 20 more where
    /// <c>kind</c> is rich; a tag is the sign of <c>cause</c> so far. Nothing depends on <c>a</c> and <c>b</c>.
    /// </summary>
    static string Planted(int count, int seed)
    {
        var random = new RandomStream(seed, "planted", 0);
        var text = new StringBuilder("id,t,a,cause,b,kind,word,label,amount,other,tag,high,low\n");
        for (var n = 0; n < count; n++)
        {
            var (T, kind) = (5 + random.Next(3), random.Next(2) == 0 ? "plain" : "rich");
            double[] cause = [.. Enumerable.Range(0, T).Select(_ => Number())];
            var amount = (30 * cause[^1]) + (kind == "rich" ? 20 : 0);
            for (var t = 0; t < T; t++)
            {
                var sum = cause.Take(t + 1).Sum();
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"s{n},{t},{10 + Number():0.####},{cause[t]:0.####},{100 * Number():0.####},{kind},w{random.Next(5)},");
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{(cause[^1] > 0 ? "up" : "down")},{amount:0.####},{-amount:0.####},{(sum > 0 ? "up" : "down")},");
                text.Append(CultureInfo.InvariantCulture, $"{(sum > 0 ? 1 : 0)},{(sum < -1 ? 1 : 0)}\n");
            }
        }

        return text.ToString();

        double Number() => (2 * random.NextDouble()) - 1;
    }
}
