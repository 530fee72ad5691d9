namespace RnnTrainer.Tests.Cli;

public sealed class InspectGatesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_tells_of_every_layer_its_gates_its_memory_its_gradients_and_its_exponent()
    {
        Train("model.cell=lstm", "model.layers=2", "model.bidirectional=true");
        var layers = Rnn.Run("inspect", _folder.File("run"), "--gates", "--json").Json["layers"]!.AsArray();

        Assert.Equal(["layer0", "layer0.reverse", "layer1", "layer1.reverse"], layers.Select(l => (string)l!["layer"]!));
        Assert.All(layers, layer =>
        {
            Assert.Equal(["u", "f", "o"], layer!["gates"]!.AsArray().Select(g => (string)g!["gate"]!));
            Assert.All(
                layer["gates"]!.AsArray(), g =>
                    Assert.InRange((double)g!["mean"]!, (double)g["near_one"]! * 0.9, 1 - ((double)g["near_zero"]! * 0.9)));
            var (h, c) = (layer["states"]![0]!, layer["states"]![1]!);
            Assert.Equal((0.0, 0.0), ((double)h["carry"]!, (double)h["median_memory"]!));
            Assert.True((double)c["longest_memory"]! >= (double)c["median_memory"]! && (double)c["median_memory"]! > 0);
            Assert.Equal(7, c["gradient_norms"]!.AsArray().Count);
            Assert.True(double.IsFinite((double)layer["lyapunov_exponent"]!));
        });
    }

    [Fact]
    public void A_reader_is_told_the_same_and_that_a_plain_rnn_has_no_gate()
    {
        Train("model.cell=rnn");
        var run = Rnn.Run("inspect", _folder.File("run"), "--gates", "--data", _folder.File("train.csv"));

        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains("32 sequences of ", run.Output, StringComparison.Ordinal);
        Assert.Contains("no gate", run.Output, StringComparison.Ordinal);
        Assert.Contains("|dl/dh|", run.Output, StringComparison.Ordinal);
        Assert.Contains("largest Lyapunov exponent", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_test_split_it_asks_for_data()
    {
        Train("data.test=null");
        var run = Rnn.Run("inspect", _folder.File("run"), "--gates");

        Assert.Equal(2, run.Exit);
        Assert.Contains("name a file with --data", run.Error, StringComparison.Ordinal);
    }

    void Train(params string[] sets)
    {
        var run = Rnn.Run(
            ["train", TinySet.Write(_folder), "--out", _folder.File("run"), "--set", "training.epochs=2",
            .. sets.SelectMany(s => new[] { "--set", s })]);
        Assert.True(run.Exit == 0, run.Error);
    }
}
