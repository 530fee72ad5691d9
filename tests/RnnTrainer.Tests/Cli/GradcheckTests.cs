using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Cli;

public sealed class GradcheckTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. CellLibrary.Names, .. Library.Programs.Select(p => p.Name)];

    public void Dispose() => folder.Dispose();

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
        Assert.Equal((2, "error: --break: there is no derivative of 'WhQ'\n  hint: did you mean 'WhG'?\n"), (Rnn.Run("gradcheck", "--break", "WhQ").Exit, Rnn.Run("gradcheck", "--break", "WhQ").Error));

    [Theory]
    [InlineData("classify", 1)]
    [InlineData("regress", 2)]
    public void A_config_and_its_run_pass_with_all_their_parameters(string task, int layers)
    {
        var config = TinySet.Write(folder, task);
        var set = $"model.layers={layers}";
        var run = Rnn.Run("gradcheck", config, "--set", set, "--json");
        Assert.True(run.Exit == 0, run.Output + run.Error);
        var names = run.Json["parameters"]!.AsArray().Select(p => (string)p!["name"]!).ToList();
        Assert.Equal((6 * layers) + 2 + 1 + layers, names.Count);
        Assert.Contains("x", names);
        Assert.Contains($"layer{layers - 1}.h0", names);
        Assert.All(run.Json["parameters"]!.AsArray(), p => Assert.Equal((int)p!["total"]!, (int)p["checked"]!));
        Assert.Equal(0, Rnn.Run("train", config, "--set", set, "--set", "training.epochs=1", "--out", folder.File("run")).Exit);
        Assert.Equal(0, Rnn.Run("gradcheck", folder.File("run")).Exit);
    }

    [Fact]
    public void A_sample_is_as_large_as_asked_for()
    {
        var parameters = Rnn.Run("gradcheck", "ugrnn", "--sample", "7", "--seed", "3", "--json").Json["parameters"]!.AsArray();
        Assert.All(parameters, p => Assert.Equal(Math.Min(7, (int)p!["total"]!), (int)p["checked"]!));
    }
}
