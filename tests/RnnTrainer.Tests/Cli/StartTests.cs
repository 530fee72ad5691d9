using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Cli;

/// <summary>How the parameters of a new model start, read from the checkpoint of a training whose steps are too small to matter.</summary>
public sealed class StartTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_state_matrix_of_an_irnn_is_the_identity() => Assert.All(
        Start("irnn", "layer0.Wh").Select((w, n) => (w, Expected: n / 40 == n % 40 ? 1.0 : 0.0)), p => Assert.Equal(p.Expected, p.w, 1e-6));

    [Fact]
    public void Its_input_weights_have_the_standard_deviation_that_is_asked_for()
    {
        var weights = Start("irnn", "layer0.Wx");

        Assert.InRange(Math.Sqrt(weights.Average(w => w * w)), 0.0007, 0.0013);
        Assert.InRange(weights.Average(), -0.0004, 0.0004);
    }

    /// <summary>−B = log u with u uniform from 1 to 49: none is smaller than 0 or larger than log 49, and e^−B averages 25.</summary>
    [Fact]
    public void The_forget_biases_of_a_janet_are_spread_up_to_its_longest_memory()
    {
        var memory = Start("janet", "layer0.Bf", "model.constants={longest: 50}").Select(b => Math.Exp(-b)).ToList();

        Assert.All(memory, u => Assert.InRange(u, 1 - 1e-6, 49 + 1e-3));
        Assert.InRange(memory.Average(), 18, 32);
        Assert.Equal(40, memory.Distinct().Count());
    }

    double[] Start(string cell, string parameter, params string[] sets)
    {
        var config = TinySet.Write(_folder);
        string[] all = [$"model.cell={cell}", "model.hidden=40", "training.epochs=1", "training.learning_rate=1e-12", .. sets];
        var run = Rnn.Run(["train", config, "--out", _folder.File("run"), .. all.SelectMany(s => new[] { "--set", s })]);
        Assert.True(run.Exit == 0, run.Error);
        return SafeTensorsReader.Read(_folder.File("run/checkpoints/last.safetensors")).Tensors.Single(t => t.Name == parameter)
            .ToDoubles();
    }
}
