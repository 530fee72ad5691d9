using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The sequences of a file, in the order in which it first names them, and their rows.</summary>
/// <param name="spill">Where the rows are put; null: in the file's share of the memory.</param>
/// <param name="words">The words and labels of the rows; null: of these alone.</param>
sealed class LongTable(LongColumns columns, Spill? spill = null, WordCodes? words = null)
{
    readonly Dictionary<string, SequenceRows> _byId = new(StringComparer.Ordinal);
    readonly List<SequenceRows> _inOrder = [];
    SequenceRows? _current;

    /// <summary>The rows of all sequences.</summary>
    public LongRows Rows { get; } = new(columns, spill ?? new Spill(MemoryLimit.OfRows(columns.Options)), words);

    /// <summary>The number of sequences.</summary>
    public int Count => _inOrder.Count;

    /// <summary>The sequence of that name.</summary>
    /// <param name="place">Where the row is that names it.</param>
    /// <param name="continues">Whether it continues here after rows of another.</param>
    public SequenceRows Enter(string id, long place, out bool continues)
    {
        continues = false;
        if (_current?.Id == id)
        {
            return _current;
        }

        continues = _byId.TryGetValue(id, out _current);
        if (_current is null)
        {
            _current = new SequenceRows(id, place, columns);
            _byId.Add(id, _current);
            _inOrder.Add(_current);
        }

        return _current;
    }

    /// <summary>
    /// Puts the rows of all sequences into order. Whole numbers in a column called step count the rows if most are one apart: then the
    /// others are gaps.
    /// </summary>
    /// <param name="text">The text, where an error has to be explained.</param>
    /// <param name="isComplete">Whether no row was skipped: then a gap in the steps means something, and so does a missing target.</param>
    /// <param name="reinterpreted">The first number of each column that was read without its unit or groups.</param>
    /// <param name="distances">Those of the sequences before these; null: there are none.</param>
    public LongNotes Order(
        TextSource text, ErrorLog errors, bool isComplete, IReadOnlyDictionary<int, string> reinterpreted, StepDistances? distances = null)
    {
        distances ??= new StepDistances();
        _inOrder.ForEach(s => s.Count(distances, Rows));
        var reportGaps = !distances.AreOnes && isComplete && distances.CountByOnes && columns.StepsAreCounted;
        var duplicates = new DuplicateSteps(columns);
        var reordered = _inOrder.Count(s => s.Order(Rows, errors, duplicates, reportGaps));
        duplicates.Report(text, errors);
        _inOrder.ForEach(s => Check(s, errors, isComplete));
        return new LongNotes(reordered, distances.AreUneven ? distances.Range : null, reinterpreted)
        {
            PartlyLabelled = _inOrder.Count(s => s.IsPartlyLabelled),
        };
    }

    /// <summary>The finished sequences; <see cref="Sequence.Line"/> holds the place of the first row.</summary>
    public IReadOnlyList<Sequence> ToSequences() => [.. _inOrder.Select(s => s.ToSequence(Rows))];

    void Check(SequenceRows sequence, ErrorLog errors, bool isComplete)
    {
        if (sequence.Length == 1 && columns.HasNextTargets)
        {
            errors.Add(
                sequence.Place,
                $"sequence '{Printable.Cell(sequence.Id)}' has one row: nothing follows it",
                "Leave it out: each step is to predict the row after it.");
        }

        if (isComplete && columns.Group >= 0 && sequence.Group is null)
        {
            errors.Add(
                sequence.Place,
                $"sequence '{Printable.Cell(sequence.Id)}' has no group in column '{columns.Header[columns.Group]}' (split.by)",
                "Write its group in all of its rows or in one of them, or leave out the sequence.");
        }

        if (isComplete && sequence.MissingTarget is >= 0 and var n)
        {
            var what = columns.TargetKind == TargetKind.Label ? "label" : "target";
            errors.Add(
                sequence.FirstEmptyTarget,
                $"sequence '{Printable.Cell(sequence.Id)}' has no {what} in column '{columns.Header[columns.Targets[n]]}'",
                $"Write its {what} in all of its rows or in one of them, or leave out the sequence.");
        }
    }
}
