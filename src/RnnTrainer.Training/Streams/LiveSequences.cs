using RnnTrainer.Data;

namespace RnnTrainer.Training.Streams;

/// <summary>The sequences of a file that is being written, each with a stream of its own.</summary>
/// <param name="open">Opens a stream.</param>
/// <param name="file">What messages call the file.</param>
sealed class LiveSequences(Func<PredictionStream> open, string file) : IDisposable
{
    readonly Dictionary<string, PredictionStream> _streams = new(StringComparer.Ordinal);

    /// <summary>Continues from the states of a file.</summary>
    /// <exception cref="DataException">It cannot be read, or is that of another model.</exception>
    public void Restore(string states)
    {
        foreach (var (id, state) in StateFile.Read(states))
        {
            var stream = open();
            stream.Restore(state, states);
            _streams[id] = stream;
        }
    }

    /// <summary>The bytes of a file with the states of all sequences.</summary>
    public byte[] Save() => StateFile.Bytes(_streams.Select(s => KeyValuePair.Create(s.Key, s.Value.Save())));

    /// <summary>Takes a row.</summary>
    /// <returns>The predictions for its sequence so far; none while the window of a forecast is not full.</returns>
    /// <exception cref="DataException">It has a word or number that the model does not take.</exception>
    public IReadOnlyList<Prediction> Push(LiveRow row)
    {
        var id = row.Raw.Id;
        if (row.IsWhole)
        {
            using var whole = open();
            whole.Push(row.Raw, file);
            return whole.Predictions(id, [id]);
        }

        if (!_streams.TryGetValue(id, out var stream))
        {
            _streams[id] = stream = open();
        }

        stream.Push(row.Raw, file);
        return stream.Predictions(id, SequenceKey.Split(id, row.IdColumns.Count));
    }

    public void Dispose()
    {
        foreach (var stream in _streams.Values)
        {
            stream.Dispose();
        }
    }
}
