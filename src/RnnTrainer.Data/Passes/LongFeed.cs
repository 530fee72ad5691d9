using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Passes;

/// <summary>
/// Hands out the sequences of a long CSV while later rows are still to be read: some at a time, whole, in the order of the file. It gives
/// up where a sequence continues after others, and where all rows have to be seen to know what is meant.
/// </summary>
/// <param name="columns">The roles of the columns.</param>
/// <param name="text">The file.</param>
/// <param name="least">The number of rows after which the sequences that are complete are handed out.</param>
/// <param name="hand">Takes sequences, and whether they are all of the file. False if no more are wanted.</param>
sealed class LongFeed(LongColumns columns, TextSource text, int least, Func<IReadOnlyList<Sequence>, bool, bool> hand) : IRowPass
{
    /// <summary>The share of the memory for rows that those not yet handed out may take.</summary>
    const int Share = 4;

    readonly HashSet<UInt128> _ids = [];
    readonly StepDistances _distances = new();
    LongTable? _table;
    string? _id;

    public WordCodes Words { get; } = new();

    /// <summary>The number of sequences that were handed out.</summary>
    public int Count { get; private set; }

    /// <summary>The name of a sequence that continues after it was handed out; null: none does.</summary>
    public string? Continued { get; private set; }

    /// <summary>The number of sequences whose rows were put into another order.</summary>
    int Reordered { get; set; }

    public IRowLook? Look() => null;

    public bool TryAdd(RowBlock rows, long line)
    {
        foreach (var run in rows.Runs)
        {
            if (run.Id != _id && !TryBegin(run.Id))
            {
                return false;
            }

            var table = _table ??= new LongTable(columns, new Spill(MemoryLimit.OfRows(columns.Options) / Share), Words);
            if (table.Enter(run.Id, line + run.Line + 1, out _).Add(rows, run, table.Rows.Count, Words, _ => 0) >= 0)
            {
                return false;
            }

            table.Rows.Add(rows, run.From, run.To);
        }

        return true;
    }

    /// <summary>Hands out the last sequences. False if the rows have to be read by the reader of all files.</summary>
    public bool TryEnd() => (_table is null || TryHand(_table, isEnd: true)) && Count > 0;

    /// <summary>What a user should know.</summary>
    /// <param name="reinterpreted">The first number of each column that was read without its unit or groups.</param>
    public LongNotes Notes(IReadOnlyDictionary<int, string> reinterpreted) =>
        new(Reordered, _distances.AreUneven ? _distances.Range : null, reinterpreted);

    bool TryBegin(string id)
    {
        if (!_ids.Add(RowHash.Of(id)))
        {
            Continued = Count > 0 ? id : null;
            return false;
        }

        _id = id;
        return _table is null || _table.Rows.Count < least || TryHand(_table, isEnd: false);
    }

    bool TryHand(LongTable table, bool isEnd)
    {
        // Rows that all name another sequence may be in the order of time, with the next row of each still to come.
        if (Count == 0 && table.Rows.Count >= least && table.Count == table.Rows.Count)
        {
            return false;
        }

        var errors = new ErrorLog("", text);
        var notes = table.Order(text, errors, isComplete: true, new Dictionary<int, string>(), _distances);
        if (errors.Total > 0 || (!_distances.AreOnes && columns.StepsAreCounted))
        {
            return false;
        }

        (Count, Reordered, _table) = (Count + table.Count, Reordered + notes.Reordered, null);
        return hand(table.ToSequences(), isEnd && Count == table.Count);
    }
}
