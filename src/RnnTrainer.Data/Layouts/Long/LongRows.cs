using System.Runtime.InteropServices;
using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The rows of a file in its order, each value once; sequences are ranges of them.</summary>
sealed class LongRows(LongColumns columns)
{
    readonly ChunkedList<double> _inputs = new(), _targets = new();
    readonly ChunkedList<int> _labels = new(), _texts = new();
    readonly ChunkedList<double> _stepKeys = new();
    readonly ChunkedList<StepKind> _stepKinds = new();
    readonly ChunkedList<long> _stepOffsets = new();
    readonly PackedTextsBuilder _stepCells = new();

    /// <summary>The words and labels of the rows.</summary>
    public WordCodes Words { get; } = new();

    /// <summary>The number of rows.</summary>
    public long Count { get; private set; }

    /// <summary>Adds the rows of a block.</summary>
    public void Add(RowBlock block)
    {
        _inputs.AddRange(CollectionsMarshal.AsSpan(block.Inputs));
        if (!columns.HasSequenceTargets)
        {
            _targets.AddRange(columns.TargetsAreAllInputs ? [] : CollectionsMarshal.AsSpan(block.Targets));
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

    public Values Inputs(RowPlaces rows) => rows.Numbers(_inputs, columns.Width);

    public Values Targets(RowPlaces rows) =>
        columns.TargetsAreAllInputs ? Inputs(rows) : rows.Numbers(_targets, columns.Targets.Length);

    public string[] Labels(RowPlaces rows) => Array.ConvertAll(rows.Of(_labels, 1), code => Words[code]);

    public string[] Texts(RowPlaces rows) => Array.ConvertAll(rows.Of(_texts, columns.Texts.Length), code => Words[code]);

    /// <summary>The cells of the steps; null if they are not kept.</summary>
    public PackedTexts? StepCells(RowPlaces rows) => _stepCells.Count == 0 ? null : rows.Of(_stepCells);
}
