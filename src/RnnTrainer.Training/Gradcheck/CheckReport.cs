using RnnTrainer.Autodiff;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Gradcheck;

/// <summary>All that a gradient check found.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Tensors">A line per parameter, for x and for each initial state.</param>
/// <param name="Repeats">Whether two backward passes gave the same bits.</param>
/// <param name="Reference">The compiled gradients against those of the loops run literally.</param>
/// <param name="Duplicated">The parameters' gradients against those of a batch with every example twice.</param>
/// <param name="Directions">The slope of the mean loss along random directions through all parameters at once.</param>
/// <param name="Lengths">The worst error for sequences cut to 1, 2, 3 … steps; empty if the program knows no time.</param>
/// <param name="Steps">Where in time the gradients are right; null: not asked.</param>
/// <param name="Backward">Where something does not hold, the hand-written backward statements that are wrong.</param>
sealed record CheckReport(
    string Subject,
    IReadOnlyList<CheckedTensor> Tensors,
    bool Repeats,
    Agreement Reference,
    Agreement Duplicated,
    IReadOnlyList<DirectionCheck> Directions,
    IReadOnlyList<LengthCheck> Lengths,
    IReadOnlyList<StepCheck>? Steps = null,
    IReadOnlyList<Diagnostic>? Backward = null)
{
    public bool Passed => Repeats && Reference.Passed && Duplicated.Passed
        && Tensors.All(t => t.Passed) && Directions.All(d => d.Passed) && Lengths.All(l => l.Passed)
        && (Steps ?? []).All(s => s.Tensors.All(t => t.Passed));

    /// <summary>The entry with the largest relative error; null when nothing was checked.</summary>
    public CheckedTensor? Worst => Tensors.Where(t => t.Worst is not null).MaxBy(t => t.Worst!.Relative);
}

/// <summary>Two computations of the same gradients.</summary>
/// <param name="Worst">The largest difference, relative to the larger of the two or to 1e-5.</param>
sealed record Agreement(double Worst, bool Passed);

/// <summary>A slope along one direction.</summary>
/// <param name="Kink">Whether the loss has a corner there: flagged, not failed.</param>
sealed record DirectionCheck(double Analytic, double Numeric, double Relative, bool Kink, bool Passed);

/// <summary>The worst relative error over sequences of at most this many steps.</summary>
sealed record LengthCheck(int Length, string Tensor, double Worst, bool Passed);

/// <summary>The gradients at one step t of the unrolled graph.</summary>
/// <param name="Tensors">x_t, and each state of each layer that the step hands on.</param>
sealed record StepCheck(int Step, IReadOnlyList<StepTensor> Tensors);

/// <summary>One gradient at one step.</summary>
/// <param name="Norm">√Σg² over the batch of its derived entries.</param>
/// <param name="Relative">The worst relative error of those checked.</param>
/// <param name="Passed">Whether all of those hold; kinks are not failed.</param>
sealed record StepTensor(string Name, double Norm, double Relative, bool Passed);
