using System.Globalization;
using RnnTrainer.Tests.Training;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn import</c>: a foreign file becomes a checkpoint that the other commands take.</summary>
public sealed class ImportTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_was_exported_for_pytorch_and_imported_again_predicts_scores_and_exports_alike()
    {
        var config = TinySet.Write(_folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet", "--set", "model.cell=lstm").Exit);
        Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "--format", "torch").Exit);
        var metadata = SafeTensorsReader.ReadMetadata(_folder.File("run/model.torch.safetensors"));
        Assert.Equal("torch.nn.LSTM", metadata["module"]);

        var run = Rnn.Run(
            "import", _folder.File("run/model.torch.safetensors"), "--cell", "lstm", "--inputs", "a,b", "--target", "label", "--classes",
            "down,up",
            "--shift", metadata["shift"].Trim('[', ']'), "--scale", metadata["scale"].Trim('[', ']'), "--out",
            _folder.File("back.safetensors"));

        Assert.True(run.Exit == 0, run.Error);
        Assert.Equal(
            Numbers("predict", _folder.File("run"), "--data", _folder.File("test.csv"), "--proba"),
            Numbers("predict", _folder.File("back.safetensors"), "--data", _folder.File("test.csv"), "--proba"));
        Assert.Equal(0, Rnn.Run("inspect", _folder.File("back.safetensors")).Exit);
        var scored = Rnn.Run("eval", _folder.File("back.safetensors"), "--data", _folder.File("test.csv"), "--json");
        Assert.True(scored.Exit == 0, scored.Error);
        Assert.Equal(
            (double)Rnn.Run("eval", _folder.File("run"), "--json").Json["metrics"]!["loss"]!, (double)scored.Json["metrics"]!["loss"]!,
            1e-9);
        Assert.Equal(0, Rnn.Run("export", _folder.File("back.safetensors"), "--format", "onnx", "--out", _folder.File("back.onnx")).Exit);
        using var onnx = new OnnxModel(File.ReadAllBytes(_folder.File("back.onnx")));
        Assert.Equal("""["a","b"]""", onnx.Metadata["inputs"]);
    }

    [Fact]
    public void The_columns_of_the_files_to_come_are_named_and_missing_numbers_filled()
    {
        var config = TinySet.Write(_folder);
        Assert.Equal(
            0, Rnn.Run(
                "train", config, "--out", _folder.File("run"), "--quiet", "--set", "model.cell=lstm", "--set", "training.epochs=1").Exit);
        Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "--format", "torch").Exit);
        string[] import = [
            "import", _folder.File("run/model.torch.safetensors"), "--cell", "lstm", "--inputs", "a,b", "--target", "label", "--classes",
            "down,up", "--shift", "0.5,0.25", "--out", _folder.File("x.safetensors"), "--force"];
        var plain = _folder.Write("plain.csv", "who,when,a,b\nu,1,0.5,2\nu,0,3,0.25\nv,0,1,1\n");
        var full = _folder.Write("full.csv", "seq,step,a,b\nu,1,0.5,2\nu,0,3,0.25\nv,0,1,1\n");
        var gaps = _folder.Write("gaps.csv", "who,when,a,b\nu,1,,2\nu,0,3,\nv,0,1,1\n");

        Assert.Equal(0, Rnn.Run(import).Exit);
        var expected = Rnn.Run("predict", _folder.File("x.safetensors"), "--data", full, "--proba").Output.Replace(
            "seq,", "who,", StringComparison.Ordinal);
        var refused = Rnn.Run("predict", _folder.File("x.safetensors"), "--data", plain);
        Assert.Equal(3, refused.Exit);
        Assert.Contains("as in `rnn import --sequence COL`", refused.Error, StringComparison.Ordinal);

        Assert.Equal(0, Rnn.Run([.. import, "--sequence", "who", "--step", "when"]).Exit);
        Assert.Equal(expected, Rnn.Run("predict", _folder.File("x.safetensors"), "--data", plain, "--proba").Output);
        Assert.Contains(
            "or `--missing mean`", Rnn.Run("predict", _folder.File("x.safetensors"), "--data", gaps).Error, StringComparison.Ordinal);

        Assert.Equal(0, Rnn.Run([.. import, "--sequence", "who", "--step", "when", "--missing", "mean"]).Exit);
        Assert.Equal(expected, Rnn.Run("predict", _folder.File("x.safetensors"), "--data", gaps, "--proba").Output);
    }

    [Theory]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 0, 0, 8, 8, 0, 0 }, "a zip archive, as torch.save")]
    [InlineData(new byte[] { 0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20 }, "a pickle of Python")]
    [InlineData(new byte[] { 0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0, 0 }, "an HDF5 file")]
    public void What_torch_and_keras_save_is_named_and_how_to_make_safetensors_of_it(byte[] begin, string name)
    {
        File.WriteAllBytes(_folder.File("model.pt"), begin);
        var run = Rnn.Run(
            "import", _folder.File("model.pt"), "--cell", "lstm", "--inputs", "a,b", "--target", "y", "--out",
            _folder.File("x.safetensors"));
        Assert.Equal(6, run.Exit);
        Assert.StartsWith($"{_folder.File("model.pt")}: error: not a safetensors file but {name}", run.Error, StringComparison.Ordinal);
        Assert.Contains("save_file(model.state_dict(),", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--scale 0,1", "no number to divide by")]
    [InlineData("--out back.bin", "ends in .safetensors")]
    public void A_wrong_option_is_a_usage_error(string more, string problem)
    {
        var run = Rnn.Run(
            ["import", _folder.File("none.safetensors"), "--cell", "lstm", "--inputs", "a,b", "--target", "y",
            .. more.Contains("--out", StringComparison.Ordinal) ? [] : new[] { "--out", "x.safetensors" }, .. more.Split(' ')]);
        Assert.Equal(2, run.Exit);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_exits_6() =>
        Assert.Equal(
            6, Rnn.Run(
                "import", _folder.File("none.safetensors"), "--cell", "lstm", "--inputs", "a", "--target", "y", "--out",
                _folder.File("x.safetensors")).Exit);

    public void Dispose() => _folder.Dispose();

    /// <summary>What a command prints, numbers rounded: weights went through texts of numbers.</summary>
    static string Numbers(params string[] args)
    {
        var run = Rnn.Run(args);
        Assert.True(run.Exit == 0, run.Error);
        return string.Join(
            '\n',
            run.Output.Split('\n')
            .Select(
                l => string.Join(
                    ',', l.Split(',')
                    .Select(
                        c => double.TryParse(c, CultureInfo.InvariantCulture, out var x) ? x.ToString("G9", CultureInfo.InvariantCulture)
                        : c))));
    }
}
