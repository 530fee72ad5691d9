namespace RnnTrainer.Data.Storage;

/// <summary>Whole numbers that are read by their places, from any thread.</summary>
abstract class CodeStore
{
    const int Length = 1 << 12;

    Window? _window; // that was read last: most are read one after the other

    /// <summary>Reads the numbers from place <paramref name="from"/> on until the span is full.</summary>
    public abstract void Read(long from, Span<int> to);

    /// <summary>How many numbers there are.</summary>
    public abstract long Count { get; }

    /// <summary>One number.</summary>
    public int At(long place)
    {
        var window = _window;
        if (window is null || place < window.From || place >= window.From + window.Numbers.Length)
        {
            var from = place / Length * Length;
            _window = window = new Window(from, new int[Math.Min(Length, Count - from)]);
            Read(from, window.Numbers);
        }

        return window.Numbers[place - window.From];
    }

    sealed record Window(long From, int[] Numbers);
}

/// <summary>The numbers of a stored list.</summary>
sealed class ListCodes(StoredList<int> numbers) : CodeStore
{
    public override long Count => numbers.Count;

    public override void Read(long from, Span<int> to) => numbers.CopyTo(from, to);
}

/// <summary>Rows of a stored list that are not together in it, or in another order.</summary>
/// <param name="places">Of each row its place among the rows of the list.</param>
/// <param name="width">The numbers of a row.</param>
sealed class RowsCodes(StoredList<int> numbers, long[] places, int width) : CodeStore
{
    public override long Count => (long)places.Length * width;

    public override void Read(long from, Span<int> to) => numbers.CopyRows(places, width, from, to);
}

/// <summary>Every <paramref name="width"/>th number of a store.</summary>
/// <param name="first">The place of the first.</param>
sealed class ColumnCodes(CodeStore numbers, long first, int width) : CodeStore
{
    public override long Count => (numbers.Count - first + width - 1) / width;

    public override void Read(long from, Span<int> to)
    {
        for (var n = 0; n < to.Length; n++)
        {
            to[n] = numbers.At(first + ((from + n) * width));
        }
    }
}
