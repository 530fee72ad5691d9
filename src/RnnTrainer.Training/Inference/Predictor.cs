using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Inference;

/// <summary>Runs a model over the sequences of a part, for scores and predictions.</summary>
sealed class Predictor : IPredictor
{
    readonly Model _model;
    readonly IReadOnlyList<Sequence> _ready;

    /// <param name="ready">The sequences of a part, as the model takes them.</param>
    public Predictor(Model model, IReadOnlyList<Sequence> ready, bool keepsOutputs = true) =>
        (_model, _ready, KeepsOutputs) = (model, ready, keepsOutputs);

    public bool KeepsOutputs { get; }

    public Config Config => _model.Config;

    public ModelSchema Schema => _model.Schema;

    public DataOptions DataOptions => Reading.Options(Config);

    /// <summary>Scores a model, and baselines, on a part that has targets.</summary>
    /// <param name="part">At least one sequence.</param>
    /// <param name="keepsOutputs">Whether the outputs, and the sums of each sequence, are needed besides the scores.</param>
    public static EvaluationResult Evaluate(Model model, DataPart part, bool keepsOutputs = true) =>
        model.Task.Evaluate(new Predictor(model, part.Ready, keepsOutputs), part);

    /// <summary>The predictions for the sequences of a part, in its order, made as they are enumerated.</summary>
    public static IEnumerable<Prediction> Predict(Model model, DataPart part) =>
        Predict(model.Task, new Predictor(model, part.Ready), part);

    /// <summary>The same of any model.</summary>
    public static IEnumerable<Prediction> Predict(SequenceTask task, IPredictor predictor, DataPart part)
    {
        var predictions = task.Predict(predictor, part);
        return part.IdColumns.Count < 2 ? predictions
            : predictions.Select(p => p with { Key = SequenceKey.Split(p.Sequence, part.IdColumns.Count) });
    }

    /// <summary>The outputs for sequences.</summary>
    public static ModelOutputs Outputs(Model model, IReadOnlyList<Sequence> ready)
    {
        var (schema, data) = (model.Schema, model.Config.Data);
        var C = schema.Outputs;
        var starts = new int[ready.Count + 1];
        for (var n = 0; n < ready.Count; n++)
        {
            starts[n + 1] = checked(starts[n] + model.CountOutputs(ready.LengthOf(n)));
        }

        var (outputs, losses) = (new double[starts[^1] * C], new double[ready.Count]);
        foreach (var (graph, row, steps, sequence, from) in InferencePass.Over(model, ready))
        {
            losses[sequence] += graph.LossOf(row);
            var start = ForecastBaselines.Base(data, steps.Past, schema.Horizon, schema.Target.Count);
            for (var n = 0; n < model.CountOutputs(steps) * C; n++)
            {
                var output = InOwnUnits(schema, graph.OutputOf(row, n / C, n % C), n % C);
                outputs[((starts[sequence] + from) * C) + n] = steps.Units is not { } units ? output + (start?[n] ?? 0)
                    : units.From(start is null ? output : output + units.To(start[n], n), n);
            }
        }

        return new ModelOutputs(outputs, losses, C);
    }

    public ModelOutputs Outputs() => Outputs(_model, _ready);

    // What is cut into chunks is run as a whole: the chunks of one sequence belong together.
    public IEnumerable<ModelOutputs> OutputsInBatches() => Config.ChunkLength(_ready.Count) is null && Config.ChunkLength(1) is null
        ? _ready.Chunk(Config.Training.Batch).Select(batch => Outputs(_model, batch))
        : [Outputs()];

    public IReadOnlyList<Likelihood> Likelihoods(IReadOnlyList<Sequence> ready) => Likelihoods(_model, ready);

    /// <summary>How likely a language model finds sequences.</summary>
    /// <param name="ready">The label of each step is the next symbol.</param>
    public static IReadOnlyList<Likelihood> Likelihoods(Model model, IReadOnlyList<Sequence> ready)
    {
        var all = new Likelihood[ready.Count];
        Array.Fill(all, new Likelihood(0, 0, 0));
        foreach (var (graph, row, steps, sequence, _) in InferencePass.Over(model, ready))
        {
            var before = all[sequence];
            var right = Enumerable.Range(0, steps.Length).Count(t => Likeliest(graph, row, t) == model.ClassOf(steps.StepLabels![t]));
            all[sequence] = new(before.Symbols + steps.Length, before.Loss + graph.LossOf(row), before.Right + right);
        }

        return all;

        int Likeliest(ISequenceGraph graph, int b, int t) =>
            Logits.ArgMax([.. Enumerable.Range(0, model.Schema.Outputs).Select(c => graph.OutputOf(b, t, c))]);
    }

    static double InOwnUnits(ModelSchema schema, double output, int c) =>
        schema.TargetScaling is { } scaling ? (output * scaling.Scale[c % scaling.Scale.Length]) + scaling.Shift[c % scaling.Shift.Length]
            : output;
}
