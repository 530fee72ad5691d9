using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Data.Checks;

/// <summary>What sequences are scaled for.</summary>
enum ScaleUse
{
    /// <summary>Whole sequences.</summary>
    Sequences,

    /// <summary>Windows of series, with the targets among the inputs.</summary>
    Windows,

    /// <summary>Each step predicts the next one, so that no later step may be measured.</summary>
    NextSteps,
}

/// <summary>How a file should be scaled where the usual way, by the training part, would lose most of it; with the evidence.</summary>
/// <param name="Own">Null: no sequence by itself.</param>
/// <param name="Transform">Null: none.</param>
/// <param name="IsRobust">Whether median and quartiles are to be used.</param>
/// <param name="Code">Of the finding.</param>
/// <param name="Reason">What was found; a few words.</param>
sealed record ScaleAdvice(OwnScaling? Own, Transform? Transform, bool IsRobust, string Code, string Reason)
{
    /// <summary>
    /// Deviations that differ by less between sequences may be what tells their classes apart. Series are forecast better by their own
    /// scales at a factor of 5 already.
    /// </summary>
    const double SequenceSizes = 100, SeriesSizes = 5;

    /// <summary>Numbers that extend over more are measured by their logarithm.</summary>
    const double Decades = 1000;

    /// <summary>A value that is more interquartile ranges from the median sets the scale of all others.</summary>
    const double Far = 100;

    const int FewestSequences = 10, FewestSeries = 2;

    /// <summary>What the evidence supports; empty where the usual way does.</summary>
    /// <param name="targets">Of windows: the columns to forecast.</param>
    public static IReadOnlyList<ScaleAdvice> Of(ScaleEvidence evidence, ScaleUse use, IReadOnlyList<string> targets)
    {
        var own = use switch
        {
            ScaleUse.Sequences when evidence.Sequences >= FewestSequences => OfSequences(evidence),
            ScaleUse.Windows when evidence.Sequences >= FewestSeries => OfSeries(evidence, targets),
            _ => null,
        };
        var logarithm = OfDecades(evidence, own is not null);
        var outliers = own is null && logarithm is null ? OfOutliers(evidence) : null;
        return [.. new[] { own, logarithm, outliers }.OfType<ScaleAdvice>()];
    }

    /// <summary>As a finding of <c>data check</c>.</summary>
    public DataFinding Finding() => new(
        Code, Reason,
        (Own, Transform) switch
        {
            (OwnScaling.Sequence, _) => "Scale each sequence by itself: set normalize: sequence, and scale_input: true if the size matters.",
            (OwnScaling.Series, _) => "Scale each series by its own past: set normalize: series.",
            (_, Encodings.Transform.Log) => "Take logarithms: set data.transform: log.",
            (_, Encodings.Transform.SignedLog) => "Take logarithms of sizes: set data.transform: signed-log.",
            _ => "Scale by median and quartiles: set normalize: robust; or correct the values.",
        });

    static ScaleAdvice? OfSequences(ScaleEvidence evidence)
    {
        var wide = evidence.Columns.Where(c => c.Deviations >= SequenceSizes).ToList();
        return wide.Count == 0 || 2 * wide.Count < evidence.Columns.Count ? null
            : new ScaleAdvice(
                OwnScaling.Sequence, null, false, "sequence-sizes",
                $"the deviations of sequences differ by a factor of {Shown(wide.Max(c => c.Deviations))} in {Named(wide)}");
    }

    static ScaleAdvice? OfSeries(ScaleEvidence evidence, IReadOnlyList<string> targets)
    {
        var wide = evidence.Columns.Where(c => c.Sizes >= SeriesSizes && (targets.Count == 0 || targets.Contains(c.Name))).ToList();
        return wide.Count == 0 ? null
            : new ScaleAdvice(
                OwnScaling.Series, null, false, "series-sizes",
                $"the sizes of series differ by a factor of {Shown(wide.Max(c => c.Sizes))} in {Named(wide)}");
    }

    static ScaleAdvice? OfDecades(ScaleEvidence evidence, bool isOwn)
    {
        var wide = evidence.Columns.Where(c => (isOwn ? c.Within : Math.Max(c.Within, c.Sizes)) >= Decades).ToList();
        var arePositive = evidence.Columns.All(c => c.Least > 0);
        return wide.Count == 0 || !(arePositive || wide.All(c => c.Middle > 1)) ? null
            : new ScaleAdvice(
                null, arePositive ? Encodings.Transform.Log : Encodings.Transform.SignedLog, false, "decades",
                $"values extend over a factor of {Shown(wide.Max(c => Math.Max(c.Within, isOwn ? 0 : c.Sizes)))} in {Named(wide)}");
    }

    static ScaleAdvice? OfOutliers(ScaleEvidence evidence)
    {
        var far = evidence.Columns.Where(c => c.Outlier >= Far).ToList();
        return far.Count == 0 ? null
            : new ScaleAdvice(
                null, null, true, "far-values",
                $"a value is {Shown(far.Max(c => c.Outlier))} interquartile ranges from the median in {Named(far)}");
    }

    static string Named(IReadOnlyList<ColumnScale> columns) =>
        Words.FirstFew([.. columns.Select(c => $"'{c.Name}'")], most: 3, shown: 2);

    static string Shown(double factor) => factor < 10_000
        ? Math.Round(factor).ToString(CultureInfo.InvariantCulture)
        : factor.ToString("0.#E+0", CultureInfo.InvariantCulture).Replace("E+", "e", StringComparison.Ordinal);
}
