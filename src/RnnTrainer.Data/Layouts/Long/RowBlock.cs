using System.Runtime.InteropServices;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Rows that were read and not yet added to those of the file. It is used again, so that it grows only at first.</summary>
sealed class RowBlock(LongColumns columns)
{
    readonly int _width = columns.Width;
    byte[] _stepCells = [];
    int _stepCellsEnd;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>x[t,k], row-major.</summary>
    public List<double> Inputs { get; } = [];

    /// <summary>The number targets of each row, row-major; NaN where there is none.</summary>
    public List<double> Targets { get; } = [];

    /// <summary>The number of the label of each row; −1: the cell is empty.</summary>
    public List<int> Labels { get; } = [];

    /// <summary>The number of the group of each row; −1: the cell is empty.</summary>
    public List<int> Groups { get; } = [];

    /// <summary>The numbers of the words and categories of each row, row-major.</summary>
    public List<int> Texts { get; } = [];

    /// <summary>The key of the step of each row; NaN if the cell is no step.</summary>
    public List<double> StepKeys { get; } = [];

    /// <summary>What each step is.</summary>
    public List<StepKind> StepKinds { get; } = [];

    /// <summary>The bytes at which the cells of the steps begin.</summary>
    public List<long> StepOffsets { get; } = [];

    /// <summary>The cells of the steps, one behind the other.</summary>
    public ReadOnlySpan<byte> StepCells => _stepCells.AsSpan(0, _stepCellsEnd);

    /// <summary>Where each of these cells ends.</summary>
    public List<int> StepCellEnds { get; } = [];

    /// <summary>The cells of the steps of rows, and where each of them ends; none if they are not kept.</summary>
    /// <param name="to">The number after that of the last.</param>
    public (byte[] Cells, int[] Ends) StepCellsOf(int from, int to)
    {
        if (StepCellEnds.Count == 0)
        {
            return ([], []);
        }

        var start = from == 0 ? 0 : StepCellEnds[from - 1];
        int[] ends = [.. StepCellEnds[from..to].Select(end => end - start)];
        return (_stepCells[start..StepCellEnds[to - 1]], ends);
    }

    /// <summary>Rows of one sequence that follow each other.</summary>
    public List<RowRun> Runs { get; } = [];

    /// <summary>Adds a row; its inputs x[k] are to be written into the span.</summary>
    public Span<double> AddRow()
    {
        Count++;
        CollectionsMarshal.SetCount(Inputs, Inputs.Count + _width);
        return CollectionsMarshal.AsSpan(Inputs)[^_width..];
    }

    public void AddStep(StepValue step)
    {
        StepKeys.Add(step.Key);
        StepKinds.Add(step.Kind);
    }

    public void AddStepCell(ReadOnlySpan<byte> utf8)
    {
        if (_stepCellsEnd + utf8.Length > _stepCells.Length)
        {
            Array.Resize(ref _stepCells, Math.Max(_stepCellsEnd + utf8.Length, 2 * _stepCells.Length));
        }

        utf8.CopyTo(_stepCells.AsSpan(_stepCellsEnd));
        _stepCellsEnd += utf8.Length;
        StepCellEnds.Add(_stepCellsEnd);
    }

    /// <summary>The steps of the rows from <paramref name="from"/> to <paramref name="to"/> − 1; they have some.</summary>
    public StepRun Steps(int from, int to, RowOrder order) =>
        StepRun.Of(CollectionsMarshal.AsSpan(StepKeys)[from..to], CollectionsMarshal.AsSpan(StepKinds)[from..to], order);

    /// <summary>Removes all rows.</summary>
    public void Clear()
    {
        Count = 0;
        Inputs.Clear();
        Targets.Clear();
        Labels.Clear();
        Groups.Clear();
        Texts.Clear();
        StepKeys.Clear();
        StepKinds.Clear();
        StepOffsets.Clear();
        _stepCellsEnd = 0;
        StepCellEnds.Clear();
        Runs.Clear();
    }
}

/// <summary>Rows of one sequence that follow each other.</summary>
/// <param name="Id">Its name.</param>
/// <param name="From">The number of the first row in the block.</param>
/// <param name="To">The number after that of the last.</param>
/// <param name="Line">The line of the first row, counted from 0 at the block's first.</param>
/// <param name="Steps">The steps of the rows, if they have any.</param>
readonly record struct RowRun(string Id, int From, int To, int Line, StepRun Steps);
