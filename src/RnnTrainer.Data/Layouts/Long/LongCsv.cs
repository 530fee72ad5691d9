using System.Globalization;
using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>
/// Reads the long layout, a header and then a row per time step, and the series layout, which is one such sequence without a name. Errors
/// are recorded, and reading continues with the next row. This is the reader for all files; most are read by the faster
/// <see cref="LongBlocks"/>, which gives the same.
/// </summary>
sealed class LongCsv
{
    /// <summary>The number of rows that are added to those of the file at once.</summary>
    const int MostRows = 512;

    readonly CsvCells _record;
    readonly LongColumns _columns;
    readonly TextSource _text;
    readonly ErrorLog _errors;
    readonly string _seriesName;
    readonly LongTable _table;
    readonly RowBlock _block;
    readonly RowCells _cells;
    readonly CsvRows _rows;
    readonly KeyCells _keys;
    readonly Func<int, long> _offsetOf;
    SequenceRows? _current;
    string? _orderHint;

    LongCsv(CsvReader reader, LongColumns columns, TextSource text, ErrorLog errors, string seriesName, CsvRows rows)
    {
        (_columns, _text, _errors, _seriesName, _rows) = (columns, text, errors, seriesName, rows);
        _record = new CsvCells(reader);
        _table = new LongTable(columns);
        _block = new RowBlock(columns);
        _cells = new RowCells(_record, columns, errors, new RecentCodes(_table.Rows.Words));
        _keys = new KeyCells(_record, columns.Header, columns.Keys, columns.Options.FillSequence, errors);
        _offsetOf = _record.OffsetOf;
    }

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(TextSource text, string file, DataOptions options, bool isSeries) =>
        Parse(text, file, options, isSeries, BlockOptions.Usual);

    /// <summary>The same.</summary>
    /// <param name="blocks">How a large text is cut into blocks.</param>
    internal static SequenceSet Parse(TextSource text, string file, DataOptions options, bool isSeries, BlockOptions blocks)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var isLarge = !text.IsWhole || text.Head.Length >= blocks.Least;
        var errors = isLarge ? new ErrorLog(file, text) : ErrorLog.OfValid(text, file);
        var columns = Columns(text, file, options, isSeries, errors);
        if (isLarge && LongBlocks.TryRead(text, columns, name, blocks) is { } read)
        {
            return Set(file, columns, read.Sequences, read.Notes, read.Longer) with { CommentLines = read.Comments };
        }

        errors = isLarge ? ErrorLog.OfValid(text, file) : errors;
        using var window = new TextWindow(text);
        using var reader = CsvFile.Open(text, window);
        CsvFile.SkipHeader(reader, options); // LongColumns has checked it
        var gaps = RowGaps.Of(reader, text, window, columns.SplitsAtBlankLines);
        var rows = new CsvRows(reader, window, errors, options.Progress, gaps);
        return new LongCsv(reader, columns, text, errors, name, rows).ReadAll(file, gaps);
    }

    static LongColumns Columns(TextSource text, string file, DataOptions options, bool isSeries, ErrorLog errors)
    {
        try
        {
            return LongColumns.Find(text, options, isSeries, errors);
        }
        catch (DataException)
        {
            ErrorLog.OfValid(text, file); // bytes that are no text say more than what is wrong with the header
            throw;
        }
    }

    SequenceSet ReadAll(string file, RowGaps? gaps)
    {
        var isComplete = true;
        while (_rows.Next())
        {
            if (Current() is { } sequence)
            {
                ReadInto(sequence);
            }
            else
            {
                isComplete = false;
            }
        }

        _table.Rows.Add(_block);
        var notes = _table.Order(_text, _errors, isComplete && !_rows.Skipped, _cells.Reinterpreted) with { BlankLines = gaps?.Count ?? 0 };
        if (_table.Count == 0 && _errors.Total == 0)
        {
            _errors.Add(0, "there is a header but no row below it", "Write a row for each time step.");
        }

        _errors.ThrowIfAny();
        return Set(file, _columns, _errors.WithLines(_table.ToSequences()), notes, _rows.Longer);
    }

    static SequenceSet Set(string file, LongColumns columns, IReadOnlyList<Sequence> sequences, LongNotes notes, long longer) =>
        SetOf(file, columns, sequences) with { Notes = [.. columns.Names.Notes(longer), .. notes.Lines(columns)] };

    /// <summary>Sequences as a set, without notes.</summary>
    internal static SequenceSet SetOf(string file, LongColumns columns, IReadOnlyList<Sequence> sequences) =>
        new(file, columns.InputNames, columns.TargetNames, sequences)
        {
            TextColumns = columns.TextNames,
            IdColumns = columns.KeyNames,
            Unused = columns.Unused,
        };

    void ReadInto(SequenceRows sequence)
    {
        _cells.ReadInto(_block);
        var (row, end) = (_block.Count - 1, _block.Count);
        var steps = _columns.Steps.Length > 0 ? _block.Steps(row, end, _columns.Options.Order) : default;
        if (sequence.Add(
            _block, new RowRun(sequence.Id, row, end, 0, steps), _table.Rows.Count + row, _table.Rows.Words, _offsetOf)
                is >= 0 and var column)
        {
            ReportConflict(sequence, column);
        }

        if (_block.Count == MostRows)
        {
            _table.Rows.Add(_block);
            _block.Clear();
        }
    }

    /// <summary>Records that the label, target or group of this row is not that of the rows before.</summary>
    void ReportConflict(SequenceRows sequence, int column)
    {
        if (_errors.IsFull)
        {
            _errors.CountOneMore();
            return;
        }

        var (id, line, cell) = (Printable.Cell(sequence.Id), _errors.LineOf(sequence.Place), Printable.Cell(_record.Text(column)));
        var (message, hint) = column == _columns.Group
            ? ($"sequence '{id}' has the group '{cell}' here but '{Printable.Cell(sequence.Group!)}' in line {line} (split.by)",
                "A sequence belongs to one group, the same in all its rows.")
            : _columns.TargetKind == TargetKind.Label
            ? ($"sequence '{id}' has the label '{cell}' here but '{Printable.Cell(sequence.Label!)}' in line {line}",
                "A sequence has one label, the same in all its rows; for a label at each step use the task tag.")
            : ($"sequence '{id}' has the target {cell} here but another in line {line}",
                "A sequence has one target, the same in all its rows.");
        _errors.Add(() => _record.OffsetOf(column), message, hint);
    }

    /// <summary>The sequence of this row; null, with the error recorded, if the row cannot be read.</summary>
    SequenceRows? Current()
    {
        if (!_rows.Fits(_columns.Header.Length))
        {
            return null;
        }

        if (_columns.Keys.Length == 0)
        {
            return _current = _current is not null && !(_columns.SplitsAtBlankLines && _rows.FollowsBlankLine) ? _current
                : Enter(_columns.SplitsAtBlankLines ? _table.Count.ToString(CultureInfo.InvariantCulture) : _seriesName);
        }

        return _current = !_keys.TryRead(out var isSame) ? null : isSame && _current is not null ? _current : Enter(_keys.Id);
    }

    SequenceRows Enter(string id)
    {
        var sequence = _table.Enter(id, _record.Reader.ByteOffset, out var continues);
        if (continues && _columns.Steps.Length == 0)
        {
            _errors.Add(
                () => _record.OffsetOf(_columns.Keys[0]), $"sequence '{Printable.Cell(id)}' continues here after rows of another",
                _orderHint ??= OrderColumns.Hint(_text, _columns));
        }

        return sequence;
    }
}
