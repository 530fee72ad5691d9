using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>Numbers in the units of the targets: linear outputs, the loss that the config names.</summary>
sealed class NumberOutput : OutputKind
{
    public override bool HasClassTargets => false;

    public override OutputActivation? Activation => null;

    public override string Meaning => "numbers in the units of the training file.";

    public override Computed Loss(Graph graph, Computed outputs, Input targets, NumberLoss loss) => loss switch
    {
        NumberLoss.Absolute => Losses.AbsoluteError(graph, outputs, targets),
        NumberLoss.Huber => Losses.Huber(graph, outputs, targets),
        _ => Losses.SquaredError(graph, outputs, targets),
    };

    public override double LossOfZeros(int C, IEnumerable<double> targets, NumberLoss loss) => C * targets
        .Select(y => Of(loss, Math.Abs(y)))
        .DefaultIfEmpty(0)
        .Average();

    /// <summary>The loss of a number that is off by <paramref name="error"/>, at least 0.</summary>
    static double Of(NumberLoss loss, double error) => loss switch
    {
        NumberLoss.Absolute => error,
        NumberLoss.Huber => error <= 1 ? error * error / 2 : error - 0.5,
        NumberLoss.Quantile => error / 2,
        _ => error * error,
    };

    public override double LossOf(ModelOutputs outputs, int n, OutputTarget target)
    {
        var predicted = outputs.Of(n);
        var sum = 0.0;
        for (var c = 0; c < predicted.Length; c++)
        {
            var y = target.Numbers[c];
            sum += double.IsNaN(y) ? 0 : (predicted[c] - y) * (predicted[c] - y);
        }

        return sum;
    }

    public override double TrainedLoss(ModelOutputs outputs, int n, OutputTarget target, ModelSchema schema, NumberLoss loss)
    {
        var predicted = outputs.Of(n);
        var (scale, sum) = (schema.TargetScaling?.Scale ?? [1], 0.0);
        for (var c = 0; c < predicted.Length; c++)
        {
            var y = target.Numbers[c];
            var error = target.Units is { } units ? units.To(predicted[c], c) - units.To(y, c) : predicted[c] - y;
            sum += double.IsNaN(y) ? 0 : Of(loss, Math.Abs(error / scale[c % scale.Length]));
        }

        return sum;
    }

    /// <summary>The mean of the numbers.</summary>
    public override double[] Average(IReadOnlyList<double[]> members) =>
        [.. Enumerable.Range(0, members[0].Length).Select(c => members.Average(y => y[c]))];

    public override double[] Values(ModelOutputs outputs, int n) => outputs.Of(n).ToArray();

    public override Prediction Predicted(Prediction place, ModelOutputs outputs, int n, ModelSchema schema) =>
        place with { Numbers = outputs.Of(n).ToArray(), Ranges = outputs.RangesOf(n, 0, outputs.Columns, schema.Quantiles) };

    public override string? Read(ReadOnlySpan<double> output, ModelSchema schema, Span<double> probabilities, Span<double> values)
    {
        output.CopyTo(values);
        return null;
    }

    public override IReadOnlyList<string> ProbabilityNames(ModelSchema schema) => [];

    /// <summary>
    /// The schema with how targets are scaled and their means. They are measured like inputs, missing ones left out; at every step ahead of
    /// a forecast a column has the same scale.
    /// </summary>
    public static ModelSchema Fit(ModelSchema schema, TrainingPart training)
    {
        var C = schema.Target.Count;
        var targets = training.Raw.Select(s => AsSequence(s, s.Target ?? s.StepTargets!, null, C)).ToList();
        var units = schema.Preparation is { } columns ? TargetUnits.Of(columns, schema.TargetPlaces, own: null) : null;
        var scaling = training.Scaling == NormalizationKind.None
            ? null
            : Normalization.Fit(
                training.Scaling, units is null ? targets : targets.Changed(s => s with { Inputs = units.To(s.Inputs) }), C,
                names: new NamedColumns(training.File, "target", schema.Target));
        double[] means = [.. Enumerable.Range(0, C).Select(c => Mean(targets, c))];
        return schema with
        {
            TargetScaling = scaling,
            Naive = [.. Enumerable.Range(0, schema.Horizon).SelectMany(_ => means)],
        };
    }

    /// <summary>Targets, row-major [·,C], as the inputs of a sequence, which are measured and scaled alike.</summary>
    internal static Sequence AsSequence(Sequence from, Values targets, TargetUnits? units, int C) =>
        new(from.Id, targets.Length / C, units?.To(targets) ?? targets, null, null) { Line = from.Line };

    /// <summary>Scores of predictions that are numbers.</summary>
    /// <param name="predictions">In the units of the targets, row-major [N,C].</param>
    /// <param name="targets">Row-major [N,C], in the order of the outputs.</param>
    /// <param name="counts">Outputs of each sequence.</param>
    /// <param name="scale">Of a forecast.</param>
    /// <param name="series">Of a forecast, what <c>mase</c> divides by.</param>
    public static EvaluationResult Score(
        ModelOutputs outputs,
        double[] predictions,
        double[] targets,
        int[] counts,
        IReadOnlyList<Baseline> baselines,
        ForecastScale? scale = null,
        SeriesScales? series = null)
    {
        var tally = new NumberTally(outputs.Columns, scale).Of(targets, predictions, counts, outputs.Losses, series);
        return new EvaluationResult(tally.Scores(), baselines)
        {
            Tally = tally,
            Numbers = new NumberPredictions(targets, predictions, outputs.Columns),
            Outputs = outputs,
        };
    }

    /// <summary>Of a constant its value, where the mean would be rounded; 0 where none is known.</summary>
    static double Mean(List<Sequence> targets, int c)
    {
        var (sum, count, least, most) = (0.0, 0L, double.PositiveInfinity, double.NegativeInfinity);
        foreach (var y in targets.SelectMany(s => s.Column(c)).Where(y => !double.IsNaN(y)))
        {
            (sum, count, least, most) = (sum + y, count + 1, Math.Min(least, y), Math.Max(most, y));
        }

        return count == 0 ? 0 : Math.Clamp(sum / count, least, most);
    }
}
