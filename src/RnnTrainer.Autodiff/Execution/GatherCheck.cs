namespace RnnTrainer.Autodiff.Execution;

/// <summary>Keeps a gather from reading outside its tensor when a label or symbol is out of range.</summary>
static class GatherCheck
{
    /// <summary>The index if it is in 0..size−1. Generated code calls it.</summary>
    public static int Inside(int index, int size) => (uint)index < (uint)size ? index : throw Outside(index, size);

    public static ArgumentOutOfRangeException Outside(int index, int size) =>
        new(null, $"A gather reads entry {index}, outside 0..{size - 1}.");
}
