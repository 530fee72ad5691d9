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

/// <summary>Runs a model over sequences without training; every step is returned once.</summary>
static class InferencePass
{
    public static IEnumerable<StepsRead> Over(Model model, IReadOnlyList<Sequence> ready)
    {
        var (size, length) = (model.Config.Training.Batch, model.Config.ChunkLength(ready.Count));
        return length is { } L && ready.Count == 1 ? OverStream(model, ready[0], size, L) : OverBatches(model, ready, size, length);
    }

    static IEnumerable<StepsRead> OverBatches(Model model, IReadOnlyList<Sequence> ready, int size, int? length)
    {
        var first = 0;
        foreach (var batch in Batches.Of(ready, size))
        {
            foreach (var (graph, chunk) in Over(model, batch, length))
            {
                for (var b = 0; b < chunk.Steps.Size; b++)
                {
                    yield return new(graph, b, chunk.Steps.Sequences[b], first + chunk.Places[b], chunk.From);
                }
            }

            first += batch.Size;
        }
    }

    /// <summary>
    /// Reads one long sequence at several places at once. Each place but the first starts one chunk early, which brings its states to about
    /// where they would be; the outputs of that chunk are not returned.
    /// </summary>
    static IEnumerable<StepsRead> OverStream(Model model, Sequence stream, int size, int L)
    {
        var B = Math.Clamp(stream.Length / L, 1, size);
        int[] starts = [.. Enumerable.Range(0, B).Select(b => Math.Max(0, Batches.StartInStream(stream, b, B) - L))];
        var batch = new Batch([.. starts.Select((start, b) => stream.Slice(start, Batches.StartInStream(stream, b + 1, B) - start))]);
        foreach (var (graph, chunk) in Over(model, batch, L))
        {
            for (var b = 0; b < chunk.Steps.Size; b++)
            {
                if (chunk.Places[b] == 0 || !chunk.Begins)
                {
                    yield return new(graph, b, chunk.Steps.Sequences[b], 0, starts[chunk.Places[b]] + chunk.From);
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
