namespace RnnTrainer.Autodiff;

/// <summary>What a gradient check found.</summary>
/// <param name="Tensors">One line per parameter or input.</param>
/// <param name="Repeats">Whether a second backward pass gave the same bits.</param>
/// <param name="AgreesWithReference">Whether the reference interpreter gives the same gradients, within the tolerance; null: not asked.</param>
public sealed record GradientReport(IReadOnlyList<CheckedTensor> Tensors, bool Repeats, bool? AgreesWithReference)
{
    public bool Passed => Repeats && AgreesWithReference != false && Tensors.All(t => t.Passed);

    /// <summary>The entry with the largest relative error of all; null when nothing was checked.</summary>
    public (CheckedTensor Tensor, CheckedEntry Entry)? Worst => Tensors
        .Where(t => t.Worst is not null)
        .Select(t => (t, t.Worst!))
        .OrderByDescending(w => w.Item2.Relative)
        .Cast<(CheckedTensor, CheckedEntry)?>()
        .FirstOrDefault();
}

/// <summary>The check of one tensor.</summary>
/// <param name="Checked">How many of the entries were checked.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Kinks">Entries at which the loss has no derivative: flagged, not failed.</param>
/// <param name="Worst">The entry with the largest relative error, kinks left out.</param>
/// <param name="WorstAbsolute">The largest |analytic − numeric|.</param>
public sealed record CheckedTensor(string Name, IReadOnlyList<int> Shape, int Checked, int Total, int Kinks, CheckedEntry? Worst, double WorstAbsolute, bool Passed);

/// <summary>One derivative, computed in two ways.</summary>
/// <param name="Index">The entry's place, one number per dimension.</param>
/// <param name="Relative">|analytic − numeric| over the larger of the two, or over <see cref="GradientCheckOptions.SmallestScale"/>.</param>
public sealed record CheckedEntry(IReadOnlyList<int> Index, double Analytic, double Numeric, double Relative);

/// <summary>How a gradient check is done.</summary>
/// <param name="Absolute">atol of |a − n| ≤ atol + rtol max(|a|, |n|).</param>
/// <param name="Relative">rtol.</param>
/// <param name="Sample">At most this many entries of each tensor, chosen by the seed; null: all.</param>
/// <param name="Step">The first step of the central differences, for entries of size 1.</param>
public sealed record GradientCheckOptions(double Absolute = 1e-9, double Relative = 1e-6, int? Sample = null, int Seed = 1, double Step = 1e-3)
{
    /// <summary>Derivatives smaller than this are compared on this scale: central differences cannot resolve them relatively.</summary>
    public const double SmallestScale = 1e-5;
}
