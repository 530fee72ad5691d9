using System.Diagnostics.CodeAnalysis;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Passes;
using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Text;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Inference;

/// <summary>
/// A file and what is predicted for it. A long CSV whose sequences stand together is predicted some sequences at a time, so that only
/// these are in memory, and the first are predicted before the last are read; any other file is read whole.
/// </summary>
sealed class PredictedFile : IDisposable
{
    /// <summary>Rows that are predicted together, of a file and of a pipe, where somebody may wait for the first.</summary>
    const int RowsOfFile = 1 << 16, RowsOfPipe = 1 << 10;

    readonly Func<DataPart, IEnumerable<Prediction>> _predict;
    readonly TextSource? _text;

    PredictedFile(string name, IReadOnlyList<string> idColumns, Func<DataPart, IEnumerable<Prediction>> predict, TextSource? text = null) =>
        (Name, IdColumns, _predict, _text) = (name, idColumns, predict, text);

    /// <summary>The file as the user gave it.</summary>
    public string Name { get; }

    /// <summary>The columns of the sequences' ids; none where the file has none.</summary>
    public IReadOnlyList<string> IdColumns { get; }

    /// <summary>What a user should know of the file: a part without sequences; null until all rows of a pipe were read.</summary>
    public DataPart? About { get; private set; }

    /// <summary>The number of sequences, as far as they were predicted.</summary>
    public int Count { get; private set; }

    /// <summary>The predictions in the order of the file, made as they are enumerated, once.</summary>
    public IEnumerable<IEnumerable<Prediction>> Groups { get; private set; } = [];

    /// <summary>A file that was read whole.</summary>
    /// <param name="predict">What a model predicts for a part.</param>
    public static PredictedFile Of(DataPart part, Func<DataPart, IEnumerable<Prediction>> predict) =>
        new(part.File, part.IdColumns, predict) { About = part, Count = part.Count, Groups = [predict(part)] };

    /// <summary>
    /// A large file that is read twice, some sequences at a time: first to know that all can be read so, and what a user should know
    /// before. Null where it has to be read whole.
    /// </summary>
    /// <param name="predict">What the model predicts for a part.</param>
    public static PredictedFile? OfFile(Config config, ModelSchema schema, string name, Func<DataPart, IEnumerable<Prediction>> predict)
    {
        var options = Reading.Options(config, schema, name, labelled: false);
        var text = LargeText.TryOpen(name, options, isHashed: false);
        if (text is not null && Feed() is { } first && TryCheck(new PartFeed(config, schema, name, first)) is { } about)
        {
            var file = new PredictedFile(name, about.IdColumns, predict, text) { About = about, Count = first.Count };
            file.Groups = file.Read(Feed()!, config, schema);
            return file;
        }

        text?.Dispose();
        return null;

        SequenceFeed? Feed() => SequenceFeed.TryOpen(text, name, options, BlockOptions.Usual, RowsOfFile);

        DataPart? TryCheck(PartFeed parts)
        {
            try
            {
                foreach (var part in parts.Parts())
                {
                }
            }
            catch (DataException)
            {
                return null; // the reader of whole files lists all errors
            }

            // A single text is read in chunks, several are not; those of one symbol do not count.
            return first.IsComplete && !(SequenceTask.Of(config).PredictsNextSymbol && parts.Several <= 1) ? parts.About : null;
        }
    }

    /// <summary>A pipe, which is read once: sequences are predicted as they are complete.</summary>
    /// <param name="predict">What the model predicts for a part.</param>
    public static PredictedFile OfPipe(
        Config config, ModelSchema schema, Stream pipe, string name, Func<DataPart, IEnumerable<Prediction>> predict)
    {
        var options = Reading.Options(config, schema, name, labelled: false);
        var text = PipeText.Open(pipe, name, options);
        try
        {
            return OfPipe(config, schema, text, name, options, predict);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    static PredictedFile OfPipe(
        Config config, ModelSchema schema, PipeText text, string name, DataOptions options, Func<DataPart, IEnumerable<Prediction>> predict)
    {
        if (text.IsSmall || Gzip.Is(text.Head) || text.Head.AsSpan().StartsWith("PAR1"u8) || !TextEncodings.IsUtf8(text.Head, options)
            || SequenceFeed.TryOpen(text, name, options, BlockOptions.Usual with { Size = PipeText.LeastHead }, RowsOfPipe) is not { } feed)
        {
            using (text)
            {
                return Of(Reading.Part(config, schema, name, text.ToEnd(), labelled: false), predict);
            }
        }

        var file = new PredictedFile(name, feed.IdColumns, predict, text);
        file.Groups = file.Read(text, new PartFeed(config, schema, name, feed), feed, options, config, schema);
        return file;
    }

    public void Dispose() => _text?.Dispose();

    // A file that was checked.
    IEnumerable<IEnumerable<Prediction>> Read(SequenceFeed feed, Config config, ModelSchema schema)
    {
        foreach (var part in new PartFeed(config, schema, Name, feed).Parts())
        {
            yield return _predict(part);
        }

        if (!feed.IsComplete || feed.Count != Count)
        {
            throw new DataException(Diagnostic.OfFile(
                Name, "the file was changed while it was read", "Wait until it is written, or read a copy of it."));
        }
    }

    // A pipe: what cannot be read as it comes is read whole, and the sequences that were predicted are passed over.
    IEnumerable<IEnumerable<Prediction>> Read(
        PipeText text, PartFeed parts, SequenceFeed feed, DataOptions options, Config config, ModelSchema schema)
    {
        using var next = parts.Parts().GetEnumerator();
        while (TryNext(next, out var part))
        {
            Count += part.Count;
            yield return _predict(part);
        }

        if (feed.IsComplete)
        {
            About = parts.About;
            yield break;
        }

        feed.Wait();
        var set = DataFile.Parse(text.ToEnd(), Name, options);
        if (parts.Lengths.Index()
            .FirstOrDefault(p => set.Sequences[p.Index].Length != p.Item, (Index: -1, Item: 0)) is { Index: >= 0 and var n })
        {
            throw new DataException(Diagnostic.OfFile(
                Name,
                $"sequence '{Printable.Cell(set.Sequences[n].Id)}' continues after rows of others, and its prediction is already written",
                "Sort the rows by sequence, or write them to a file and predict for that."));
        }

        var (whole, done) = (Reading.Part(config, schema, set, labelled: false), Count);
        (About, Count) = (whole, whole.Count);
        yield return _predict(
            whole with { Raw = From(whole.Raw, done), Ready = From(whole.Ready, done), HasOthers = done > 0 });
    }

    static IReadOnlyList<Sequence> From(IReadOnlyList<Sequence> all, int first) =>
        new MadeSequences(all.Count - first, n => all.LengthOf(first + n), n => all[first + n]);

    // Errors of some sequences are left to the reader of the whole, which lists those of all.
    static bool TryNext(IEnumerator<DataPart> parts, [NotNullWhen(true)] out DataPart? part)
    {
        try
        {
            part = parts.MoveNext() ? parts.Current : null;
        }
        catch (DataException)
        {
            part = null;
        }

        return part is not null;
    }
}
