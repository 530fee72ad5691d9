using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Tests.Training;

/// <summary>A stream that is read at several places at once, against the same steps read whole.</summary>
public sealed class InferencePassTests
{
    const int T = 203;
    const int L = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(40)]
    public void Every_step_of_a_stream_is_handed_out_once(int batch)
    {
        using var model = Make(batch);
        var read = InferencePass.Over(model, [Stream]).SelectMany(r => r.Steps.Symbols!.Select((s, t) => (Step: r.From + t, Symbol: s)))
            .Order().ToList();
        Assert.Equal(Enumerable.Range(0, T), read.Select(r => r.Step));
        Assert.Equal(Stream.Symbols!, read.Select(r => r.Symbol));
    }

    [Fact]
    public void At_one_place_a_stream_is_read_as_a_whole()
    {
        using var model = Make(batch: 1);
        Assert.Equal(Loss(model, 0, T), Predictor.Likelihoods(model, [Stream]).Single().Loss, 1e-10);
    }

    [Fact]
    public void At_several_places_it_is_read_from_a_piece_before_each_of_them()
    {
        using var model = Make(batch: 5);
        int[] starts = [0, 40, 81, 121, 162, T];
        var expected = Loss(model, 0, 40) + Enumerable.Range(1, 4)
            .Sum(b => Loss(model, starts[b] - L, starts[b + 1]) - Loss(model, starts[b] - L, starts[b]));
        var likelihood = Assert.Single(Predictor.Likelihoods(model, [Stream]));
        Assert.Equal(T, likelihood.Symbols);
        Assert.Equal(expected, likelihood.Loss, 1e-10);
        Assert.NotEqual(Loss(model, 0, T), likelihood.Loss, 1e-6);
    }

    [Fact]
    public void Several_sequences_are_read_in_their_order_whatever_pieces_they_are_cut_into()
    {
        IReadOnlyList<Sequence> sequences = [Stream.Slice(0, 21), Stream.Slice(21, 3), Stream.Slice(24, 30)];
        using var cut = Make(batch: 2);
        using var whole = Make(batch: 2, truncate: 64);
        Assert.Equal(
            Predictor.Outputs(whole, sequences).Outputs, Predictor.Outputs(cut, sequences).Outputs, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.All(
            Predictor.Outputs(whole, sequences).Losses.Zip(Predictor.Outputs(cut, sequences).Losses), pair =>
                Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    static Sequence Stream { get; } = new("stream", T, [], null, null)
    {
        Symbols = [.. Enumerable.Range(0, T).Select(t => t * t % 7 % 4)],
        StepLabels = [.. Enumerable.Range(1, T).Select(t => $"{t * t % 7 % 4}")],
    };

    /// <summary>Of the steps from … to − 1, read alone and whole.</summary>
    static double Loss(Model model, int from, int to)
    {
        using var graph = new ScanGraph(model, B: 1, to - from, model.Group, trains: false);
        graph.Load(new Batch([Stream.Slice(from, to - from)]));
        graph.Forward();
        return graph.LossOf(0);
    }

    static Model Make(int batch, int truncate = L)
    {
        using var like = LayersTests.Make("language", "ugrnn", Precision.Float64, threads: 1);
        return new Model(like.Config with { Training = like.Config.Training with { Batch = batch, Truncate = truncate } }, like.Schema);
    }
}
