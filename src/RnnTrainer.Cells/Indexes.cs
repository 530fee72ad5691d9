using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>The letters of the sheet: b example, j and i state, k input, c class, r packed row, m symbol of a step.</summary>
public static class Indexes
{
    public static readonly LoopIndex b = new("b");
    public static readonly LoopIndex j = new("j");
    public static readonly LoopIndex i = new("i");
    public static readonly LoopIndex k = new("k");
    public static readonly LoopIndex c = new("c");
    public static readonly LoopIndex r = new("r");
    public static readonly LoopIndex m = new("m");
}
