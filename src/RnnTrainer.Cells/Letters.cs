using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>The letters of the sheet: b example, j and i state, k input, c class, r packed row, m symbol of a step.</summary>
public static class Letters
{
    public static readonly Axis b = new("b");
    public static readonly Axis j = new("j");
    public static readonly Axis i = new("i");
    public static readonly Axis k = new("k");
    public static readonly Axis c = new("c");
    public static readonly Axis r = new("r");
    public static readonly Axis m = new("m");
}
