using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Tests.Training;

/// <summary>Truncated backpropagation: pieces whose states are carried on, against sequences that are computed whole.</summary>
public sealed class HiddenStatesTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var option in new[] { "language", "multilabel" })
            {
                data.Add(option, "lstm");
                data.Add(option, "ugrnn");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_losses_of_the_pieces_add_up_to_that_of_the_whole(string option, string cell)
    {
        using var model = LayersTests.Make(option, cell, Precision.Float64, threads: 2);
        var batch = LayersTests.Batch(model);
        var whole = model.Load(batch, trains: false);
        whole.Forward();
        var expected = batch.Sequences.Select((_, b) => whole.LossOf(b)).ToList();
        foreach (var length in new[] { 1, 2, 3, 4, 5 })
        {
            var (states, losses) = (new HiddenStates(), new double[batch.Size]);
            foreach (var piece in Chunk.Of(batch, length))
            {
                Pass(model, piece, states, losses);
            }

            Assert.All(losses, (loss, b) => Assert.Equal(expected[b], loss, 1e-12));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void States_that_are_not_carried_would_be_seen(string option, string cell)
    {
        using var model = LayersTests.Make(option, cell, Precision.Float64, threads: 1);
        var batch = LayersTests.Batch(model);
        var (carried, forgotten) = (new double[batch.Size], new double[batch.Size]);
        var states = new HiddenStates();
        foreach (var piece in Chunk.Of(batch, 2))
        {
            Pass(model, piece, states, carried);
            var alone = new double[batch.Size];
            Pass(model, Assert.Single(Chunk.Of(piece.Steps, length: null)), new HiddenStates(), alone);
            for (var b = 0; b < piece.Places.Count; b++)
            {
                forgotten[piece.Places[b]] += alone[b];
            }
        }

        Assert.All(batch.Sequences, (s, b) => Assert.Equal(s.Length > 2, Math.Abs(carried[b] - forgotten[b]) > 1e-6));
    }

    /// <summary>The gradient of a piece is that of the unrolled loops from the states before it, as constants.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_of_a_piece_stops_where_it_begins(string option, string cell)
    {
        using var model = LayersTests.Make(option, cell, Precision.Float64, threads: 2);
        var states = new HiddenStates();
        var pieces = Chunk.Of(LayersTests.Batch(model), 3).ToList();
        Pass(model, pieces[0], states, new double[99]);
        var second = pieces[1];
        using var unrolled = new SequenceGraph(model, second.Steps, executor: new Interpreter());
        unrolled.Load(second.Steps);
        states.Enter(unrolled, second);
        var plain = Gradient(model, unrolled);
        var fast = Gradient(model, model.Load(second, trains: true, states));
        Assert.Contains(plain, g => Math.Abs(g) > 1e-3);
        Assert.All(plain.Zip(fast), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void What_was_kept_goes_on_as_if_it_had_not_been_interrupted_and_other_states_are_refused()
    {
        using var model = LayersTests.Make("language", "lstm", Precision.Float32, threads: 1);
        var (states, losses, again) = (new HiddenStates(), new double[99], new double[99]);
        var pieces = Chunk.Of(LayersTests.Batch(model), 3).ToList();
        Pass(model, pieces[0], states, losses);
        var kept = states.ToTensors();
        Assert.Equal(["layer0.c0", "layer0.h0", "layer1.c0", "layer1.h0"], kept.Select(t => t.Name));
        Pass(model, pieces[1], states, losses = new double[99]);

        var resumed = new HiddenStates();
        resumed.Assign(model, kept, pieces[1], "file");
        Pass(model, pieces[1], resumed, again);
        Assert.Equal(losses, again);

        var e = Assert.Throws<CheckpointException>(() => new HiddenStates().Assign(model, [.. kept.Skip(1)], pieces[1], "file"));
        Assert.Contains("'carried.layer0.c0' is not there, expected [7,5]", e.Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(
            () => new HiddenStates().Assign(model, [.. kept.Select(t => t with { Shape = [5, 7] })], pieces[1], "file"));
    }

    static void Pass(Model model, Chunk piece, HiddenStates states, double[] losses)
    {
        var graph = model.Load(piece, trains: false, states);
        graph.Forward();
        states.Leave(graph, piece);
        for (var b = 0; b < piece.Steps.Size; b++)
        {
            losses[piece.Places[b]] += graph.LossOf(b);
        }
    }

    static List<double> Gradient(Model model, ISequenceGraph graph)
    {
        model.Parameters.ClearGradients();
        graph.Forward();
        graph.Backward();
        return [.. model.Parameters.SelectMany(p => p.Grad.ToArray())];
    }
}
