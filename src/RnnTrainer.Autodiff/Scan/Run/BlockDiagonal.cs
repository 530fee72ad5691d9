namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>Matrices with blocks along their diagonal and zeros elsewhere.</summary>
static class BlockDiagonal
{
    /// <summary>The rows that some of the columns from <paramref name="from"/> to before <paramref name="to"/> need, at least
    /// one.</summary>
    /// <param name="matrices">Side by side: the first column, the numbers of columns N and rows M, and of blocks, of N/blocks by M/blocks
    /// each.</param>
    public static (int First, int Count) Span(IEnumerable<(int Column, int N, int M, int Blocks)> matrices, int from, int to)
    {
        var (first, end) = (int.MaxValue, 0);
        foreach (var (column, N, M, blocks) in matrices)
        {
            var (low, high) = (Math.Max(from - column, 0), Math.Min(to - column, N) - 1);
            if (low <= high)
            {
                (first, end) = (
                    Math.Min(first, low / (N / blocks) * (M / blocks)), Math.Max(end, ((high / (N / blocks)) + 1) * (M / blocks)));
            }
        }

        return first < end ? (first, end - first) : (0, 1);
    }
}
