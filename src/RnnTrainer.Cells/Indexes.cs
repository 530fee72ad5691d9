using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>The loop indexes of the sheet, for <c>using static</c>: <c>a[b, j] += W[j, i] * h[b, i]</c>.</summary>
public static class Indexes
{
    /// <summary>The example of the batch.</summary>
    public static readonly LoopIndex b = new("b");

    /// <summary>The state unit that is computed.</summary>
    public static readonly LoopIndex j = new("j");

    /// <summary>The state unit that is read.</summary>
    public static readonly LoopIndex i = new("i");

    /// <summary>The input.</summary>
    public static readonly LoopIndex k = new("k");

    /// <summary>The class, or the output.</summary>
    public static readonly LoopIndex c = new("c");

    /// <summary>The packed row: one time step of one example.</summary>
    public static readonly LoopIndex r = new("r");

    /// <summary>The symbol of a time step that has several.</summary>
    public static readonly LoopIndex m = new("m");
}
