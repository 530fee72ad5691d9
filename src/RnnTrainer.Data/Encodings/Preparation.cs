using System.Text.Json.Serialization;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Data.Encodings;

/// <summary>By what a sequence is scaled that is scaled by itself.</summary>
enum OwnScaling
{
    /// <summary>Each column by its mean and deviation over the sequence.</summary>
    Sequence,

    /// <summary>
    /// Each column is divided by the mean of its absolute values over the window; after a <see cref="Transform"/> its mean is subtracted,
    /// which is the same for logarithms.
    /// </summary>
    Series,
}

/// <summary>
/// What is done to the K inputs of each sequence or window by itself, before <see cref="Normalization"/>: a logarithm, a scale of its own,
/// and further channels. A step has first the K inputs, then the changes, then the logarithms of deviations. Columns are given by their
/// places among the inputs.
/// </summary>
/// <param name="Transform">null: none.</param>
/// <param name="Own">null: no sequence has a scale of its own.</param>
sealed record Preparation(Transform? Transform, OwnScaling? Own)
{
    /// <summary>The numbers of a sequence that are transformed once and kept while they are measured.</summary>
    const int MostCopied = 1 << 16;

    /// <summary>The columns that <see cref="Transform"/> is applied to.</summary>
    public IReadOnlyList<int> Transformed { get; init; } = [];

    /// <summary>The columns that <see cref="Own"/> scales.</summary>
    public IReadOnlyList<int> Scaled { get; init; } = [];

    /// <summary>The columns whose change from the step before is a channel: 0 at the first step.</summary>
    public IReadOnlyList<int> Differences { get; init; } = [];

    /// <summary>The columns for which the logarithm of the deviation of the sequence is a channel.</summary>
    public IReadOnlyList<int> Deviations { get; init; } = [];

    /// <summary>
    /// The smallest deviation above 0 of each of <see cref="Deviations"/> in training, which a smaller one counts as; 1 where there is
    /// none.
    /// </summary>
    public IReadOnlyList<double> LeastDeviations { get; init; } = [];

    /// <summary>
    /// Of each of <see cref="Unfilled"/> what replaces a missing number, in the units of the file; where the sequence has a scale of its
    /// own, its mean does. Empty where no number is missing.
    /// </summary>
    public IReadOnlyList<double> Means { get; init; } = [];

    /// <summary>
    /// The columns whose missing numbers stay missing until the sequence is measured: a mean of other sequences is none of its values.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<int> Unfilled => [.. Scaled.Union(Deviations).Order()];

    /// <summary>The names of the channels.</summary>
    public IReadOnlyList<string> Names(IReadOnlyList<string> inputs) =>
    [
        .. inputs, .. Differences.Select(k => $"{inputs[k]}:difference"), .. Deviations.Select(k => $"{inputs[k]}:scale"),
    ];

    /// <summary>The channels of K inputs.</summary>
    public int Width(int K) => K + Differences.Count + Deviations.Count;

    /// <summary>The channels of a sequence of K inputs.</summary>
    public PreparedInputs Prepare(Sequence sequence, int K)
    {
        var x = Transform is null ? sequence.Inputs : sequence.Inputs.In(store => new TransformedStore(store, K, Transform, Transformed));
        var statistics = Scaled.Count + Deviations.Count == 0 ? null : SequenceStatistics.Of(x.Length <= MostCopied ? x.ToArray() : x, K);
        var scale = OwnScale.Of(this, statistics, K);
        var rows = new PreparedStore(this, x, K, scale);
        return new PreparedInputs(new Values(rows, 0, sequence.Length * Width(K)), scale, statistics);
    }

    /// <summary>Whether the places are those of K columns, once each, and the numbers fit; a damaged checkpoint may have others.</summary>
    public bool IsSound(int K) =>
        new[] { Transformed, Scaled, Differences, Deviations }
            .All(places => places.All(k => k >= 0 && k < K) && places.Distinct().Count() == places.Count)
        && LeastDeviations.Count == Deviations.Count && LeastDeviations.All(d => d > 0 && double.IsFinite(d))
        && (Means.Count == 0 || Means.Count == Unfilled.Count) && Means.All(double.IsFinite)
        && (Transform is not null || Transformed.Count == 0) && (Own is not null || Scaled.Count == 0);
}

/// <summary>The channels of a sequence, and what they were scaled by.</summary>
/// <param name="Rows">Row-major [T,W].</param>
/// <param name="Statistics">After the transform; null where nothing is scaled by it.</param>
sealed record PreparedInputs(Values Rows, OwnScale Scale, SequenceStatistics? Statistics);

/// <summary>What one sequence is scaled by: <c>(x[k] − Shift[k]) / Scale[k]</c> after the transform.</summary>
/// <param name="Filled">[K]: what replaces a missing number, after the transform.</param>
/// <param name="Sizes">The channels that are the same at each step: the logarithms of deviations.</param>
sealed record OwnScale(double[] Shift, double[] Scale, double[] Filled, double[] Sizes)
{
    public static OwnScale Of(Preparation preparation, SequenceStatistics? statistics, int K)
    {
        var (shift, scale, filled) = (new double[K], new double[K], FilledOf(preparation, K));
        Array.Fill(scale, 1);
        foreach (var k in preparation.Scaled)
        {
            filled[k] = statistics!.Mean[k];
            (shift[k], scale[k]) = (preparation.Own, preparation.Transform) switch
            {
                (OwnScaling.Sequence, _) => (statistics.Mean[k], statistics.Deviation[k]),
                (_, null) => (0, statistics.Size[k]),
                _ => (statistics.Mean[k], 1),
            };
            scale[k] = scale[k] > 0 ? scale[k] : 1;
        }

        return new OwnScale(
            shift, scale, filled,
            [
                .. preparation.Deviations
                    .Zip(preparation.LeastDeviations, (k, least) => Math.Log(Math.Max(statistics!.Deviation[k], least))),
            ]);
    }

    /// <summary>[K]: what replaces a missing number, where it is not the mean of the sequence.</summary>
    internal static double[] FilledOf(Preparation preparation, int K)
    {
        var filled = new double[K];
        foreach (var (n, k) in preparation.Means.Count == 0 ? [] : preparation.Unfilled.Index())
        {
            filled[k] = Transforms.Of(preparation.Transformed.Contains(k) ? preparation.Transform : null, preparation.Means[n]);
        }

        return filled;
    }
}

/// <summary>Numbers of rows of K columns, some of them transformed as they are read. A view has to begin with a row.</summary>
sealed class TransformedStore(NumberStore numbers, int K, Transform? transform, IReadOnlyList<int> columns) : NumberStore
{
    readonly bool[] _isTransformed = [.. Enumerable.Range(0, K).Select(columns.Contains)];

    public override void Read(long from, Span<double> to)
    {
        numbers.Read(from, to);
        var k = (int)(from % K);
        foreach (ref var x in to)
        {
            x = _isTransformed[k] ? Transforms.Of(transform, x) : x;
            k = k + 1 < K ? k + 1 : 0;
        }
    }
}

/// <summary>The channels of a sequence, made as they are read.</summary>
/// <param name="x">[T,K], transformed.</param>
sealed class PreparedStore(Preparation preparation, Values x, int K, OwnScale scale) : NumberStore
{
    readonly int _width = preparation.Width(K);
    readonly int[] _differences = [.. preparation.Differences];

    public override void Read(long from, Span<double> to)
    {
        var (row, column) = ((int)(from / _width), (int)(from % _width));
        if (column == 0 && to.Length % _width == 0)
        {
            ReadRows(row, to);
            return;
        }

        var rows = new double[(column + to.Length + _width - 1) / _width * _width];
        ReadRows(row, rows);
        rows.AsSpan(column, to.Length).CopyTo(to);
    }

    void ReadRows(int first, Span<double> to)
    {
        var (count, before) = (to.Length / _width, _differences.Length > 0 && first > 0 ? 1 : 0);
        var z = new double[(count + before) * K];
        x.Slice((first - before) * K, z.Length).CopyTo(z);
        for (int n = 0, k = 0; n < z.Length; n++, k = k + 1 < K ? k + 1 : 0)
        {
            z[n] = ((double.IsNaN(z[n]) ? scale.Filled[k] : z[n]) - scale.Shift[k]) / scale.Scale[k];
        }

        for (var t = 0; t < count; t++)
        {
            var own = (t + before) * K;
            var row = to.Slice(t * _width, _width);
            z.AsSpan(own, K).CopyTo(row);
            for (var n = 0; n < _differences.Length; n++)
            {
                row[K + n] = own == 0 ? 0 : z[own + _differences[n]] - z[own - K + _differences[n]];
            }

            scale.Sizes.CopyTo(row[(K + _differences.Length)..]);
        }
    }
}
