using System.Runtime.InteropServices;
using CsvHelper;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The rows of one sequence while the file is read.</summary>
/// <param name="id">Its name.</param>
/// <param name="offset">The byte at which its first row begins.</param>
/// <param name="columns">The roles of the columns.</param>
sealed class SequenceRows(string id, long offset, LongColumns columns)
{
    readonly int _width = columns.Width;
    readonly List<double> _inputs = new(columns.Width > 64 ? columns.Width : 16 * columns.Width); // a wide table may have one row
    readonly List<double> _stepTargets = [];
    readonly List<string> _stepLabels = [];
    readonly List<string> _texts = [];
    readonly PackedTextsBuilder _stepCells = new();
    PackedTexts? _stepTexts; // once all rows are read
    readonly StepOrder _steps = new(id, columns);
    readonly double[] _targets = Array.ConvertAll(columns.Targets, _ => double.NaN); // NaN: not seen yet
    HashSet<string>? _spellings; // of the label, other than the first
    byte[] _label = [];
    bool _hasConflict; // true once a label or target disagreed

    public string Id => id;

    public long Offset => offset;

    /// <summary>The label of the first row that has one.</summary>
    public string? Label { get; private set; }

    public int Length { get; private set; }

    /// <summary>The byte of the first cell that lacks the label or target of the sequence; −1 if there is none.</summary>
    public long FirstEmptyTarget { get; private set; } = -1;

    /// <summary>The first target that no row has; −1 if there is none.</summary>
    public int MissingTarget => !columns.HasSequenceTargets ? -1
        : columns.TargetKind == TargetKind.Label ? (Label is null ? 0 : -1)
        : Array.FindIndex(_targets, double.IsNaN);

    /// <summary>Whether only some rows have the label or target of the sequence.</summary>
    public bool IsPartlyLabelled => FirstEmptyTarget >= 0 && MissingTarget < 0;

    /// <summary>Adds a row; its inputs x[k] are to be written into the span.</summary>
    public Span<double> AddRow()
    {
        Length++;
        CollectionsMarshal.SetCount(_inputs, _inputs.Count + _width);
        return CollectionsMarshal.AsSpan(_inputs)[^_width..];
    }

    public void AddText(string text) => _texts.Add(text);

    public void AddStep(StepValue step, long at, bool isValid) => _steps.Add(step, at, isValid);

    public void AddStepText(ReadOnlySpan<byte> utf8) => _stepCells.Add(utf8);

    public void AddStepLabel(string label) => _stepLabels.Add(label);

    public void AddStepTarget(double target) => _stepTargets.Add(target);

    /// <summary>
    /// Whether this row's label is that of the rows before; the first one sets it. After the first conflict always true, so that a sequence
    /// is reported once.
    /// </summary>
    public bool Agrees(ReadOnlySpan<byte> label, StringPool pool)
    {
        if (Label is null)
        {
            _label = label.ToArray();
            Label = pool.Of(label);
        }

        return label.SequenceEqual(_label) || IsSame(pool.Of(label)) || !IsFirstConflict();
    }

    /// <summary>The same for target <paramref name="n"/>.</summary>
    public bool Agrees(int n, double target)
    {
        if (double.IsNaN(_targets[n]))
        {
            _targets[n] = target;
        }

        return _targets[n] == target || !IsFirstConflict();
    }

    /// <summary>Notes that the label or target in a cell of this row is empty.</summary>
    public void AddEmptyTarget(CsvReader reader, int i)
    {
        if (FirstEmptyTarget < 0)
        {
            FirstEmptyTarget = CsvFile.OffsetOf(reader, i);
        }
    }

    /// <summary>Adds the distances of numbered steps to those of the file.</summary>
    public void Count(StepDistances distances)
    {
        if (_steps.IsCounted)
        {
            _steps.Count(distances);
        }
    }

    /// <summary>
    /// Sorts the rows by step, collects duplicate steps and, on request, reports gaps. Without steps, rows that begin with the newest are
    /// reversed.
    /// </summary>
    /// <returns>Whether rows were moved.</returns>
    public bool Order(ErrorLog errors, DuplicateSteps duplicates, bool reportGaps)
    {
        var isReversed = columns.Steps.Length == 0 && columns.Options.Order == RowOrder.Falling && Length > 1;
        if ((isReversed ? [.. Enumerable.Range(0, Length).Reverse()] : _steps.Sort(errors, duplicates, reportGaps)) is not { } order)
        {
            return false;
        }

        Permute(_inputs, order);
        Permute(_stepTargets, order);
        Permute(_stepLabels, order);
        Permute(_texts, order);
        _stepTexts = StepTexts is { } texts ? PackedTexts.Of(order.Select(t => texts[t])) : null;
        return true;
    }

    /// <summary>The finished sequence.</summary>
    public Sequence ToSequence()
    {
        var hasNumbers = columns.TargetKind is TargetKind.Number or TargetKind.Binary;
        var sequence = new Sequence(id, Length, [.. _inputs], Label, columns.HasSequenceTargets && hasNumbers ? _targets : null)
        {
            Line = (int)offset,
            LabelSpellings = _spellings is null ? [] : [.. _spellings],
            StepLabels = !columns.HasSequenceTargets && columns.TargetKind == TargetKind.Label ? [.. _stepLabels] : null,
            StepTargets = !columns.HasSequenceTargets && hasNumbers ? [.. _stepTargets] : null,
            Texts = columns.Texts.Length > 0 ? [.. _texts] : null,
            Steps = StepTexts,
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

    PackedTexts? StepTexts => _stepTexts ??= _stepCells.Count > 0 ? _stepCells.ToTexts() : null;

    void Permute<T>(List<T> rows, int[] order)
    {
        var asRead = rows.ToArray();
        var size = asRead.Length / Length;
        var sorted = CollectionsMarshal.AsSpan(rows);
        for (var t = 0; t < order.Length && size > 0; t++)
        {
            asRead.AsSpan(order[t] * size, size).CopyTo(sorted[(t * size)..]);
        }
    }

    /// <summary>Whether a label is that of the rows before in another spelling, which is kept.</summary>
    bool IsSame(string label)
    {
        var isSame = LabelSpelling.AreSame(Label!, label);
        if (isSame)
        {
            (_spellings ??= new(StringComparer.Ordinal)).Add(label);
        }

        return isSame;
    }

    bool IsFirstConflict()
    {
        var isFirst = !_hasConflict;
        _hasConflict = true;
        return isFirst;
    }
}
