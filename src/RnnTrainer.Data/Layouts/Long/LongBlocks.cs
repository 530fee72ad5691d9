using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using CsvHelper;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>
/// Reads a large long CSV in blocks, several at once; the rows of the blocks are added in their order. It gives up on an error and on what
/// is unusual: names to be filled, blank lines, comments where there are quotes, blanks outside of quotes, rows longer than a block.
/// <see cref="LongCsv"/> then reads the text from its beginning. If it does not give up, both give the same.
/// </summary>
sealed class LongBlocks
{
    readonly TextBlocks _blocks;
    readonly LongColumns _columns;
    readonly IRowPass _pass;
    readonly string _seriesName;
    readonly char _separator;
    readonly Dictionary<int, string> _reinterpreted = [];
    readonly object _turn = new();
    int _next; // the number of the block whose rows are to be added
    long _lines, _longer, _comments;
    volatile bool _givesUp;
    ExceptionDispatchInfo? _failure;

    LongBlocks(Stream stream, LongColumns columns, string seriesName, char separator, BlockOptions options, IRowPass pass)
    {
        (_blocks, _columns, _seriesName, _separator) = (new TextBlocks(stream, options.Size), columns, seriesName, separator);
        _pass = pass;
    }

    /// <summary>
    /// The sequences, with their lines, what a user should know, the number of rows with empty fields after those of the columns, and the
    /// number of comments; null if it gives up.
    /// </summary>
    public static (IReadOnlyList<Sequence> Sequences, LongNotes Notes, long Longer, long Comments)? TryRead(
        TextSource text, LongColumns columns, string seriesName, BlockOptions options)
    {
        var table = new LongTable(columns);
        return TryRead(text, columns, seriesName, options, new LongKeep(table, columns)) is { } read ? Finished(text, table, read) : null;
    }

    /// <summary>The same, where the rows go elsewhere.</summary>
    public static RowsRead? TryRead(TextSource text, LongColumns columns, string seriesName, BlockOptions options, IRowPass pass)
    {
        if (columns.Options.FillSequence || columns.SplitsAtBlankLines || CsvFile.NamesSeparator(text.Head) || CsvFile.HasLooseQuotes(text))
        {
            return null;
        }

        using var stream = text.Open();
        return new LongBlocks(stream, columns, seriesName, SeparatorOf(text.Head), options, pass) is var blocks
            && blocks.ReadAll(options.Workers) ? new RowsRead(blocks._reinterpreted, blocks._longer, blocks._comments) : null;
    }

    /// <summary>The separator of a text.</summary>
    public static char SeparatorOf(byte[] head)
    {
        using var first = CsvFile.Open(head);
        return first.Separator;
    }

    /// <summary>Reads all blocks. False if it gave up.</summary>
    bool ReadAll(int workers)
    {
        var others = Enumerable.Range(1, workers - 1).Select(_ => Task.Run(Work)).ToArray();
        Work();
        Task.WaitAll(others);
        _failure?.Throw();
        return !_givesUp;
    }

    static (IReadOnlyList<Sequence> Sequences, LongNotes Notes, long Longer, long Comments)? Finished(
        TextSource text, LongTable table, RowsRead read)
    {
        var errors = new ErrorLog("", text);
        var notes = table.Order(text, errors, isComplete: true, read.Reinterpreted);
        return errors.Total > 0 || table.Count == 0 ? null : (table.ToSequences(), notes, read.Longer, read.Comments);
    }

    /// <summary>Reads blocks until there is none, or one of the threads gives up.</summary>
    void Work()
    {
        var (block, rows, words, look) = (new TextBlock(), new RowBlock(_columns), new RecentCodes(_pass.Words), _pass.Look());
        try
        {
            while (!_givesUp && _blocks.TryTake(block))
            {
                var read = Read(block, rows, words, look);
                AddInTurn(block.Number, rows, read);
            }
        }
        catch (Exception e) // is thrown on the thread that waits for all
        {
            lock (_turn)
            {
                _failure ??= ExceptionDispatchInfo.Capture(e);
                GiveUp();
            }
        }
    }

    void AddInTurn(int number, RowBlock rows, BlockRead? read)
    {
        lock (_turn)
        {
            while (_next != number && !_givesUp)
            {
                Monitor.Wait(_turn);
            }

            if (_givesUp || read is null || !TryAdd(rows, read.Value))
            {
                GiveUp();
                return;
            }

            _next++;
            Monitor.PulseAll(_turn);
        }
    }

    void GiveUp()
    {
        _givesUp = true;
        Monitor.PulseAll(_turn);
    }

    /// <summary>Adds the rows of the next block to those of the file. False if one does not fit those before it.</summary>
    bool TryAdd(RowBlock rows, BlockRead read)
    {
        if (!_pass.TryAdd(rows, _lines))
        {
            return false;
        }

        _lines += read.Lines;
        _longer += read.Longer;
        _comments += read.Comments;
        foreach (var (column, number) in read.Reinterpreted)
        {
            _reinterpreted.TryAdd(column, number);
        }

        return true;
    }

    /// <summary>Reads the rows of a block; null if there is anything that only the reader of all files can read.</summary>
    BlockRead? Read(TextBlock block, RowBlock rows, RecentCodes words, IRowLook? look)
    {
        rows.Clear();
        if (!block.IsUsual)
        {
            return null;
        }

        using var reader = CsvFile.OpenBlock(block.Stream, _separator);
        try
        {
            return Rows(reader, block, rows, words, look);
        }
        catch (CsvFormatException)
        {
            return null;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a loop over all rows from the first call on
    BlockRead? Rows(CsvReader reader, TextBlock block, RowBlock rows, RecentCodes words, IRowLook? look)
    {
        var (errors, record) = (new ErrorLog("", Array.Empty<byte>()), new CsvCells(reader, trims: true));
        var cells = new RowCells(record, _columns, errors, words);
        var keys = new KeyCells(record, _columns.Header, _columns.Keys, isFilled: false, errors);
        var (lines, counted, longer) = (0, 0, 0L);
        if (block.Number == 0 && _columns.Options.HasHeader)
        {
            reader.Read();
        }

        look?.Begin(block);
        while (reader.Read())
        {
            if (record.IsBlankLine)
            {
                continue;
            }

            if (record.Count != _columns.Header.Length)
            {
                longer++;
                if (!record.Fits(_columns.Header.Length))
                {
                    return null;
                }
            }

            var isSame = true;
            if (_columns.Keys.Length > 0 && !keys.TryRead(out isSame))
            {
                return null;
            }

            if (!isSame || rows.Count == 0)
            {
                var at = (int)reader.ByteOffset;
                lines += block.LineEnds(counted, at);
                counted = at;
                EndRun(rows);
                rows.Runs.Add(new RowRun(_columns.Keys.Length > 0 ? keys.Id : _seriesName, rows.Count, 0, lines, default));
            }

            cells.ReadInto(rows);
            if (errors.Total > 0)
            {
                return null;
            }

            look?.Add(record);
        }

        EndRun(rows);
        return new BlockRead(lines + block.LineEnds(counted, block.Rows.Length), longer,
            block.Comments, cells.Reinterpreted);
    }

    /// <summary>Completes the last run.</summary>
    void EndRun(RowBlock rows)
    {
        if (rows.Runs is [.., var run])
        {
            var steps = _columns.Steps.Length > 0 ? rows.Steps(run.From, rows.Count, _columns.Options.Order) : default;
            rows.Runs[^1] = run with { To = rows.Count, Steps = steps };
        }
    }

    /// <summary>What was read of a block, next to its rows.</summary>
    /// <param name="Lines">The number of its line ends.</param>
    /// <param name="Longer">The number of rows with empty fields after those of the columns.</param>
    /// <param name="Comments">The number of comments.</param>
    /// <param name="Reinterpreted">The first number of each column that was read without its unit or groups.</param>
    readonly record struct BlockRead(int Lines, long Longer, long Comments, IReadOnlyDictionary<int, string> Reinterpreted);
}

/// <summary>What was read next to the rows.</summary>
/// <param name="Reinterpreted">The first number of each column that was read without its unit or groups.</param>
/// <param name="Longer">The number of rows with empty fields after those of the columns.</param>
/// <param name="Comments">The number of comments.</param>
sealed record RowsRead(IReadOnlyDictionary<int, string> Reinterpreted, long Longer, long Comments);
