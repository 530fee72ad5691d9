using System.Runtime.InteropServices;
using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The rows of a file in its order, each value once; sequences are ranges of them.</summary>
sealed class LongRows
{
    readonly LongColumns _columns;
    readonly StoredList<double> _inputs, _targets, _stepKeys;
    readonly StoredList<int> _labels, _texts;
    readonly ListCodes _labelCodes, _textCodes;
    readonly StoredList<StepKind> _stepKinds;
    readonly StoredList<long> _stepOffsets;
    readonly PackedTextsBuilder _stepCells;

    /// <param name="columns">The roles of the columns.</param>
    /// <param name="spill">Where the rows are put.</param>
    /// <param name="words">The words and labels of the rows; null: of these alone.</param>
    public LongRows(LongColumns columns, Spill spill, WordCodes? words = null)
    {
        Words = words ?? new();
        _columns = columns;
        (_inputs, _targets, _labels, _texts) = (new(spill), new(spill), new(spill), new(spill));
        (_labelCodes, _textCodes) = (new ListCodes(_labels), new ListCodes(_texts));
        (_stepKeys, _stepKinds, _stepOffsets, _stepCells) = (new(spill), new(spill), new(spill), new(spill));
    }

    /// <summary>The words and labels of the rows.</summary>
    public WordCodes Words { get; }

    /// <summary>The number of rows.</summary>
    public long Count { get; private set; }

    /// <summary>Adds the rows of a block.</summary>
    public void Add(RowBlock block) => Add(block, 0, block.Count);

    /// <summary>Adds rows of a block.</summary>
    /// <param name="to">The number after that of the last.</param>
    public void Add(RowBlock block, int from, int to)
    {
        _inputs.AddRange(Rows(block.Inputs));
        if (!_columns.HasSequenceTargets)
        {
            _targets.AddRange(_columns.TargetsAreAllInputs ? [] : Rows(block.Targets));
            _labels.AddRange(Rows(block.Labels));
        }

        _texts.AddRange(Rows(block.Texts));
        _stepKeys.AddRange(Rows(block.StepKeys));
        _stepKinds.AddRange(Rows(block.StepKinds));
        _stepOffsets.AddRange(Rows(block.StepOffsets));
        if (to - from == block.Count)
        {
            _stepCells.AddRange(block.StepCells, CollectionsMarshal.AsSpan(block.StepCellEnds));
        }
        else
        {
            var (cells, ends) = block.StepCellsOf(from, to);
            _stepCells.AddRange(cells, ends);
        }

        Count += to - from;

        ReadOnlySpan<T> Rows<T>(List<T> all)
        {
            var width = all.Count / Math.Max(1, block.Count);
            return CollectionsMarshal.AsSpan(all)[(from * width)..(to * width)];
        }
    }

    /// <summary>The step of a row, and the byte at which its cell begins.</summary>
    public (StepValue Step, long Offset) Step(long row) =>
        (new StepValue(_stepKinds[row], _stepKeys[row]), _stepOffsets.Count > row ? _stepOffsets[row] : 0);

    public Values Inputs(RowPlaces rows) => rows.Numbers(_inputs, _columns.Width);

    public Values Targets(RowPlaces rows) =>
        _columns.TargetsAreAllInputs ? Inputs(rows) : rows.Numbers(_targets, _columns.Targets.Length);

    public StepTexts Labels(RowPlaces rows) => rows.Texts(_labels, _labelCodes, 1, Words);

    public StepTexts Texts(RowPlaces rows) => rows.Texts(_texts, _textCodes, _columns.Texts.Length, Words);

    /// <summary>The cells of the steps; null if they are not kept.</summary>
    public PackedTexts? StepCells(RowPlaces rows) => _stepCells.Count == 0 ? null : rows.Of(_stepCells);
}
