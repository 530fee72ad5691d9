using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Distributed;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Inference;

/// <summary>Runs a model over the sequences of a part, for scores and predictions.</summary>
sealed class Predictor : IPredictor
{
    /// <summary>Outputs of a long sequence that are held at once.</summary>
    const int MostOutputs = 1 << 12;

    readonly Model _model;
    readonly IReadOnlyList<Sequence> _ready;
    readonly bool _hasOthers;
    readonly ICommunicator? _processes;

    /// <param name="ready">The sequences of a part, as the model takes them.</param>
    /// <param name="hasOthers">Whether these are some of several sequences of a file.</param>
    /// <param name="processes">Those that all do the same, and share the batches; null: this one alone.</param>
    public Predictor(
        Model model, IReadOnlyList<Sequence> ready, bool hasOthers, bool keepsOutputs, bool keepsSums, ICommunicator? processes = null)
    {
        (_model, _ready, _hasOthers, _processes) = (model, ready, hasOthers, processes);
        (KeepsOutputs, KeepsSums) = (keepsOutputs, keepsOutputs || keepsSums);
    }

    public bool KeepsOutputs { get; }

    public bool KeepsSums { get; }

    public Config Config => _model.Config;

    public ModelSchema Schema => _model.Schema;

    public DataOptions DataOptions => Reading.Options(Config);

    /// <summary>Scores a model, and baselines, on a part that has targets.</summary>
    /// <param name="part">At least one sequence.</param>
    /// <param name="keepsOutputs">Whether the outputs, and the sums of each sequence, are needed besides the scores.</param>
    /// <param name="keepsSums">Whether the sums of each sequence are.</param>
    /// <param name="processes">Those that score it together; null: this one alone.</param>
    public static EvaluationResult Evaluate(
        Model model, DataPart part, bool keepsOutputs = true, bool keepsSums = false, ICommunicator? processes = null) =>
        model.Task.Evaluate(new Predictor(model, part.Ready, part.HasOthers, keepsOutputs, keepsSums, processes), part);

    /// <summary>The predictions of any model for the sequences of a part, in its order, made as they are enumerated.</summary>
    public static IEnumerable<Prediction> Predict(SequenceTask task, IPredictor predictor, DataPart part)
    {
        var predictions = task.Predict(predictor, part);
        return part.IdColumns.Count < 2 ? predictions
            : predictions.Select(p => p with { Key = SequenceKey.Split(p.Sequence, part.IdColumns.Count) });
    }

    /// <summary>The outputs for sequences.</summary>
    public static ModelOutputs Outputs(Model model, IReadOnlyList<Sequence> ready)
    {
        var C = model.Schema.Outputs;
        var starts = new int[ready.Count + 1];
        for (var n = 0; n < ready.Count; n++)
        {
            starts[n + 1] = checked(starts[n] + model.CountOutputs(ready.LengthOf(n)));
        }

        var others = model.Schema.HeadOutputs - C;
        var (outputs, quantiles, losses) = (new double[starts[^1] * C], new double[starts[^1] * others], new double[ready.Count]);
        foreach (var read in InferencePass.Over(model, ready))
        {
            losses[read.Sequence] += read.Graph.LossOf(read.Row);
            var own = OutputsOf(model, read);
            own.CopyTo(outputs, (starts[read.Sequence] + read.From) * C);
            if (others > 0)
            {
                QuantilesOf(model, read, own).CopyTo(quantiles, (starts[read.Sequence] + read.From) * others);
            }
        }

        return new ModelOutputs(outputs, losses, C) { Quantiles = others > 0 ? quantiles : null };
    }

    public ModelOutputs Outputs() => Outputs(_model, _ready);

    public IEnumerable<ModelOutputs> OutputsInBatches() =>
        Config.ChunkLength(_ready.Count) is null && Config.ChunkLength(1) is null
            ? _processes is not null ? OutputsOfAll(_processes)
            : _ready.Chunk(Config.Training.Batch).Select(batch => Outputs(_model, batch))
            : InferencePass.InParts(_model, _ready, _hasOthers).SelectMany(InOrder);

    /// <summary>The same batches: of every R of them each process computes one, and gets the others.</summary>
    IEnumerable<ModelOutputs> OutputsOfAll(ICommunicator processes)
    {
        var (C, B, N, R) = (Schema.Outputs, Config.Training.Batch, _ready.Count, processes.Size);
        for (long first = 0; first < N; first += (long)R * B)
        {
            int[] places = [.. Enumerable.Range(0, R + 1).Select(rank => (int)Math.Min(N, first + ((long)rank * B)))];
            int[] counts = [.. Enumerable.Range(0, R).Select(rank => C * Enumerable.Range(places[rank], places[rank + 1] - places[rank])
                .Sum(n => _model.CountOutputs(_ready.LengthOf(n))))];
            // Of each batch the outputs, then the losses of its sequences.
            int[] starts = [.. Enumerable.Range(0, R + 1).Select(rank => counts.Take(rank).Sum() + places[rank] - places[0])];
            var all = new double[starts[R]];
            var (from, to) = (places[processes.Rank], places[processes.Rank + 1]);
            if (from < to)
            {
                var outputs = Outputs(_model, [.. Enumerable.Range(from, to - from).Select(n => _ready[n])]);
                outputs.Outputs.CopyTo(all, starts[processes.Rank]);
                outputs.Losses.CopyTo(all, starts[processes.Rank] + counts[processes.Rank]);
            }

            processes.Gather<double>(all, rank => starts[rank]);
            for (var rank = 0; rank < R && places[rank] < N; rank++)
            {
                var end = starts[rank] + counts[rank];
                yield return new ModelOutputs(all[starts[rank]..end], all[end..starts[rank + 1]], C);
            }
        }
    }

    // Parts come chunk by chunk, all in turn: each is stored, on disk if they are long, until the last chunk was read.
    IEnumerable<ModelOutputs> InOrder(PartsRead all)
    {
        var (C, spill) = (Schema.Outputs, new Spill(MemoryLimit.OfRows(DataOptions) / 2));
        var (outputs, losses) = (
            Enumerable.Range(0, all.Parts).Select(_ => new StoredList<double>(spill)).ToArray(), new double[all.Sequences]);
        foreach (var (read, part) in all.Read)
        {
            losses[read.Sequence - all.First] += read.Graph.LossOf(read.Row);
            outputs[part].AddRange(OutputsOf(_model, read));
        }

        for (var part = 0; part < outputs.Length; part++)
        {
            var endsSequence = all.Sequences == all.Parts || part == outputs.Length - 1;
            for (long at = 0; at < outputs[part].Count; at += MostOutputs * C)
            {
                var count = (int)Math.Min(MostOutputs * C, outputs[part].Count - at);
                var isEnd = endsSequence && at + count == outputs[part].Count;
                yield return new ModelOutputs(
                    outputs[part].ToArray(at, count), isEnd ? [losses[Math.Min(part, losses.Length - 1)]] : [], C);
            }
        }
    }

    public IEnumerable<Likelihood> Likelihoods(IReadOnlyList<Sequence> ready) => Likelihoods(_model, ready, _hasOthers);

    /// <summary>How likely a language model finds sequences, computed as they are enumerated.</summary>
    /// <param name="ready">The label of each step is the next symbol.</param>
    /// <param name="hasOthers">Whether these are some of several sequences that are read one set after the other.</param>
    public static IEnumerable<Likelihood> Likelihoods(Model model, IReadOnlyList<Sequence> ready, bool hasOthers = false)
    {
        foreach (var all in InferencePass.InParts(model, ready, hasOthers))
        {
            var found = new Likelihood[all.Sequences];
            Array.Fill(found, new Likelihood(0, 0, 0));
            foreach (var ((graph, row, steps, sequence, _), _) in all.Read)
            {
                ref var before = ref found[sequence - all.First];
                var right = Enumerable.Range(0, steps.Length).Count(t => Likeliest(graph, row, t) == model.ClassOf(steps.StepLabels![t]));
                before = new(before.Symbols + steps.Length, before.Loss + graph.LossOf(row), before.Right + right);
            }

            foreach (var likelihood in found)
            {
                yield return likelihood;
            }
        }

        int Likeliest(ISequenceGraph graph, int b, int t) =>
            Logits.ArgMax([.. Enumerable.Range(0, model.Schema.Outputs).Select(c => graph.OutputOf(b, t, c))]);
    }

    /// <summary>The other quantiles of these outputs, [N,Q − 1,C]. One that would lie beyond the next towards the median is that.</summary>
    /// <param name="medians">[N,C].</param>
    static double[] QuantilesOf(Model model, StepsRead read, double[] medians)
    {
        var (C, others) = (model.Schema.Outputs, model.Schema.Quantiles!.Count - 1);
        double[][] blocks = [.. Enumerable.Range(1, others).Select(block => OutputsOf(model, read, block))];
        var quantiles = new double[medians.Length * others];
        for (var n = 0; n < medians.Length; n++)
        {
            var (low, high) = (medians[n], medians[n]);
            for (var q = 0; q < others / 2; q++)
            {
                var (below, above) = ((others / 2) - 1 - q, (others / 2) + q);
                (low, high) = (Math.Min(low, blocks[below][n]), Math.Max(high, blocks[above][n]));
                quantiles[(((n / C * others) + below) * C) + (n % C)] = low;
                quantiles[(((n / C * others) + above) * C) + (n % C)] = high;
            }
        }

        return quantiles;
    }

    /// <summary>The outputs for steps that were read, [N,C]: numbers in the units of the targets.</summary>
    /// <param name="block">Of a model of quantiles: 0 the median, then the others.</param>
    internal static double[] OutputsOf(Model model, StepsRead read, int block = 0)
    {
        var (schema, steps) = (model.Schema, read.Steps);
        var (C, start) = (
            schema.Outputs, ForecastBaselines.Base(model.Config.Data, steps.Past, schema.Horizon, schema.Target.Count));
        var outputs = new double[model.CountOutputs(steps) * C];
        for (var n = 0; n < outputs.Length; n++)
        {
            var output = Unscaled(schema, read.Graph.OutputOf(read.Row, n / C, (block * C) + (n % C)), n % C);
            outputs[n] = steps.Units is not { } units ? output + (start?[n] ?? 0)
                : units.From(start is null ? output : output + units.To(start[n], n), n);
        }

        return outputs;
    }

    /// <summary>Number <paramref name="c"/> of an output, without the scale of the targets.</summary>
    internal static double Unscaled(ModelSchema schema, double output, int c) =>
        schema.TargetScaling is { } scaling ? (output * scaling.Scale[c % scaling.Scale.Length]) + scaling.Shift[c % scaling.Shift.Length]
            : output;
}
