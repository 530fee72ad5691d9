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
    readonly StoredList<StepKind> _stepKinds;
    readonly StoredList<long> _stepOffsets;
    readonly PackedTextsBuilder _stepCells;

    /// <param name="columns">The roles of the columns.</param>
    /// <param name="spill">Where the rows are put.</param>
    public LongRows(LongColumns columns, Spill spill)
    {
        _columns = columns;
        (_inputs, _targets, _labels, _texts) = (new(spill), new(spill), new(spill), new(spill));
        (_stepKeys, _stepKinds, _stepOffsets, _stepCells) = (new(spill), new(spill), new(spill), new(spill));
    }

    /// <summary>The words and labels of the rows.</summary>
    public WordCodes Words { get; } = new();

    /// <summary>The number of rows.</summary>
    public long Count { get; private set; }

    /// <summary>Adds the rows of a block.</summary>
    public void Add(RowBlock block)
    {
        _inputs.AddRange(CollectionsMarshal.AsSpan(block.Inputs));
        if (!_columns.HasSequenceTargets)
        {
            _targets.AddRange(_columns.TargetsAreAllInputs ? [] : CollectionsMarshal.AsSpan(block.Targets));
            _labels.AddRange(CollectionsMarshal.AsSpan(block.Labels));
        }

        _texts.AddRange(CollectionsMarshal.AsSpan(block.Texts));
        _stepKeys.AddRange(CollectionsMarshal.AsSpan(block.StepKeys));
        _stepKinds.AddRange(CollectionsMarshal.AsSpan(block.StepKinds));
        _stepOffsets.AddRange(CollectionsMarshal.AsSpan(block.StepOffsets));
        _stepCells.AddRange(block.StepCells, CollectionsMarshal.AsSpan(block.StepCellEnds));
        Count += block.Count;
    }

    /// <summary>The step of a row, and the byte at which its cell begins.</summary>
    public (StepValue Step, long Offset) Step(long row) =>
        (new StepValue(_stepKinds[row], _stepKeys[row]), _stepOffsets.Count > row ? _stepOffsets[row] : 0);

    public Values Inputs(RowPlaces rows) => rows.Numbers(_inputs, _columns.Width);

    public Values Targets(RowPlaces rows) =>
        _columns.TargetsAreAllInputs ? Inputs(rows) : rows.Numbers(_targets, _columns.Targets.Length);

    public string[] Labels(RowPlaces rows) => Array.ConvertAll(rows.Of(_labels, 1), code => Words[code]);

    public string[] Texts(RowPlaces rows) => Array.ConvertAll(rows.Of(_texts, _columns.Texts.Length), code => Words[code]);

    /// <summary>The cells of the steps; null if they are not kept.</summary>
    public PackedTexts? StepCells(RowPlaces rows) => _stepCells.Count == 0 ? null : rows.Of(_stepCells);
}
