using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>The scores of <see cref="Baselines.Prior"/>, from outputs that are added one by one.</summary>
/// <param name="rates">Per output, between 0 and 1.</param>
sealed class PriorLabels(IReadOnlyList<double> rates)
{
    readonly BinarySums _sums = new(rates.Count);
    double _loss;
    long _outputs;

    /// <summary>Adds an output.</summary>
    /// <param name="target">0 or 1 each.</param>
    public void Add(ReadOnlySpan<double> target)
    {
        for (var c = 0; c < target.Length; c++)
        {
            _loss += -Math.Log(target[c] > 0.5 ? rates[c] : 1 - rates[c]);
            _sums.Add(c, isThere: target[c] > 0.5, isFound: rates[c] > 0.5);
        }

        _outputs++;
    }

    /// <summary>The baseline with its scores.</summary>
    public Baseline Baseline()
    {
        (_sums.Loss, _sums.Outputs) = (_loss / _outputs, 1);
        return new("prior", _sums.Scores());
    }
}

/// <summary>The scores of <see cref="Baselines.LastLabels"/>, from outputs that are added one by one.</summary>
/// <param name="columns">The input that each target is in the step before.</param>
/// <param name="K">The number of inputs.</param>
sealed class LastLabels(int[] columns, int K)
{
    readonly BinarySums _sums = new(columns.Length);
    RowWalk? _inputs;

    /// <summary>Null where a target is not an input: then the labels of a step are not known.</summary>
    public static LastLabels? Of(ModelSchema schema)
    {
        int[] columns = [.. schema.Target.Select(name => schema.Inputs.ToList().IndexOf(name))];
        return columns.Contains(-1) ? null : new(columns, schema.Inputs.Count);
    }

    /// <summary>Adds an output; those of a sequence are added from its first step on.</summary>
    /// <param name="target">0 or 1 each.</param>
    public void Add(ReadOnlySpan<double> target, Sequence sequence, int step)
    {
        _inputs = step == 0 ? new RowWalk(sequence.Inputs, K) : _inputs;
        var now = _inputs!.Next().Span;
        for (var c = 0; c < target.Length; c++)
        {
            _sums.Add(c, isThere: target[c] > 0.5, isFound: now[columns[c]] > 0.5);
        }
    }

    /// <summary>The baseline with its scores.</summary>
    public Baseline Baseline()
    {
        (_sums.Loss, _sums.Outputs) = (double.NaN, 1);
        return Baselines.Of("last", _sums.Scores());
    }
}
