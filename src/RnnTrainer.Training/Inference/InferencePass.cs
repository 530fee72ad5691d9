using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Inference;

/// <summary>What a model has just read: some steps of a sequence, in a graph that is reused for what follows.</summary>
/// <param name="Graph">After its forward pass.</param>
/// <param name="Row">The place in the graph's batch.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Sequence">The number of the sequence that they are of.</param>
/// <param name="From">The first of them.</param>
readonly record struct StepsRead(ISequenceGraph Graph, int Row, Sequence Steps, int Sequence, int From);

/// <summary>Runs a model over sequences without training: every step is handed out once.</summary>
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
            foreach (var (graph, piece) in Over(model, batch, length))
            {
                for (var b = 0; b < piece.Steps.Size; b++)
                {
                    yield return new(graph, b, piece.Steps.Sequences[b], first + piece.Places[b], piece.From);
                }
            }

            first += batch.Size;
        }
    }

    /// <summary>A stream at several places at once, each but the first beginning a piece too early: that brings its states to where they would be, and is not handed out.</summary>
    static IEnumerable<StepsRead> OverStream(Model model, Sequence stream, int size, int L)
    {
        var B = Math.Clamp(stream.Length / L, 1, size);
        int[] starts = [.. Enumerable.Range(0, B).Select(b => Math.Max(0, Batches.StartInStream(stream, b, B) - L))];
        var batch = new Batch([.. starts.Select((start, b) => stream.Slice(start, Batches.StartInStream(stream, b + 1, B) - start))]);
        foreach (var (graph, piece) in Over(model, batch, L))
        {
            for (var b = 0; b < piece.Steps.Size; b++)
            {
                if (piece.Places[b] == 0 || !piece.Begins)
                {
                    yield return new(graph, b, piece.Steps.Sequences[b], 0, starts[piece.Places[b]] + piece.From);
                }
            }
        }
    }

    static IEnumerable<(ISequenceGraph Graph, Chunk Chunk)> Over(Model model, Batch batch, int? length)
    {
        var states = new CarriedStates();
        foreach (var piece in Chunk.Of(batch, length))
        {
            yield return (Read(model, piece, states), piece);
        }
    }

    /// <summary>Reads a piece from the states that the one before has left, and leaves them for the next.</summary>
    public static ISequenceGraph Read(Model model, Chunk piece, CarriedStates states)
    {
        var graph = model.Load(piece, trains: false, states);
        graph.Forward();
        states.Leave(graph, piece);
        return graph;
    }
}
