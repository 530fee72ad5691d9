using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Inference;

/// <summary>Steps of a sequence that a model has just read, in a graph that is reused for the steps that follow.</summary>
/// <param name="Graph">After its forward pass.</param>
/// <param name="Row">The place in the graph's batch.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Sequence">The number of the sequence that they are of.</param>
/// <param name="From">The first of them.</param>
readonly record struct StepsRead(ISequenceGraph Graph, int Row, Sequence Steps, int Sequence, int From);

/// <summary>What is read together: a batch of sequences, or one long sequence at several places.</summary>
/// <param name="First">The number of the first sequence.</param>
/// <param name="Sequences">How many there are.</param>
/// <param name="Parts">The parts of steps, each in the order of time: the sequences, or the stretches of the long one.</param>
/// <param name="Read">The steps, with the part that they are of.</param>
readonly record struct PartsRead(int First, int Sequences, int Parts, IEnumerable<(StepsRead Steps, int Part)> Read);

/// <summary>Runs a model over sequences without training; every step is returned once.</summary>
static class InferencePass
{
    public static IEnumerable<StepsRead> Over(Model model, IReadOnlyList<Sequence> ready) =>
        InParts(model, ready).SelectMany(parts => parts.Read).Select(read => read.Steps);

    /// <summary>The same, one thing that is read together after the other.</summary>
    /// <param name="hasOthers">Whether these are some of several sequences that are read one set after the other.</param>
    public static IEnumerable<PartsRead> InParts(Model model, IReadOnlyList<Sequence> ready, bool hasOthers = false)
    {
        var isOne = ready.Count == 1 && !hasOthers;
        var (size, length) = (model.Config.Training.Batch, model.Config.ChunkLength(isOne ? 1 : Math.Max(2, ready.Count)));
        return length is { } L && isOne ? [OverStream(model, ready[0], size, L)] : OverBatches(model, ready, size, length);
    }

    static IEnumerable<PartsRead> OverBatches(Model model, IReadOnlyList<Sequence> ready, int size, int? length)
    {
        var first = 0;
        foreach (var batch in Batches.Of(ready, size))
        {
            yield return new(first, batch.Size, batch.Size, OverBatch(model, batch, first, length));
            first += batch.Size;
        }
    }

    static IEnumerable<(StepsRead Steps, int Part)> OverBatch(Model model, Batch batch, int first, int? length)
    {
        foreach (var (graph, chunk) in Over(model, batch, length))
        {
            for (var b = 0; b < chunk.Steps.Size; b++)
            {
                yield return (new(graph, b, chunk.Steps.Sequences[b], first + chunk.Places[b], chunk.From), chunk.Places[b]);
            }
        }
    }

    static PartsRead OverStream(Model model, Sequence stream, int size, int L)
    {
        var B = Math.Clamp(stream.Length / L, 1, size);
        return new(0, 1, B, OverPlaces(model, stream, L, B));
    }

    /// <summary>
    /// Reads one long sequence at several places at once. Each place but the first starts one chunk early, which brings its states to about
    /// where they would be; the outputs of that chunk are not returned.
    /// </summary>
    static IEnumerable<(StepsRead Steps, int Part)> OverPlaces(Model model, Sequence stream, int L, int B)
    {
        int[] starts = [.. Enumerable.Range(0, B).Select(b => Math.Max(0, Batches.StartInStream(stream, b, B) - L))];
        var batch = new Batch([.. starts.Select((start, b) => stream.Slice(start, Batches.StartInStream(stream, b + 1, B) - start))]);
        foreach (var (graph, chunk) in Over(model, batch, L))
        {
            for (var b = 0; b < chunk.Steps.Size; b++)
            {
                if (chunk.Places[b] == 0 || !chunk.Begins)
                {
                    yield return (new(graph, b, chunk.Steps.Sequences[b], 0, starts[chunk.Places[b]] + chunk.From), chunk.Places[b]);
                }
            }
        }
    }

    static IEnumerable<(ISequenceGraph Graph, Chunk Chunk)> Over(Model model, Batch batch, int? length)
    {
        var states = new HiddenStates();
        foreach (var chunk in Chunk.Of(batch, length))
        {
            yield return (Read(model, chunk, states), chunk);
        }
    }

    /// <summary>Reads a chunk from the states that the chunk before has left, and keeps its own for the next.</summary>
    public static ISequenceGraph Read(Model model, Chunk chunk, HiddenStates states)
    {
        var graph = model.Load(chunk, trains: false, states);
        graph.Forward();
        states.Leave(graph, chunk);
        return graph;
    }
}
