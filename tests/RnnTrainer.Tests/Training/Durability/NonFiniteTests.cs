using System.Globalization;
using System.Text;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Training.Durability;

public sealed class NonFiniteTests : IDisposable
{
    // exp(1000 x) of one input is too large for any float: sequence s7 has it at its step 2.
    const string Cell = """
        cell fragile
        input x[b,k]
        state h[b,j]
        param W[j,i] U[j,k]

        for b,j,i:  z[b,j] += W[j,i] h[b,i]
        for b,j,k:  z[b,j] += U[j,k] x[b,k]
        for b,k:    e[b,k] += exp(x[b,k])
        for b,j,k:  z[b,j] += U[j,k] e[b,k]
        for b,j:    h'[b,j] += tanh(z[b,j])
        """;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Broken_data_are_told_with_sequence_step_and_statement()
    {
        var run = Rnn.Run("train", Broken(), "--out", _folder.File("run"), "--quiet");
        Assert.Equal(5, run.Exit);
        Assert.Contains("training diverged in epoch 1, step 2: the ", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            "it began in sequence 's7' at its step 2, in \"for b,k: e[b,k] += exp(x[2][b,k])\"", run.Error, StringComparison.Ordinal);
        Assert.Contains("the gradient's norm in the step before was ", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            "it is the data or the cell, not the learning rate; its largest input is 2000, column 'a' of step 2", run.Error,
            StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("inspect", _folder.File("run"), "--checkpoint", "last").Exit);
    }

    [Fact]
    public void A_learning_rate_that_explodes_is_told_from_broken_data()
    {
        var run = Rnn.Run(
            "train", TinySet.Write(_folder, "regress"), "--out", _folder.File("run"), "--quiet", "--set", "training.learning_rate=1e200",
            "--set", "training.clip=null");
        Assert.Equal(5, run.Exit);
        Assert.Contains(
            "with the starting weights the same sequence is computed without trouble: the learning rate, 1e+200, is too large", run.Error,
            StringComparison.Ordinal);
        Assert.Contains("try training.learning_rate 1e+199", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_that_fails_can_be_passed_over_and_a_resumed_run_passes_over_it_too()
    {
        string[] order = ["train", Broken(), "--set", "training.on_nonfinite=skip-batch", "--set", "training.checkpoint_every=3"];
        var whole = Rnn.Run([.. order, "--out", _folder.File("whole")]);
        Assert.Equal(0, whole.Exit);
        Assert.Equal(3, whole.Error.Split("the step was not taken (training.on_nonfinite)").Length - 1);
        Assert.Equal(
            1, Rnn.RunAndDo(
                5, () =>
                    throw new NotSupportedException("the power is gone"), [.. order, "--out", _folder.File("broken"), "--quiet"]).Exit);
        Assert.Equal(0, Rnn.Run([.. order, "--resume", _folder.File("broken"), "--quiet"]).Exit);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("whole/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("broken/checkpoints/last.safetensors")));
        Assert.Equal(DiskFaultTests.Timeless(_folder.File("whole")), DiskFaultTests.Timeless(_folder.File("broken")));
    }

    [Fact]
    public void The_learning_rate_can_be_halved_each_time()
    {
        var run = Rnn.Run("train", Broken(), "--out", _folder.File("run"), "--set", "training.on_nonfinite=halve-rate");
        Assert.Equal(0, run.Exit);
        Assert.Equal(
            [0.05, 0.025, 0.0125],
            RnnTrainer.Training.Runs.MetricsLog.Read(_folder.File("run/metrics.jsonl")).Select(l => (double)l["learning_rate"]!));
    }

    [Fact]
    public void A_training_in_which_nothing_works_stops_whatever_it_was_told()
    {
        var run = Rnn.Run(
            "train", Broken(all: true), "--out", _folder.File("run"), "--quiet", "--set", "training.on_nonfinite=skip-batch", "--set",
            "training.batch=1");
        Assert.Equal(5, run.Exit);
        Assert.Contains("in epoch 1, step 10:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Constant_and_unscaled_inputs_and_a_loss_that_stands_still_are_told_early()
    {
        var config = TinySet.Write(_folder);
        var text = new StringBuilder("seq,step,a,b,label,slope\n");
        for (var n = 0; n < 40; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $"s{n},0,5,{3000 + (n * 7 % 11)},{(n % 2 == 0 ? "up" : "down")},1\n");
        }

        _folder.Write("train.csv", text.ToString());
        var run = Rnn.Run(
            "train", config, "--out", _folder.File("run"), "--set", "data.normalize=none", "--set", "training.learning_rate=1e-9");
        Assert.Equal(0, run.Exit);
        Assert.Contains("warning: 'a' has the same value in every training step", run.Error, StringComparison.Ordinal);
        Assert.Contains("warning: 'b' has values beyond 10 on average", run.Error, StringComparison.Ordinal);
        Assert.Contains("warning: the loss has hardly moved in 5 epochs", run.Error, StringComparison.Ordinal);
        Assert.Contains("almost all entries at the flat ends of sigmoid or tanh", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_is_well_gives_no_warning() =>
        Assert.DoesNotContain(
            "warning", Rnn.Run("train", TinySet.Write(_folder), "--out", _folder.File("run")).Error, StringComparison.Ordinal);

    string Broken(bool all = false)
    {
        _folder.Write("fragile.cell", Cell);
        var config = TinySet.Write(_folder);
        var rows = File.ReadAllLines(_folder.File("train.csv")).Select(r =>
        {
            var cells = r.Split(',');
            return all ? cells[0] != "seq" : cells is ["s7", "2", ..] ? true : false;
        });
        var lines = File.ReadAllLines(_folder.File("train.csv"))
            .Zip(rows, (line, breaks) => breaks ? string.Join(',', line.Split(',').Select((c, n) => n == 2 ? "2000" : c)) : line);
        _folder.Write("train.csv", string.Join('\n', lines) + "\n");
        File.WriteAllText(config, File.ReadAllText(config)
            .Replace("model: {hidden: 6}", "model: {hidden: 6, cell: fragile.cell}", StringComparison.Ordinal)
            .Replace("epochs: 6", "epochs: 3\n  shuffle: false\n  batch: 4\n  learning_rate: 0.1", StringComparison.Ordinal)
            .Replace("  batch: 8\n", "", StringComparison.Ordinal)
            .Replace("inputs: [a, b]", "inputs: [a, b], normalize: none", StringComparison.Ordinal));
        return config;
    }
}
