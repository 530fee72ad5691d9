using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>One sequence while the file is read: where its rows are, and what they have in common.</summary>
/// <param name="id">Its name.</param>
/// <param name="place">The byte at which its first row begins, or its line.</param>
/// <param name="columns">The roles of the columns.</param>
sealed class SequenceRows(string id, long place, LongColumns columns)
{
    readonly RowPlaces _places = new();
    readonly StepOrder? _steps = columns.Steps.Length == 0 ? null : new(columns);
    readonly double[] _targets = // NaN: not seen yet
        columns.HasSequenceTargets && columns.HasNumberTargets ? Array.ConvertAll(columns.Targets, _ => double.NaN) : [];
    HashSet<string>? _spellings; // of the label, other than the first
    int _label = -1; // the number of the label of the last row that has one
    int _group = -1; // its number
    bool _hasConflict; // true once a label, target or group disagreed

    public string Id => id;

    public long Place => place;

    /// <summary>The label of the first row that has one.</summary>
    public string? Label { get; private set; }

    /// <summary>The group of the first row that has one.</summary>
    public string? Group { get; private set; }

    public int Length => _places.Count;

    /// <summary>The byte of the first cell that lacks the label or target of the sequence; −1 if there is none.</summary>
    public long FirstEmptyTarget { get; private set; } = -1;

    /// <summary>The first target that no row has; −1 if there is none.</summary>
    public int MissingTarget => !columns.HasSequenceTargets ? -1
        : columns.TargetKind == TargetKind.Label ? (Label is null ? 0 : -1)
        : Array.FindIndex(_targets, double.IsNaN);

    /// <summary>Whether only some rows have the label or target of the sequence.</summary>
    public bool IsPartlyLabelled => FirstEmptyTarget >= 0 && MissingTarget < 0;

    /// <summary>Adds rows that follow each other in the file.</summary>
    /// <param name="block">Has the rows.</param>
    /// <param name="run">Which they are.</param>
    /// <param name="place">The place of the first of them among the rows of the file.</param>
    /// <param name="words">The labels.</param>
    /// <param name="offsetOf">The byte of a cell of the row, by its column.</param>
    /// <returns>
    /// The column in which a row disagrees with those before it; −1 if there is none. After the first conflict always −1, so that a
    /// sequence is reported once.
    /// </returns>
    public int Add(RowBlock block, RowRun run, long place, WordCodes words, Func<int, long> offsetOf)
    {
        _places.Add(place, run.To - run.From);
        _steps?.Add(run.Steps);
        var conflict = -1;
        for (var t = run.From; t < run.To && columns.HasSequenceTargets && columns.Targets.Length > 0; t++)
        {
            if (Conflict(block, t, words, offsetOf) is >= 0 and var n && !_hasConflict)
            {
                (conflict, _hasConflict) = (columns.Targets[n], true);
            }
        }

        if (columns.Group >= 0 && !IsOfGroup(block, run, words) && !_hasConflict)
        {
            (conflict, _hasConflict) = (columns.Group, true);
        }

        return conflict;
    }

    /// <summary>Adds the distances of numbered steps to those of the file.</summary>
    public void Count(StepDistances distances, LongRows rows)
    {
        if (_steps?.IsCounted == true)
        {
            var places = new Lazy<long[]>(_places.ToArray);
            _steps.Count(distances, t => rows.Step(places.Value[t]).Step);
        }
    }

    /// <summary>
    /// Sorts the rows by step, collects duplicate steps and, on request, reports gaps. Without steps, rows that begin with the newest are
    /// reversed.
    /// </summary>
    /// <returns>Whether rows were moved.</returns>
    public bool Order(LongRows rows, ErrorLog errors, DuplicateSteps duplicates, bool reportGaps)
    {
        var isReversed = _steps is null && columns.Options.Order == RowOrder.Falling && Length > 1;
        var order = isReversed ? [.. Enumerable.Range(0, Length).Reverse()]
            : _steps?.IsInOrder(reportGaps) != false ? null
            : _steps.Sort(id, Array.ConvertAll(_places.ToArray(), rows.Step), errors, duplicates, reportGaps);
        if (order is not null)
        {
            _places.Reorder(order);
        }

        return order is not null;
    }

    /// <summary>The finished sequence.</summary>
    public Sequence ToSequence(LongRows rows)
    {
        var sequence = new Sequence(id, Length, rows.Inputs(_places), Label, _targets.Length > 0 ? _targets : null)
        {
            Line = place,
            Group = Group,
            LabelSpellings = _spellings is null ? [] : [.. _spellings],
            StepLabels = !columns.HasSequenceTargets && columns.TargetKind == TargetKind.Label ? rows.Labels(_places) : null,
            StepTargets = !columns.HasSequenceTargets && columns.HasNumberTargets ? rows.Targets(_places) : null,
            Texts = columns.Texts.Length > 0 ? rows.Texts(_places) : null,
            Steps = rows.StepCells(_places),
        };
        return columns.HasNextTargets ? WithNextTargets(sequence) : sequence;
    }

    /// <summary>Gives each step the target of the row after it: T ≥ 2 steps become T − 1.</summary>
    internal static Sequence WithNextTargets(Sequence sequence)
    {
        var targetColumns = (sequence.StepTargets?.Length ?? 0) / sequence.Length;
        return sequence.Slice(0, sequence.Length - 1) with
        {
            StepLabels = sequence.StepLabels?[1..],
            StepTargets = sequence.StepTargets?[targetColumns..],
        };
    }

    /// <summary>The first target of a row that is not that of the rows before; the first row with one sets it.</summary>
    int Conflict(RowBlock block, int t, WordCodes words, Func<int, long> offsetOf)
    {
        if (columns.TargetKind == TargetKind.Label)
        {
            var label = block.Labels[t];
            return label == _label && label >= 0 ? -1
                : label < 0 ? Empty(columns.Targets[0], offsetOf)
                : IsLabel(label, words[label]) ? -1 : 0;
        }

        var conflict = -1;
        for (var n = 0; n < _targets.Length; n++)
        {
            var target = block.Targets[(t * _targets.Length) + n];
            if (double.IsNaN(target))
            {
                Empty(columns.Targets[n], offsetOf);
                continue;
            }

            _targets[n] = double.IsNaN(_targets[n]) ? target : _targets[n];
            conflict = conflict < 0 && _targets[n] != target ? n : conflict;
        }

        return conflict;
    }

    /// <summary>Whether all rows are of one group, that of the rows before.</summary>
    bool IsOfGroup(RowBlock block, RowRun run, WordCodes words)
    {
        for (var t = run.From; t < run.To; t++)
        {
            if (block.Groups[t] is >= 0 and var group && group != _group)
            {
                if (Group is not null)
                {
                    return false;
                }

                (_group, Group) = (group, words[group]);
            }
        }

        return true;
    }

    int Empty(int column, Func<int, long> offsetOf)
    {
        FirstEmptyTarget = FirstEmptyTarget < 0 ? offsetOf(column) : FirstEmptyTarget;
        return -1;
    }

    /// <summary>Whether a label is that of the rows before, perhaps in another spelling, which is kept.</summary>
    bool IsLabel(int code, string label)
    {
        Label ??= label;
        var isSame = label == Label || LabelSpelling.AreSame(Label, label);
        if (isSame && label != Label)
        {
            (_spellings ??= new(StringComparer.Ordinal)).Add(label);
        }

        _label = isSame ? code : _label;
        return isSame;
    }
}
