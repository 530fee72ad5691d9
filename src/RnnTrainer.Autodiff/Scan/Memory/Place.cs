using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Autodiff.Scan.Memory;

/// <summary>Which row of its memory a tensor uses for the first example of a slice at step t.</summary>
enum RowsAt
{
    /// <summary>The example's own row, at every step.</summary>
    Example,

    /// <summary>The packed row of step t.</summary>
    Step,

    /// <summary>The states before step t: B initial rows, then the packed rows of the steps before.</summary>
    Before,

    /// <summary>The states after step t, one step further on.</summary>
    After,

    /// <summary>Of two blocks of B rows, the one with the parity of t.</summary>
    Even,

    /// <summary>Of two blocks of B rows, the other one.</summary>
    Odd,

    /// <summary>The packed row within the current time block; two blocks are used in turn.</summary>
    TimeBlock,

    /// <summary>The packed row of step t in the caller's nodes.</summary>
    Caller,
}

/// <summary>The memory of a tensor during a scan.</summary>
/// <param name="Start">The address of row 0.</param>
/// <param name="RowBytes">The bytes from row to row.</param>
readonly record struct Place(nint Start, RowsAt Rows, int RowBytes)
{
    /// <summary>The same rows, from a later column on.</summary>
    public Place Right(int bytes) => this with { Start = Start + bytes };
}

/// <summary>The row of each kind where a slice of the examples begins at step t.</summary>
unsafe struct RowNumbers
{
    fixed long _row[8];

    public readonly long this[RowsAt rows] => _row[(int)rows];

    /// <param name="first">The first example of the slice.</param>
    /// <param name="blockStart">The packed row at which the time block begins.</param>
    /// <param name="blockRow">The row of the block in the memory of time blocks.</param>
    /// <param name="callerRow">The row of the caller's nodes at which the segment begins.</param>
    public static RowNumbers At(SequenceLengths lengths, int t, int first, int blockStart, int blockRow, int callerRow)
    {
        var numbers = default(RowNumbers);
        numbers._row[(int)RowsAt.Example] = first;
        numbers._row[(int)RowsAt.Step] = lengths.Offset(t) + first;
        numbers._row[(int)RowsAt.Before] = (t == 0 ? 0 : lengths.Batch + lengths.Offset(t - 1)) + first;
        numbers._row[(int)RowsAt.After] = lengths.Batch + lengths.Offset(t) + first;
        numbers._row[(int)RowsAt.Even] = ((t & 1) * lengths.Batch) + first;
        numbers._row[(int)RowsAt.Odd] = (((t + 1) & 1) * lengths.Batch) + first;
        numbers._row[(int)RowsAt.TimeBlock] = lengths.Offset(t) - blockStart + blockRow + first;
        numbers._row[(int)RowsAt.Caller] = callerRow + lengths.Offset(t) + first;
        return numbers;
    }

    public readonly nint Address(in Place place) => place.Start + (nint)(_row[(int)place.Rows] * place.RowBytes);
}
