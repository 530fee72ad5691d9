using RnnTrainer.Tests.Cells;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Cli;

/// <summary>Every command takes a cell from a file.</summary>
public sealed class TextCellTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(RepositoryFolder.File("configs", "cells"), "*.cell").Select(f => Path.GetFileName(f))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void A_cell_of_ours_trains(string file)
    {
        var run = Train("run", RepositoryFolder.File("configs", "cells", file));

        Assert.True(run.Exit == 0, run.Error);
        var losses = run.Json["epochs"]!.GetValue<int>();
        Assert.Equal(6, losses);
    }

    [Theory]
    [InlineData("ugrnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void The_file_of_a_built_in_cell_trains_to_the_same_bytes_as_the_cell(string name)
    {
        Assert.Equal(0, Train("built-in", name).Exit);
        Assert.Equal(0, Train("text", RepositoryFolder.File("configs", "cells", $"{name}.cell")).Exit);

        Assert.Equal(Tensors("built-in"), Tensors("text"));
    }

    [Theory]
    [InlineData("linear.cell")]
    [InlineData("unusual.cell")]
    [InlineData("own.cell")]
    public void Gradcheck_and_bench_and_derive_take_a_path(string name)
    {
        var path = _folder.Write(name, Texts.All[name]);

        Assert.True((bool)Rnn.Run("gradcheck", path, "--json").Json["passed"]!);
        Assert.Equal(
            2, Rnn.Run("bench", path, "--lengths", "2,3", "--seconds", "0.01", "--runs", "3", "--hidden", "8", "--json").Json[
                "points"]!.AsArray().Count);
        var printed = _folder.Write("printed.cell", Rnn.Run("derive", path).Output);
        Assert.Equal(Rnn.Run("derive", path).Output, Rnn.Run("derive", printed).Output);
    }

    [Theory]
    [InlineData("ugrnn", "BG")]
    [InlineData("gru", "Bz")]
    [InlineData("lstm", "Bf")]
    public void The_forget_bias_of_a_built_in_cell_is_the_config_s_to_set(string cell, string bias)
    {
        Assert.Equal(0, Train("run", cell, "model.constants={forget_bias: 2.5}", "training.epochs=1", "training.learning_rate=1e-9").Exit);

        var start = SafeTensorsReader.Read(_folder.File("run/checkpoints/last.safetensors")).Tensors.Single(t => t.Name == $"layer0.{bias}")
            .ToDoubles();

        Assert.All(start, b => Assert.Equal(-2.5, b, 1e-6));
        Assert.Equal(0, Rnn.Run("eval", _folder.File("run")).Exit);
        Assert.False(File.Exists(_folder.File($"run/{cell}.cell")));
    }

    [Fact]
    public void A_run_needs_the_file_no_more()
    {
        var path = _folder.Write("mine.cell", Texts.Unusual);
        Assert.Equal(0, Train("run", "mine.cell", "model.constants.r=2").Exit);
        var before = Rnn.Run("eval", _folder.File("run")).Output;
        File.Delete(path);

        Assert.Equal(before, Rnn.Run("eval", _folder.File("run")).Output);
        Assert.Equal(0, Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("test.csv")).Exit);
        Assert.True((bool)Rnn.Run("gradcheck", _folder.File("run"), "--json").Json["passed"]!);
        Assert.Equal(Texts.Unusual, File.ReadAllText(_folder.File("run/unusual.cell")));
        Assert.Equal(0, Rnn.Run("train", _folder.File("run/config.yaml"), "--out", _folder.File("again")).Exit);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("run/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("again/checkpoints/last.safetensors")));
    }

    [Fact]
    public void A_stopped_run_resumes_to_the_same_bytes_with_its_own_config()
    {
        _folder.Write("mine.cell", Texts.Simple);
        Assert.Equal(0, Train("whole", "mine.cell").Exit);
        Assert.Equal(
            130, Rnn.RunAndStop(
                11, ["train", _folder.File("tiny.yaml"), "--set", "model.cell=mine.cell", "--out", _folder.File("stopped")]).Exit);
        File.Delete(_folder.File("mine.cell"));

        Assert.Equal(0, Rnn.Run("train", _folder.File("stopped/config.yaml"), "--resume", _folder.File("stopped")).Exit);

        Assert.Equal(
            File.ReadAllBytes(_folder.File("whole/checkpoints/last.safetensors")),
            File.ReadAllBytes(_folder.File("stopped/checkpoints/last.safetensors")));
    }

    [Fact]
    public void A_run_is_not_resumed_with_another_text()
    {
        _folder.Write("mine.cell", Texts.Simple);
        Assert.Equal(0, Train("run", "mine.cell").Exit);
        _folder.Write("mine.cell", Texts.Simple.Replace("tanh", "sigmoid", StringComparison.Ordinal));

        var run = Rnn.Run("train", _folder.File("tiny.yaml"), "--set", "model.cell=mine.cell", "--resume", _folder.File("run"));

        Assert.Equal(2, run.Exit);
        Assert.Contains(
            "the text of the cell is not the one it began with\n  hint: resume with the run's own config.yaml", run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_of_the_config_is_that_of_the_cell()
    {
        _folder.Write(
            "mine.cell",
            "cell mine\ninput x[b,k]\nstate h[b,j]\nconst bias = 1\nparam W[j,k] C[j] = -bias\nh'[b,j] += W[j,k] x[b,k]\nh'[b,j] += " +
            "tanh(bias h[b,j] - C[j])\n");
        var run = Train("run", "mine.cell", "model.constants={bias: 0.5}", "training.epochs=1", "training.learning_rate=1e-9");
        Assert.True(run.Exit == 0, run.Output + run.Error);

        var start = SafeTensorsReader.Read(_folder.File("run/checkpoints/last.safetensors")).Tensors.Single(t => t.Name == "layer0.C")
            .ToDoubles();

        Assert.All(start, c => Assert.Equal(-0.5, c, 1e-6));
        Assert.Contains("    bias: 0.5\n", File.ReadAllText(_folder.File("run/config.yaml")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "model: {cell: none.cell}",
        ":3:15: error: model.cell: there is no file 'none.cell'\n  hint: a path is relative to the config's folder or to the working " +
        "directory; a run keeps its cell next to its config.yaml\n")]
    [InlineData(
        "model: {cell: mine.cell, constants: {epss: 1}}",
        ":3:38: error: model.constants: the cell has no constant or size 'epss'\n  hint: did you mean 'eps'?\n")]
    [InlineData(
        "model: {cell: mine.cell, constants: {q: 1}}",
        ":3:38: error: model.constants: the cell has no constant or size 'q'\n  hint: it has eps, r\n")]
    [InlineData("model: {cell: mine.cell, constants: 3}", ":3:37: error: model.constants: expected names and numbers, found 3\n")]
    [InlineData(
        "model: {cell: mine.cell, constants: {eps: one}}",
        ":3:37: error: model.constants: expected names and numbers, found keys and values\n")]
    [InlineData(
        "model: {cell: gru, constants: {eps: 1}}",
        ":3:32: error: model.constants: the cell has no constant or size 'eps'\n  hint: it has forget_bias\n")]
    public void A_config_that_does_not_fit_its_cell_is_told_where(string model, string message)
    {
        _folder.Write("mine.cell", Texts.Unusual);
        var config = _folder.Write("c.yaml", $"task: classify\ndata: {{train: x.csv, target: y}}\n{model}\n");

        var run = Rnn.Run("config", "validate", config);

        Assert.Equal((2, "", config + message), (run.Exit, run.Output, run.Error));
    }

    [Fact]
    public void A_letter_that_is_summed_alone_is_a_warning_of_derive_gradcheck_and_train()
    {
        var path = _folder.Write(
            "mine.cell",
            Texts.Simple.Replace("a[b,j] -= C[j]", "a[b,j] += W[j,i] h[b,j]", StringComparison.Ordinal)
            .Replace(" C[j]", "", StringComparison.Ordinal));
        var warning =
            $"{path}:8:11: warning: index i is summed in W[j,i] alone: no other factor has it\n  a[b,j] += W[j,i] h[b,j]\n            " +
            $"^^^^^^\n  hint: write\n    a[b,j] += W[j,i] h[b,i]\n";

        Assert.Equal((0, warning), (Rnn.Run("derive", path).Exit, Rnn.Run("derive", path).Error));
        Assert.Equal((0, warning), (Rnn.Run("gradcheck", path, "--sample", "2").Exit, Rnn.Run("gradcheck", path, "--sample", "2").Error));
        Assert.Contains(
            warning, Rnn.Run("train", TinySet.Write(_folder), "--set", $"model.cell={path}", "--dry-run").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_the_cell_exits_2_with_its_place_also_as_json()
    {
        var path = _folder.Write("mine.cell", Texts.Simple.Replace("tanh", "tahn", StringComparison.Ordinal));

        Assert.Equal(
            $"{path}:9:12: error: there is no function 'tahn'\n  h'[b,j] += tahn(a[b,j])\n             ^^^^\n  hint: did you mean " +
            $"'tanh'?\n", Rnn.Run("derive", path).Error);
        var run = Rnn.Run("gradcheck", path, "--json");
        Assert.Equal(
            (2, "cell", 9, 12),
            (run.Exit, (string)run.Json["error"]!["code"]!, (int)run.Json["error"]!["line"]!, (int)run.Json["error"]!["column"]!));
        Assert.Equal("no/such.cell: error: no such file\n", Rnn.Run("derive", "no/such.cell").Error);
    }

    Rnn Train(string name, string cell, params string[] sets)
    {
        var config = TinySet.Write(_folder);
        return Rnn.Run(
            ["train", config, "--set", $"model.cell={cell}", .. sets.SelectMany(s => new[] { "--set", s }), "--out", _folder.File(name),
            "--json"]);
    }

    IEnumerable<string> Tensors(string name) => SafeTensorsReader.Read(_folder.File($"{name}/checkpoints/last.safetensors")).Tensors
        .Select(t => $"{t.Name} {string.Join(" ", t.ToDoubles().Select(BitConverter.DoubleToInt64Bits))}");
}
