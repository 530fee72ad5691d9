namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Keeps generated code from reading outside a tensor when a label or symbol is out of range.</summary>
static class GatherCheck
{
    public static int Inside(int index, int size) => (uint)index < (uint)size ? index : throw Outside(index, size);

    public static ArgumentOutOfRangeException Outside(int index, int size) =>
        new(null, $"A gather reads entry {index}, outside 0..{size - 1}.");
}
