using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Export.Onnx;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

/// <summary>How predictions follow from probabilities: chosen on validation, and the same everywhere.</summary>
public sealed class DecisionTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("f1")]
    [InlineData("macro_f1")]
    [InlineData("accuracy")]
    [InlineData("balanced_accuracy")]
    [InlineData("mcc")]
    public void No_other_threshold_has_a_higher_score(string score)
    {
        var random = new Random(3);
        for (var round = 0; round < 20; round++)
        {
            (double P, bool IsThere)[] outputs = [.. Enumerable.Range(0, 25).Select(_ => (random.Next(12) / 11.0, random.Next(3) == 0))];
            var ranked = new RankedScores(1, 0, keeps: false);
            Array.ForEach(outputs, o => ranked.Add([o.P], [o.IsThere ? 1.0 : 0]));

            var threshold = DecisionFit.OfScore(score, ranked, areLabels: true).Thresholds![0];

            Assert.Equal(Enumerable.Range(-1, 26).Max(k => ScoreAt(k / 22.0)), ScoreAt(threshold), 1e-12);

            double ScoreAt(double t)
            {
                var counts = outputs.Select(o => BinaryCounts.Of(o.IsThere, o.P > t)).Aggregate((a, b) => a + b);
                var others = outputs.Select(o => BinaryCounts.Of(!o.IsThere, o.P <= t)).Aggregate((a, b) => a + b);
                return score switch
                {
                    "f1" => counts.F1,
                    "macro_f1" => (counts.F1 + others.F1) / 2,
                    "accuracy" => (counts.True + counts.Neither) / 25.0,
                    "balanced_accuracy" => counts.BalancedAccuracy,
                    _ => counts.Mcc,
                };
            }
        }
    }

    [Theory]
    [InlineData(0.3, 0.31, 1)]
    [InlineData(0.3, 0.29, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(-0.2, 0, 1)]
    public void The_second_of_two_classes_is_predicted_above_the_threshold(double threshold, double p, int predicted) =>
        Assert.Equal(predicted, Decision.OfTwo(threshold).ClassOf([1 - p, p]));

    [Fact]
    public void The_class_with_the_lowest_expected_cost_is_predicted()
    {
        var decision = new Decision { Costs = [[0, 1, 1], [1, 0, 1], [20, 1, 0]] };
        Assert.Equal(0, decision.ClassOf([0.97, 0.02, 0.01]));
        Assert.Equal(1, decision.ClassOf([0.5, 0.45, 0.05])); // 1.45, 0.55, 0.95
        Assert.Equal(2, decision.ClassOf([0.1, 0.1, 0.8]));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    public void The_temperature_is_found_that_logits_were_multiplied_by(double temperature)
    {
        var random = new Random(4);
        var (logits, targets, labels) = (new List<double>(), new List<int>(), new List<double>());
        for (var n = 0; n < 20_000; n++)
        {
            double[] s = [(4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2, 0];
            var (p, draw) = (Logits.Softmax(s), random.NextDouble());
            targets.Add(draw < p[0] ? 0 : draw < p[0] + p[1] ? 1 : 2);
            labels.AddRange(s.Select(v => random.NextDouble() < 1 / (1 + Math.Exp(-v)) ? 1.0 : 0));
            logits.AddRange(s.Select(v => temperature * v));
        }

        var outputs = new ModelOutputs([.. logits], [], 3);
        Assert.Equal(temperature, TemperatureFit.OfClasses(outputs, targets), 0.05 * temperature);
        Assert.Equal(temperature, TemperatureFit.OfLabels(outputs, labels), 0.05 * temperature);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("both ways, tag")]
    [InlineData("multilabel")]
    public void Exports_decide_as_the_model_does(string option)
    {
        using var model = LayersTests.Make(option, "gru", Precision.Float32, threads: 1);
        var (C, areClasses) = (model.Schema.Outputs, model.Schema.Classes.Count > 0);
        model.Decide(model.Schema with
        {
            Decision = areClasses
                ? new()
                {
                    Costs = [.. Enumerable.Range(0, C).Select(
                        c => Enumerable.Range(0, C).Select(k => c == k ? 0 : 1.0 + ((c * 3) + k)).ToArray())],
                }
                : new() { Thresholds = [.. Enumerable.Range(0, C).Select(c => 0.47 + (0.013 * c))] },
        });
        var sequences = LayersTests.Batch(model).Sequences;
        var outputs = Predictor.Outputs(model, sequences);
        var decision = model.Schema.Decision;
        double[] own = [.. Enumerable.Range(0, outputs.Count).SelectMany(
            n => areClasses ? [outputs.ClassOf(n, decision)] : outputs.LabelsOf(n, decision))];
        double[] plain = [.. Enumerable.Range(0, outputs.Count).SelectMany(
            n => areClasses ? [outputs.ClassOf(n)] : outputs.LabelsOf(n, null))];
        Assert.NotEqual(plain, own);

        var compiled = new CompiledModel(CSharpFile.Of(model, "Decided"));
        double[] inCSharp = [.. sequences.Select(s => s.Inputs.Chunk(s.Width).ToArray()).SelectMany(rows => areClasses
            ? compiled.Labels("Decided", rows).Select(name => (double)model.ClassOf(name))
            : compiled.Found("Decided", rows).SelectMany(found => found).Select(f => f ? 1.0 : 0))];
        using var onnx = new OnnxModel(OnnxFile.Of(model, null));

        Assert.Equal(own, inCSharp);
        Assert.Equal(own, onnx.Answers(sequences, "decision", model.IsPerStep));
    }

    [Fact]
    public void A_run_keeps_what_it_chose_and_predicts_by_it()
    {
        var eval = Train("{maximize: f1}", "calibrate: true");
        var plain = Train(null, "calibrate: false");

        var schema = SchemaOf("run");
        Assert.True(schema.Temperature > 0);
        var threshold = schema.Decision!.Costs![0][1];
        Assert.Equal(1 - threshold, schema.Decision.Costs[1][0]);
        var lines = Predicted("run");
        Assert.All(lines, l => Assert.Equal(Number(l[3]) > threshold ? "up" : "down", l[1]));
        Assert.Equal(lines.Count(l => l[1] == "up"), Sum(eval["confusion"]!["counts"]!, column: 1));
        Assert.Equal((double)plain["metrics"]!["roc_auc"]!, (double)eval["metrics"]!["roc_auc"]!, 1e-9);
        Assert.NotEqual((double)plain["metrics"]!["log_loss"]!, (double)eval["metrics"]!["log_loss"]!, 1e-9);
        Assert.Null(SchemaOf("plain").Temperature);
    }

    [Fact]
    public void An_expensive_error_is_avoided()
    {
        Train("{cost: {up: {down: 1000}}}", "calibrate: false");
        Assert.All(Predicted("run"), l => Assert.Equal(Number(l[3]) > 1 / 1001.0 ? "up" : "down", l[1]));
    }

    [Fact]
    public void Labels_have_thresholds_of_their_own_and_weights_where_they_are_there()
    {
        Assert.Equal(0, TrainLabels("decision: {maximize: f1}", "class_weights: balanced").Exit);

        var (schema, eval) = (
            SchemaOf("run"), Rnn.Run("eval", _folder.File("run"), "--by", "label", "--json").Json);
        var lines = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("labels.csv"), "--proba").Output.Trim().Split('\n')[1..]
            .Select(l => l.Split(',')).ToList();
        Assert.All(lines, l => Assert.Equal(
            schema.Decision!.Thresholds!.Select((t, c) => Number(l[4 + c]) > t ? 1.0 : 0), [Number(l[2]), Number(l[3])]));
        Assert.Equal(["often", "seldom"], eval["by"]!["label"]!.AsObject().Select(p => p.Key));
        Assert.Equal(["micro", "macro"], eval["means"]!.AsObject().Select(p => p.Key));

        // The loss of a score has no weights: it is the mean of −ln p over the labels, two for each step.
        Assert.Equal((double)eval["metrics"]!["loss"]!, 2 * (double)eval["metrics"]!["log_loss"]!, 1e-6);
        Assert.Equal(0, Rnn.Run("gradcheck", _folder.File("run"), "--sample", "6").Exit);
    }

    [Theory]
    [InlineData("decision: {maximize: f2}", "training.decision: expected {maximize: SCORE} with one of f1, macro_f1")]
    [InlineData("decision: {maximize: f1}", "training.decision: thresholds are chosen on the validation split, and there is none")]
    [InlineData("calibrate: true", "training.calibrate: the temperature is fitted on the validation split, and there is none")]
    [InlineData("decision: {cost: {up: {sideways: 2}}}", "no training example has the label 'sideways'")]
    [InlineData("decision: {cost: {up: {down: -2}}}", "training.decision: expected {maximize: SCORE}")]
    public void What_cannot_be_decided_is_refused(string key, string message)
    {
        var run = Rnn.Run("train", TinySet.Write(_folder, more: key), "--out", _folder.File("run"));
        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_have_no_decision()
    {
        var run = Rnn.Run(
            "train", TinySet.Write(_folder, "regress", "decision: {cost: {up: {down: 2}}}"), "--out", _folder.File("run"));
        Assert.Equal(2, run.Exit);
        Assert.Contains("training.decision belongs to task classify or tag or multilabel", run.Error, StringComparison.Ordinal);
    }

    JsonNode Train(string? decision, string calibrate)
    {
        var (name, more) = (decision is null ? "plain" : "run", decision is null ? calibrate : $"{calibrate}\n  decision: {decision}");
        var run = Rnn.Run(
            "train", TinySet.Write(_folder, more: more), "--out", _folder.File(name), "--quiet",
            "--set", "data.split={validation: 0.3}", "--set", "training.epochs=2");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        return Rnn.Run("eval", _folder.File(name), "--json").Json;
    }

    Rnn TrainLabels(params string[] keys)
    {
        var random = new Random(8);
        _folder.Write("labels.csv", "seq,x,often,seldom\n" + string.Concat(Enumerable.Range(0, 400).Select(n =>
        {
            var x = random.NextDouble();
            return FormattableString.Invariant($"s{n / 5},{x:0.###},{(x + random.NextDouble() > 0.6 ? 1 : 0)},{(x > 0.85 ? 1 : 0)}\n");
        })));
        return Rnn.Run("train", _folder.Write("labels.yaml", $"""
            task: multilabel
            data:
              train: labels.csv
              test: labels.csv
              sequence: seq
              inputs: [x]
              target: [often, seldom]
              target_level: step
              split:
                validation: 0.3
            model:
              hidden: 5
            training:
              epochs: 2
              {string.Join("\n  ", keys)}

            """), "--out", _folder.File("run"), "--quiet");
    }

    ModelSchema SchemaOf(string run)
    {
        using var trained = TrainedModel.Load(_folder.File(run));
        return trained.Checkpoint.Schema;
    }

    List<string[]> Predicted(string run) =>
    [
        .. Rnn.Run("predict", _folder.File(run), "--data", _folder.File("test.csv"), "--proba").Output.Trim().Split('\n')[1..]
            .Select(l => l.Split(',')),
    ];

    static int Sum(JsonNode counts, int column) => counts.AsArray().Sum(row => (int)row![column]!);

    static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
