using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;

namespace RnnTrainer.Tests.Cli;

public sealed class GradcheckTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. CellLibrary.Names, .. ProgramLibrary.All.Select(p => p.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_cell_and_program_passes(string name)
    {
        var run = Rnn.Run("gradcheck", name, "--json");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.True((bool)run.Json["passed"]!);
        Assert.True((double)run.Json["worst"]!["relative"]! < 1e-6, run.Output);
    }

    [Theory]
    [InlineData("WhR")]
    [InlineData("BG")]
    [InlineData("x")]
    [InlineData("h0")]
    [InlineData("R~")]
    public void A_broken_derivative_exits_4(string name)
    {
        var run = Rnn.Run("gradcheck", "ugrnn", "--break", name, "--json");
        Assert.Equal(4, run.Exit);
        Assert.False((bool)run.Json["passed"]!);
        Assert.True((double)run.Json["worst"]!["relative"]! > 1e-4, run.Output);
    }

    [Fact]
    public void A_derivative_that_is_not_there_cannot_be_broken() =>
        Assert.Equal(
            (2, "error: --break: there is no derivative of 'WhQ'\n  hint: did you mean 'WhG'?\n"),
            (Rnn.Run("gradcheck", "--break", "WhQ").Exit, Rnn.Run("gradcheck", "--break", "WhQ").Error));

    [Theory]
    [InlineData("classify", 1)]
    [InlineData("regress", 2)]
    public void A_config_and_its_run_pass_with_all_their_parameters(string task, int layers)
    {
        var config = TinySet.Write(_folder, task);
        var set = $"model.layers={layers}";
        var run = Rnn.Run("gradcheck", config, "--set", set, "--json");
        Assert.True(run.Exit == 0, run.Output + run.Error);
        var names = run.Json["parameters"]!.AsArray().Select(p => (string)p!["name"]!).ToList();
        Assert.Equal((6 * layers) + 2 + 1 + layers, names.Count);
        Assert.Contains("x", names);
        Assert.Contains($"layer{layers - 1}.h0", names);
        Assert.All(run.Json["parameters"]!.AsArray(), p => Assert.Equal((int)p!["total"]!, (int)p["checked"]!));
        Assert.Equal(0, Rnn.Run("train", config, "--set", set, "--set", "training.epochs=1", "--out", _folder.File("run")).Exit);
        Assert.Equal(0, Rnn.Run("gradcheck", _folder.File("run")).Exit);
    }

    [Fact]
    public void A_sample_is_as_large_as_asked_for()
    {
        var parameters = Rnn.Run("gradcheck", "ugrnn", "--sample", "7", "--seed", "3", "--json").Json["parameters"]!.AsArray();
        Assert.All(parameters, p => Assert.Equal(Math.Min(7, (int)p!["total"]!), (int)p["checked"]!));
    }

    [Fact]
    public void By_step_a_right_gradient_is_right_at_every_step()
    {
        var run = Rnn.Run("gradcheck", "lstm", "--by-step", "--json");

        Assert.Equal(0, run.Exit);
        var steps = run.Json["steps"]!.AsArray();
        Assert.Equal([0, 1, 2, 3, 4, 5], steps.Select(s => (int)s!["t"]!));
        Assert.All(steps, s => Assert.Equal(["x", "layer0.h", "layer0.c"], s!["tensors"]!.AsArray().Select(t => (string)t!["name"]!)));
        Assert.All(steps, s => Assert.All(s!["tensors"]!.AsArray(), t => Assert.True((double)t!["relative"]! < 1e-6)));
        Assert.True((double)steps[0]!["tensors"]![1]!["norm"]! > 0);
    }

    [Fact]
    public void By_step_an_error_of_h_grad_grows_with_the_distance_from_the_loss()
    {
        var run = Rnn.Run("gradcheck", "ugrnn", "--break", "h", "--by-step", "--json");
        var errors = run.Json["steps"]!.AsArray().Select(s => (double)s!["tensors"]![1]!["relative"]!).Reverse().ToList();

        Assert.Equal(4, run.Exit);
        Assert.InRange(errors[0], 0.005, 0.015);
        Assert.True(errors[^1] > 3 * errors[0], string.Join(" ", errors));
        Assert.Contains(
            "the first wrong gradient is that of layer0.h at t = 5\n",
            Rnn.Run("gradcheck", "ugrnn", "--break", "h", "--by-step").Output.Replace("x and ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_has_no_steps() =>
        Assert.Equal(
            (2, "error: --by-step: a program has no time steps\n  hint: it is for cells, configs and runs\n"),
            (Rnn.Run("gradcheck", "softmax", "--by-step").Exit, Rnn.Run("gradcheck", "softmax", "--by-step").Error));

    [Fact]
    public void A_program_in_a_file_is_derived_and_checked_as_one_of_the_library()
    {
        var path = _folder.Write("mine.cell", Rnn.Run("derive", "softmax").Output);

        Assert.Equal(Rnn.Run("derive", "softmax").Output, Rnn.Run("derive", path).Output);
        Assert.Equal(0, Rnn.Run("gradcheck", path).Exit);
    }
}
