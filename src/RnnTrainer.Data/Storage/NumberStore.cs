namespace RnnTrainer.Data.Storage;

/// <summary>Numbers that are read by their places, from any thread.</summary>
abstract class NumberStore
{
    /// <summary>Reads the numbers from place <paramref name="from"/> on until the span is full.</summary>
    public abstract void Read(long from, Span<double> to);

    /// <summary>The numbers from place <paramref name="from"/> on, where the store has them as they are and together.</summary>
    public virtual bool TryShow(long from, int length, out ReadOnlySpan<double> numbers)
    {
        numbers = default;
        return false;
    }
}

/// <summary>The numbers of a stored list.</summary>
sealed class ListStore(StoredList<double> numbers) : NumberStore
{
    public override void Read(long from, Span<double> to) => numbers.CopyTo(from, to);

    public override bool TryShow(long from, int length, out ReadOnlySpan<double> shown) => numbers.TryShow(from, length, out shown);
}

/// <summary>Numbers in memory.</summary>
sealed class ArrayStore(double[] numbers) : NumberStore
{
    public override void Read(long from, Span<double> to) => numbers.AsSpan((int)from, to.Length).CopyTo(to);
}

/// <summary>Rows of a stored list that are not together in it, or in another order.</summary>
/// <param name="places">Of each row its place among the rows of the list.</param>
/// <param name="width">The numbers of a row.</param>
sealed class RowsStore(StoredList<double> numbers, long[] places, int width) : NumberStore
{
    public override void Read(long from, Span<double> to) => numbers.CopyRows(places, width, from, to);
}

/// <summary>
/// Numbers of rows of K columns, scaled as they are read: <c>(x[k] − shift[k]) / scale[k]</c>. A view has to begin with a row.
/// </summary>
sealed class ScaledStore(NumberStore numbers, double[] shift, double[] scale) : NumberStore
{
    public override void Read(long from, Span<double> to)
    {
        numbers.Read(from, to);
        Scale(to, (int)(from % shift.Length), shift, scale);
    }

    /// <summary>Scales numbers in place.</summary>
    /// <param name="k">The column of the first.</param>
    public static void Scale(Span<double> numbers, int k, double[] shift, double[] scale)
    {
        foreach (ref var x in numbers)
        {
            x = (x - shift[k]) / scale[k];
            k = k + 1 < shift.Length ? k + 1 : 0;
        }
    }
}
