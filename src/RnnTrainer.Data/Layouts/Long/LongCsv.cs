using System.Globalization;
using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>
/// Reads the long layout, a header and then a row per time step, and the series layout, which is one such sequence without a name. Errors
/// are recorded, and reading continues with the next row.
/// </summary>
sealed class LongCsv(CsvReader reader, LongColumns columns, byte[] text, ErrorLog errors, string seriesName, RowGaps? gaps)
{
    readonly Dictionary<string, SequenceRows> _byId = new(StringComparer.Ordinal);
    readonly List<SequenceRows> _inOrder = [];
    readonly RowCells _cells = new(reader, columns, errors);
    readonly CsvRows _rows = new(reader, text, errors, columns.Options.Progress, gaps);
    readonly KeyCells _keys = new(reader, columns.Header, columns.Keys, columns.Options.FillSequence, errors);
    SequenceRows? _current;
    string? _orderHint;
    bool _isComplete = true; // false once a row was skipped: then a gap in the steps means nothing

    /// <summary>What a user should know, once all rows are read.</summary>
    public LongNotes Notes { get; private set; } = new(0, null, new Dictionary<int, string>());

    /// <summary>Whether the file may have gaps between its steps, so that they mean something only together.</summary>
    public bool MayHaveGaps { get; private set; }

    /// <summary>The number of rows with empty fields after those of the columns.</summary>
    public int Longer => _rows.Longer;

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options, bool isSeries)
    {
        var errors = ErrorLog.OfValid(text, file);
        var columns = LongColumns.Find(text, options, isSeries, errors);
        if (LongHalves.TryRead(text, columns) is { } halves)
        {
            return Set(file, columns, halves.Sequences, halves.Notes, longer: 0);
        }

        using var reader = CsvFile.Open(text);
        CsvFile.SkipHeader(reader, options); // LongColumns has checked it
        var gaps = RowGaps.Of(reader, text, columns.SplitsAtBlankLines);
        var rows = new LongCsv(reader, columns, text, errors, Path.GetFileNameWithoutExtension(file), gaps);
        var sequences = rows.ReadAll();
        if (sequences.Count == 0 && errors.Total == 0)
        {
            errors.Add(0, "there is a header but no row below it", "Write a row for each time step.");
        }

        errors.ThrowIfAny();
        return Set(file, columns, errors.WithLines(sequences), rows.Notes, rows.Longer);
    }

    /// <summary>
    /// The sequences in the order in which the file first names them. <see cref="Sequence.Line"/> holds the byte offset of the first row.
    /// </summary>
    public IReadOnlyList<Sequence> ReadAll()
    {
        while (_rows.Next())
        {
            if (Current() is { } sequence)
            {
                _cells.ReadInto(sequence);
            }
            else
            {
                _isComplete = false;
            }
        }

        _isComplete &= !_rows.Skipped;
        Order();
        _inOrder.ForEach(Check);
        return errors.Total > 0 ? [] : [.. _inOrder.Select(r => r.ToSequence())];
    }

    /// <summary>
    /// Puts the rows of all sequences into order. Whole numbers in a column called step count the rows if most are one apart: then the
    /// others are gaps.
    /// </summary>
    void Order()
    {
        var distances = new StepDistances();
        _inOrder.ForEach(s => s.Count(distances));
        MayHaveGaps = !distances.AreOnes;
        var reportGaps = MayHaveGaps && _isComplete && distances.CountByOnes && columns.StepsAreCounted;
        var duplicates = new DuplicateSteps(columns);
        var reordered = _inOrder.Count(s => s.Order(errors, duplicates, reportGaps));
        duplicates.Report(text, errors);
        Notes = new LongNotes(reordered, distances.AreUneven ? distances.Range : null, _cells.Reinterpreted)
        {
            PartlyLabelled = _inOrder.Count(s => s.IsPartlyLabelled),
            BlankLines = gaps?.Count ?? 0,
        };
    }

    void Check(SequenceRows sequence)
    {
        if (sequence.Length == 1 && columns.HasNextTargets)
        {
            errors.Add(
                sequence.Offset,
                $"sequence '{Printable.Cell(sequence.Id)}' has one row: nothing follows it",
                "Leave it out: each step is to predict the row after it.");
        }

        if (_isComplete && sequence.MissingTarget is >= 0 and var n)
        {
            var what = columns.TargetKind == TargetKind.Label ? "label" : "target";
            errors.Add(
                sequence.FirstEmptyTarget,
                $"sequence '{Printable.Cell(sequence.Id)}' has no {what} in column '{columns.Header[columns.Targets[n]]}'",
                $"Write its {what} in all of its rows or in one of them, or leave out the sequence.");
        }
    }

    static SequenceSet Set(string file, LongColumns columns, IReadOnlyList<Sequence> sequences, LongNotes notes, int longer) =>
        new(file, columns.InputNames, columns.TargetNames, sequences)
        {
            TextColumns = columns.TextNames,
            IdColumns = columns.KeyNames,
            Unused = columns.Unused,
            Notes = [.. columns.Names.Notes(longer), .. notes.Lines(columns)],
        };

    /// <summary>The sequence of this row; null, with the error recorded, if the row cannot be read.</summary>
    SequenceRows? Current()
    {
        if (!_rows.Fits(columns.Header.Length))
        {
            return null;
        }

        if (columns.Keys.Length == 0)
        {
            return _current = _current is not null && !(columns.SplitsAtBlankLines && _rows.FollowsBlankLine) ? _current
                : Enter(columns.SplitsAtBlankLines ? _inOrder.Count.ToString(CultureInfo.InvariantCulture) : seriesName);
        }

        return _current = !_keys.TryRead(out var isSame) ? null : isSame && _current is not null ? _current : Enter(_keys.Id);
    }

    SequenceRows Enter(string id)
    {
        if (!_byId.TryGetValue(id, out var sequence))
        {
            sequence = new SequenceRows(id, reader.ByteOffset, columns);
            _byId.Add(id, sequence);
            _inOrder.Add(sequence);
        }
        else if (columns.Steps.Length == 0)
        {
            Report(
                $"sequence '{Printable.Cell(id)}' continues here after rows of another",
                _orderHint ??= OrderColumns.Hint(text, columns));
        }

        return sequence;
    }

    void Report(string message, string hint) => errors.AddCell(reader, columns.Keys[0], message, hint);
}
