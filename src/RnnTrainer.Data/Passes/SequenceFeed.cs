using System.Threading.Channels;
using RnnTrainer.Data.Layouts;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Passes;

/// <summary>The sequences of a long CSV, some at a time while later rows are still to be read.</summary>
sealed class SequenceFeed
{
    /// <summary>The number of sets that wait to be taken.</summary>
    const int Waiting = 2;

    readonly TextSource _text;
    readonly string _file;
    readonly LongColumns _columns;
    readonly BlockOptions _blocks;
    readonly LongFeed _feed;
    readonly Channel<(SequenceSet Set, bool IsAll)> _sets = Channel.CreateBounded<(SequenceSet Set, bool IsAll)>(Waiting);
    Task? _reading;

    SequenceFeed(TextSource text, string file, LongColumns columns, BlockOptions blocks, int least)
    {
        (_text, _file, _columns, _blocks) = (text, file, columns, blocks);
        _feed = new LongFeed(columns, text, least, Hand);
    }

    /// <summary>Whether all rows were read so; if not, the file has to be read whole.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The name of a sequence that continues after it was handed out; null: none does.</summary>
    public string? Continued => _feed.Continued;

    /// <summary>The number of sequences that were handed out.</summary>
    public int Count => _feed.Count;

    /// <summary>What a user should know of the file, when all rows were read.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>The columns of the sequences' ids.</summary>
    public IReadOnlyList<string> IdColumns => _columns.KeyNames;

    /// <summary>A feed; null where the file has to be read whole.</summary>
    /// <param name="text">The file.</param>
    /// <param name="options">Its layout and the roles of its columns.</param>
    /// <param name="blocks">How the text is cut into blocks.</param>
    /// <param name="least">The fewest rows that are handed out together.</param>
    public static SequenceFeed? TryOpen(TextSource text, string file, DataOptions options, BlockOptions blocks, int least)
    {
        try
        {
            if (LayoutDetection.IsArff(text.Head, file)
                || LayoutDetection.Of(text.Head, file, options) is not { Layout: Layout.Long } guess)
            {
                return null;
            }

            LayoutOptions.Check(guess, file, options);
            var columns = LongColumns.Find(text, options, isSeries: false, new ErrorLog(file, text.Head));
            return columns.Keys.Length == 0 || columns.HasNextTargets ? null : new SequenceFeed(text, file, columns, blocks, least);
        }
        catch (DataException)
        {
            return null; // the reader of all files says what is wrong
        }
    }

    /// <summary>
    /// The sequences, in the order of the file, and whether they are all of it. They end early where the file has to be read whole.
    /// </summary>
    public IEnumerable<(SequenceSet Set, bool IsAll)> Sets()
    {
        var reading = _reading = Task.Run(Read);
        try
        {
            while (_sets.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (_sets.Reader.TryRead(out var set))
                {
                    yield return set;
                }
            }

            reading.GetAwaiter().GetResult();
        }
        finally
        {
            _sets.Writer.TryComplete(); // nobody takes more
        }
    }

    /// <summary>Waits until the text is not read any more.</summary>
    public void Wait() => _reading?.ContinueWith(_ => { }, TaskScheduler.Default).Wait();

    void Read()
    {
        try
        {
            var read = LongBlocks.TryRead(_text, _columns, Path.GetFileNameWithoutExtension(_file), _blocks, _feed);
            if (read is null || !_feed.TryEnd())
            {
                return;
            }

            Notes =
            [
                .. Comments.Note(read.Comments) is { } note ? [note] : Array.Empty<string>(), .. _columns.Names.Notes(read.Longer),
                .. _feed.Notes(read.Reinterpreted).Lines(_columns),
            ];
            IsComplete = true;
        }
        finally
        {
            _sets.Writer.TryComplete();
        }
    }

    bool Hand(IReadOnlyList<Sequence> sequences, bool isAll)
    {
        var set = LongCsv.SetOf(_file, _columns, sequences);
        while (_sets.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
        {
            if (_sets.Writer.TryWrite((set, isAll)))
            {
                return true;
            }
        }

        return false;
    }
}
