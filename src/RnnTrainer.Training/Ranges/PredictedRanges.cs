using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Ranges;

/// <summary>
/// Ranges around predictions, ŷ ± q, by split conformal prediction (Vovk et al., "Algorithmic Learning in a Random World", 2005; Lei et
/// al. 2018): q is the error of rank ⌈(n + 1) level⌉ of the n errors of the same output on data that training did not see. Where a window
/// has units of its own, or numbers are transformed, the errors are measured so, and the ends are returned to the units of the file. Where
/// the model predicts the quantiles at the ends of a range, q is added to these (Romano et al., "Conformalized quantile regression",
/// 2019).
/// </summary>
sealed class PredictedRanges
{
    readonly double[][] _radius; // [level][O]
    readonly int[] _pair; // [level]: which of the model's own ranges has this level; -1: none

    PredictedRanges(IReadOnlyList<decimal> levels, int[] pair, double[][] radius) => (Levels, _pair, _radius) = (levels, pair, radius);

    /// <summary>In percent, the largest first.</summary>
    public IReadOnlyList<decimal> Levels { get; }

    /// <summary>Ranges of a model.</summary>
    /// <param name="levels">In percent.</param>
    /// <exception cref="RunException">There are too few errors for a level.</exception>
    public static PredictedRanges OfModel(HeldOutErrors errors, IReadOnlyList<decimal> levels, ModelSchema schema) =>
        Of(errors.OfModel, errors.OfRanges is null ? [] : [.. errors.OfRanges], levels, errors.Part, schema);

    /// <summary>Ranges around single predictions.</summary>
    /// <param name="part">Where the errors are from.</param>
    /// <inheritdoc cref="OfModel"/>
    public static PredictedRanges Of(ErrorQuantiles errors, IReadOnlyList<decimal> levels, string part, ModelSchema schema) =>
        Of(errors, [], levels, part, schema);

    /// <summary>The ends of the ranges of all levels; those of a level lie within those of a larger one.</summary>
    /// <param name="output">The number of the output.</param>
    /// <param name="own">The ranges that the model predicts itself.</param>
    /// <param name="number">The place of the output in them.</param>
    public (double Low, double High)[] Of(
        int output, double prediction, IReadOnlyList<PredictionRange> own, int number, TargetUnits? units)
    {
        var ends = new (double Low, double High)[Levels.Count];
        var (low, high) = (prediction, prediction);
        for (var l = Levels.Count - 1; l >= 0; l--)
        {
            var q = _radius[l][output];
            var (from, to) = _pair[l] >= 0 && own.Count > _pair[l] ? (own[_pair[l]].Low[number], own[_pair[l]].High[number])
                : (prediction, prediction);
            (low, high) = (Math.Min(low, Moved(from, -q)), Math.Max(high, Moved(to, q)));
            ends[l] = (low, high);
        }

        return ends;

        double Moved(double y, double by) => units is null ? y + by : units.From(units.To(y, output) + by, output);
    }

    /// <summary>The predictions for a part with their ranges.</summary>
    /// <param name="predictions">In the order of the part.</param>
    /// <param name="areAhead">Whether they are for steps ahead, which count from 1.</param>
    public IEnumerable<Prediction> Around(IEnumerable<Prediction> predictions, DataPart part, ModelSchema schema, bool areAhead)
    {
        var (first, sequence, units) = (areAhead ? 1 : 0, -1, (TargetUnits?)null);
        foreach (var p in predictions)
        {
            var step = (p.Step ?? first) - first;
            if (step == 0)
            {
                sequence++;
                units = schema.HasUnits ? part.Ready[sequence].Units : null;
            }

            yield return p with { Ranges = Around(p, areAhead ? step * p.Numbers.Count : 0, units) };
        }
    }

    /// <param name="first">The number of the output that the first of the numbers is.</param>
    PredictionRange[] Around(Prediction p, int first, TargetUnits? units)
    {
        var ends = p.Numbers.Select((y, c) => Of(first + c, y, p.Ranges, c, units)).ToList();
        return [.. Levels.Select((level, l) => new PredictionRange(
            (double)level, [.. ends.Select(e => e[l].Low)], [.. ends.Select(e => e[l].High)]))];
    }

    static PredictedRanges Of(
        ErrorQuantiles errors, IReadOnlyList<ErrorQuantiles> ofRanges, IReadOnlyList<decimal> levels, string part, ModelSchema schema)
    {
        decimal[] all = [.. levels.Distinct().OrderDescending()], own = [.. RangeNames.LevelsOf(schema)];
        int[] pairs = [.. all.Select(level => ofRanges.Count == own.Length ? Array.IndexOf(own, level) : -1)];
        return new(all, pairs, [.. all.Zip(pairs, (level, pair) => Enumerable.Range(0, errors.Counts.Count)
            .Select(o => (pair < 0 ? errors : ofRanges[pair]).Radius(o, level) ?? throw TooFew(level, errors.Counts[o], o, part, schema))
            .ToArray())]);
    }

    static RunException TooFew(decimal level, int n, int output, string part, ModelSchema schema)
    {
        var (C, least) = (schema.Target.Count, Math.Ceiling(level / (100 - level)));
        var place = $"target '{schema.Target[output % C]}'" + (schema.Horizon > 1 ? $" {Words.Counted((output / C) + 1, "step")} ahead" : "");
        return new RunException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"a range of {RangeNames.Shown(level)} % needs at least {least:0} errors of each output, and the {part} part has {n} of {place}"),
            string.Create(CultureInfo.InvariantCulture, $"{(n == 0 ? "" : $"take a level of at most {Math.Floor(100m * n / (n + 1))}, or ")}")
                + "hold out more (data.split.calibration) and train again");
    }
}
