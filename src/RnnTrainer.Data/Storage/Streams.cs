namespace RnnTrainer.Data.Storage;

/// <summary>One long sequence, read at several places at once.</summary>
static class Streams
{
    /// <summary>B parts that follow one another in the stream, their lengths equal but for one step; fewer parts where the stream has fewer steps.</summary>
    /// <param name="size">B.</param>
    /// <exception cref="ArgumentOutOfRangeException">B is below 1.</exception>
    public static Batch SideBySide(Sequence stream, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var B = Math.Min(size, stream.Length);
        return new Batch([.. Enumerable.Range(0, B).Select(b => stream.Slice(Start(stream, b, B), Start(stream, b + 1, B) - Start(stream, b, B)))]);
    }

    /// <summary>The first step of part b of B.</summary>
    public static int Start(Sequence stream, int b, int B) => (int)((long)stream.Length * b / B);
}
