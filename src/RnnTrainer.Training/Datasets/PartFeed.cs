using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Passes;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>What a model takes of a file that is read some sequences at a time, without targets.</summary>
sealed class PartFeed(Config config, ModelSchema schema, string file, SequenceFeed feed)
{
    const int MostExamples = 3;

    readonly GapCounts _gaps = new();
    readonly List<UnseenValues> _unseen = [];
    SequenceSet? _last;

    /// <summary>The number of steps of each sequence that was handed out.</summary>
    public List<int> Lengths { get; } = [];

    /// <summary>How many sequences are longer than one step.</summary>
    public int Several => Lengths.Count(T => T > 1);

    /// <summary>What a user should know of the file, once all was read: a part without sequences.</summary>
    public DataPart About => new(file, [], [])
    {
        IdColumns = feed.IdColumns,
        Notes = ReadingNotes.Of(config, _last! with { Notes = feed.Notes }, _gaps),
        Unseen = _unseen,
    };

    /// <summary>The parts, in the order of the file.</summary>
    /// <exception cref="DataException">It holds something else than training did.</exception>
    public IEnumerable<DataPart> Parts()
    {
        foreach (var (set, isAll) in feed.Sets())
        {
            var part = Reading.Part(config, schema, set, labelled: false);
            _gaps.Add(config, set);
            _last = set;
            Lengths.AddRange(set.Sequences.Select(s => s.Length));
            part.Unseen.ToList().ForEach(Add);
            yield return part with { HasOthers = !isAll };
        }
    }

    void Add(UnseenValues values)
    {
        var n = _unseen.FindIndex(u => u.Column == values.Column);
        if (n < 0)
        {
            _unseen.Add(values);
            return;
        }

        var before = _unseen[n];
        _unseen[n] = before with
        {
            Count = before.Count + values.Count,
            Examples = [.. before.Examples.Union(values.Examples).Take(MostExamples)],
        };
    }
}
