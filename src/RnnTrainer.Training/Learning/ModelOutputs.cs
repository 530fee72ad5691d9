using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Scores;

namespace RnnTrainer.Training.Learning;

/// <summary>What a model answers to sequences, in their order: N answers, one per sequence or one per step.</summary>
/// <param name="Outputs">Logits per class, or targets in their own units: [N,C], row-major.</param>
/// <param name="Losses">Per sequence, the sum over its answers; meaningless where there was no label or target.</param>
/// <param name="Columns">C.</param>
sealed record ModelOutputs(double[] Outputs, double[] Losses, int Columns)
{
    /// <summary>Runs the model forward.</summary>
    public static ModelOutputs Of(Model model, IReadOnlyList<Sequence> ready)
    {
        var C = model.Schema.Outputs;
        var starts = new int[ready.Count + 1];
        for (var n = 0; n < ready.Count; n++)
        {
            starts[n + 1] = starts[n] + Count(model, ready[n]);
        }

        var (outputs, losses) = (new double[starts[^1] * C], new double[ready.Count]);
        foreach (var (graph, row, steps, sequence, from) in InferencePass.Over(model, ready))
        {
            losses[sequence] += graph.LossOf(row);
            var start = ForecastBaselines.Base(model.Config.Data, steps.Past, model.Schema.Horizon, model.Schema.Target.Count);
            for (var n = 0; n < Count(model, steps) * C; n++)
            {
                outputs[((starts[sequence] + from) * C) + n] = InOwnUnits(model.Schema, graph.OutputOf(row, n / C, n % C), n % C) + (start?[n] ?? 0);
            }
        }

        return new ModelOutputs(outputs, losses, C);
    }

    /// <summary>The same a batch at a time, made as they are pulled: of many answers with many outputs no more than those of a batch are held.</summary>
    public static IEnumerable<ModelOutputs> InBatches(Model model, IReadOnlyList<Sequence> ready) =>
        model.Config.ChunkLength(ready.Count) is null && model.Config.ChunkLength(1) is null ? ready.Chunk(model.Config.Training.Batch).Select(batch => Of(model, batch)) : [Of(model, ready)];

    /// <summary>N.</summary>
    public int Number => Outputs.Length / Columns;

    /// <summary>The mean loss of an answer.</summary>
    public double Loss => Losses.Sum() / Number;

    /// <summary>How many answers a sequence is given.</summary>
    public static int Count(Model model, Sequence sequence) => model.IsPerStep ? sequence.Length : 1;

    /// <summary>How many answers sequences are given.</summary>
    public static long Count(Model model, IEnumerable<Sequence> sequences) => sequences.Sum(s => (long)Count(model, s));

    /// <summary>The outputs of answer n.</summary>
    public ReadOnlySpan<double> Of(int n) => Outputs.AsSpan(n * Columns, Columns);

    /// <summary>The class with the largest logit; of several, the first.</summary>
    public int ClassOf(int n) => Logits.ArgMax(Of(n));

    /// <summary>The softmax of the logits of answer n.</summary>
    public double[] Probabilities(int n) => Logits.Softmax(Of(n));

    /// <summary>The probability of each of several independent outputs of answer n.</summary>
    public double[] Chances(int n) => [.. Of(n).ToArray().Select(s => 1 / (1 + Math.Exp(-s)))];

    /// <summary><c>−log p(y)</c> of answer n, p the softmax of its logits.</summary>
    public double CrossEntropy(int n, int y) => Logits.LogSumExp(Of(n)) - Of(n)[y];

    static double InOwnUnits(ModelSchema schema, double answer, int c) =>
        schema.TargetScaling is { } scaling ? (answer * scaling.Scale[c % scaling.Scale.Length]) + scaling.Shift[c % scaling.Shift.Length] : answer;
}
