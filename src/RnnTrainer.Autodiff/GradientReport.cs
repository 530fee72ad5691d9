namespace RnnTrainer.Autodiff;

/// <summary>The result of a gradient check.</summary>
/// <param name="Tensors">One for each node that was checked.</param>
/// <param name="Repeats">Whether a second backward pass gave the same bits.</param>
/// <param name="AgreesWithReference">Whether the reference gave the same gradients within the tolerances; null if there was none.</param>
public sealed record GradientReport(IReadOnlyList<CheckedTensor> Tensors, bool Repeats, bool? AgreesWithReference)
{
    /// <summary>Whether every entry passed, the gradients repeat, and the reference agrees if there was one.</summary>
    public bool Passed => Repeats && AgreesWithReference != false && Tensors.All(t => t.Passed);

    /// <summary>The entry with the largest relative error of all; null if nothing was checked.</summary>
    public (CheckedTensor Tensor, CheckedEntry Entry)? Worst => Tensors
        .Where(t => t.Worst is not null)
        .Select(t => (t, t.Worst!))
        .OrderByDescending(w => w.Item2.Relative)
        .Cast<(CheckedTensor, CheckedEntry)?>()
        .FirstOrDefault();
}

/// <summary>The check of one node.</summary>
/// <param name="Checked">The number of entries that were checked.</param>
/// <param name="Total">The number of entries.</param>
/// <param name="Kinks">The number of entries at which the loss has no derivative; they don't fail the check.</param>
/// <param name="Worst">The entry with the largest relative error, without kinks; null if nothing was checked.</param>
/// <param name="WorstAbsolute">The largest |analytic − numeric|.</param>
public sealed record CheckedTensor(
    string Name, IReadOnlyList<int> Shape, int Checked, int Total, int Kinks, CheckedEntry? Worst, double WorstAbsolute, bool Passed);

/// <summary>A derivative computed in two ways.</summary>
/// <param name="Index">The entry's subscripts, one for each dimension.</param>
/// <param name="Relative">
/// |analytic − numeric| over the larger of the two, or over <see cref="GradientCheckOptions.SmallestScale"/>.
/// </param>
public sealed record CheckedEntry(IReadOnlyList<int> Index, double Analytic, double Numeric, double Relative);

/// <summary>The options of a gradient check.</summary>
/// <param name="Absolute">atol of |a − n| ≤ atol + rtol max(|a|, |n|).</param>
/// <param name="Relative">rtol.</param>
/// <param name="Sample">The number of entries to check of each node, chosen by the seed; null for all.</param>
/// <param name="Step">The h of the central differences for entries of magnitude up to 1; for larger ones it grows with them.</param>
public sealed record GradientCheckOptions(
    double Absolute = 1e-9, double Relative = 1e-6, int? Sample = null, int Seed = 1, double Step = 1e-3)
{
    /// <summary>Derivatives smaller than this are compared on this scale: central differences can't resolve their relative error.</summary>
    public const double SmallestScale = 1e-5;
}
