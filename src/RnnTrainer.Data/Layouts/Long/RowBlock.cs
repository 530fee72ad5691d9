using System.Runtime.InteropServices;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Rows that were read and not yet added to those of the file. It is used again, so that it grows only at first.</summary>
sealed class RowBlock(LongColumns columns)
{
    readonly int _width = columns.Width;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>x[t,k], row-major.</summary>
    public List<double> Inputs { get; } = [];

    /// <summary>The number targets of each row, row-major; NaN where there is none.</summary>
    public List<double> Targets { get; } = [];

    /// <summary>The label of each row; null: the cell is empty.</summary>
    public List<string?> Labels { get; } = [];

    /// <summary>The words and categories of each row, row-major.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>The step of each row; its key is NaN if the cell is no step.</summary>
    public List<StepValue> Steps { get; } = [];

    /// <summary>The bytes at which the cells of the steps begin.</summary>
    public List<long> StepOffsets { get; } = [];

    /// <summary>The cells of the steps, one behind the other, and where each ends.</summary>
    public List<byte> StepCells { get; } = [];

    public List<int> StepCellEnds { get; } = [];

    /// <summary>Rows of one sequence that follow each other.</summary>
    public List<RowRun> Runs { get; } = [];

    /// <summary>Adds a row; its inputs x[k] are to be written into the span.</summary>
    public Span<double> AddRow()
    {
        Count++;
        CollectionsMarshal.SetCount(Inputs, Inputs.Count + _width);
        return CollectionsMarshal.AsSpan(Inputs)[^_width..];
    }

    public void AddStepCell(ReadOnlySpan<byte> utf8)
    {
        StepCells.AddRange(utf8);
        StepCellEnds.Add(StepCells.Count);
    }

    /// <summary>Removes all rows.</summary>
    public void Clear()
    {
        Count = 0;
        Inputs.Clear();
        Targets.Clear();
        Labels.Clear();
        Texts.Clear();
        Steps.Clear();
        StepOffsets.Clear();
        StepCells.Clear();
        StepCellEnds.Clear();
        Runs.Clear();
    }
}

/// <summary>Rows of one sequence that follow each other.</summary>
/// <param name="Id">Its name.</param>
/// <param name="From">The number of the first row in the block.</param>
/// <param name="Line">The line of that row, counted from 0 at the block's first.</param>
readonly record struct RowRun(string Id, int From, int Line);
