using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>How a large text is cut into blocks.</summary>
/// <param name="Least">The smallest text, in bytes, that is.</param>
/// <param name="Size">The size of a block, in bytes.</param>
/// <param name="Workers">The number of blocks that are read at once.</param>
sealed record BlockOptions(long Least, int Size, int Workers)
{
    const int MostWorkers = 8;

    /// <summary>A block for each processor.</summary>
    public static BlockOptions Usual => new(TextSource.HeadLength, 1 << 20, Math.Min(Environment.ProcessorCount, MostWorkers));
}
