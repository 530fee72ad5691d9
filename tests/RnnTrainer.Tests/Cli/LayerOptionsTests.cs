using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;

namespace RnnTrainer.Tests.Cli;

/// <summary>Whole runs with everything that may stand between cell and head.</summary>
public sealed class LayerOptionsTests : IDisposable
{
    static readonly string[] All =
    [
        "--set", "model.layers=2", "--set", "model.bidirectional=true", "--set", "model.residual=true", "--set", "model.dropout=0.2",
            "--set", "model.input_dropout=0.1",
        "--set", "model.initial_state=learned", "--set", "model.readout=mean", "--set", "training.bucket=true",
    ];

    static readonly string[] PerStep = ["--set", "model.readout=last"];

    static readonly string[] Patches = ["--set", "model.patch={size: 3, stride: 2}"];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ugrnn")]
    [InlineData("lstm")]
    [InlineData("configs/cells/min-gru.cell")]
    [InlineData("ugrnn", true)]
    [InlineData("lstm", true, "task=tag")]
    public void A_run_that_was_stopped_within_an_epoch_and_resumed_with_other_threads_ends_with_the_same_bytes(
        string cell, bool hasPatches = false, string task = "task=classify")
    {
        var config = TinySet.Write(_folder, more: "checkpoint_every: 3\n  accumulate: 2");
        string[] sets = [
            .. All, .. hasPatches ? Patches : [], "--set", task, .. task == "task=tag" ? PerStep : [],
            "--set", $"model.cell={(cell.Contains('/', StringComparison.Ordinal) ? RepositoryFolder.File(cell) : cell)}",
            "--set", "training.epochs=3"];
        var whole = Rnn.Run(["train", config, "--out", _folder.File("whole"), "--threads", "1", "--quiet", .. sets]);
        Assert.Equal((0, ""), (whole.Exit, whole.Error));
        Assert.Equal(130, Rnn.RunAndStop(7, ["train", config, "--out", _folder.File("stopped"), "--threads", "3", .. sets]).Exit);
        var resumed = Rnn.Run(["train", config, "--resume", _folder.File("stopped"), "--threads", "2", "--quiet", .. sets]);
        Assert.Equal((0, ""), (resumed.Exit, resumed.Error));
        Assert.All(["last", "best"], which => Assert.Equal(
            File.ReadAllBytes(_folder.File($"whole/checkpoints/{which}.safetensors")),
            File.ReadAllBytes(_folder.File($"stopped/checkpoints/{which}.safetensors"))));
    }

    [Fact]
    public void A_model_of_patches_is_trained_evaluated_exported_inspected_and_checked_as_any_other()
    {
        var config = TinySet.Write(_folder);
        string[] sets = [.. Patches, "--set", "training.epochs=15"];
        var plan = Rnn.Run(["train", config, "--dry-run", .. sets]);
        Assert.Contains("patches of 3 steps every 2 steps", plan.Error, StringComparison.Ordinal);
        var train = Rnn.Run(["train", config, "--out", _folder.File("run"), "--json", .. sets]);
        Assert.True(train.Exit == 0, train.Error);
        Assert.True((double)train.Json["metrics"]!["test"]!["accuracy"]! >= 0.9, train.Output);
        var eval = Rnn.Run("eval", _folder.File("run"), "--json");
        Assert.Equal(train.Json["metrics"]!["test"]!.ToJsonString(), eval.Json["metrics"]!.ToJsonString());
        Assert.Contains(
            "scaled     standard, by the training split\npatches    of 3 steps, 2 steps apart\n", Rnn.Run("inspect", _folder.File("run")).Output,
            StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("test.csv"), "--proba").Exit);
        Assert.Contains("patch.W", Rnn.Run("inspect", _folder.File("run")).Output, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("inspect", _folder.File("run"), "--gates").Exit);
        Assert.Equal(0, Rnn.Run("report", _folder.File("run")).Exit);
        Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "--format", "onnx").Exit);
        Assert.Contains(
            "torch.nn has no layers that read patches", Rnn.Run("export", _folder.File("run"), "--format", "torch").Error,
            StringComparison.Ordinal);
        var gradcheck = Rnn.Run("gradcheck", _folder.File("run"), "--sample", "4");
        Assert.True(gradcheck.Exit == 0, gradcheck.Output);
        Assert.Contains("patch.W", gradcheck.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tagger_of_patches_labels_every_step()
    {
        var config = TinySet.Write(_folder);
        string[] sets = [.. Patches, "--set", "task=tag", "--set", "training.epochs=3"];
        var train = Rnn.Run(["train", config, "--out", _folder.File("run"), "--json", .. sets]);
        Assert.True(train.Exit == 0, train.Error);
        Assert.Equal(
            train.Json["metrics"]!["test"]!.ToJsonString(),
            Rnn.Run("eval", _folder.File("run"), "--json").Json["metrics"]!.ToJsonString());
        var predicted = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("test.csv")).Output;
        Assert.Equal(File.ReadAllLines(_folder.File("test.csv")).Length, predicted.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("head.1.W", Rnn.Run("inspect", _folder.File("run")).Output, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("gradcheck", _folder.File("run"), "--sample", "4").Exit);
        Assert.All(
            ["csharp", "onnx"], format => Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "--format", format).Exit));
    }

    [Fact]
    public void Patches_that_no_sequence_is_longer_than_give_a_warning()
    {
        var config = TinySet.Write(_folder);
        const string Message = "no training sequence has more than one patch of ";
        Assert.Contains(
            $"{Message}8 steps", Rnn.Run("train", config, "--dry-run", "--set", "model.patch={}").Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Message, Rnn.Run("train", config, "--dry-run", "--set", "model.patch={size: 4}").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Patches_of_symbols_are_refused()
    {
        _folder.Write("words.csv", "seq,word,label\n1,a,x\n1,b,x\n2,b,y\n2,a,y\n");
        var config = _folder.Write(
            "words.yaml",
            "task: classify\ndata: {train: words.csv, sequence: seq, target: label, tokens: word}\nmodel: {patch: {size: 2}}\n");
        var run = Rnn.Run("train", config, "--dry-run");
        Assert.Equal(2, run.Exit);
        Assert.Contains("model.patch: the inputs are symbols", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_checkpoint_is_evaluated_used_and_checked_as_any_other()
    {
        var config = TinySet.Write(_folder);
        var train = Rnn.Run(["train", config, "--out", _folder.File("run"), "--json", .. All, "--set", "training.epochs=12"]);
        Assert.True(train.Exit == 0, train.Error);
        var test = train.Json["metrics"]!["test"]!;
        Assert.True((double)test["accuracy"]! >= 0.9, train.Output);
        var eval = Rnn.Run("eval", _folder.File("run"), "--json");
        Assert.Equal(test["loss"]!.ToJsonString(), eval.Json["metrics"]!["loss"]!.ToJsonString());
        Assert.Equal(0, Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("test.csv")).Exit);
        Assert.Contains("layer1.reverse.h0", Rnn.Run("inspect", _folder.File("run")).Output, StringComparison.Ordinal);
        var gradcheck = Rnn.Run("gradcheck", _folder.File("run"), "--sample", "4");
        Assert.True(gradcheck.Exit == 0, gradcheck.Output);
        Assert.Contains("layer0.reverse.WhR", gradcheck.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.residual=true", "model.residual needs two layers or more")]
    [InlineData("model.dropout_mask=sequence", "model.dropout_mask needs model.dropout or model.input_dropout")]
    [InlineData("model.dropout=1", "model.dropout: expected ")]
    [InlineData("model.patch={size: 4, stride: 5}", "model.patch.stride: 5 is more than size, 4")]
    [InlineData("model.patch={size: 0}", "model.patch.size: expected ")]
    [InlineData("model.readout=first", "model.readout: expected one of last, mean, max")]
    public void Options_that_mean_nothing_are_refused(string set, string message)
    {
        var run = Rnn.Run("train", TinySet.Write(_folder), "--set", set, "--dry-run");
        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "task: language", "model: {bidirectional: true}",
        "model.bidirectional: a layer that reads from the end sees the next step, which is to be predicted")]
    [InlineData(
        "task: multilabel", "model: {bidirectional: true}",
        "model.bidirectional: a layer that reads from the end sees the next step, which is to be predicted")]
    [InlineData(
        "task: tag", "model: {patch: {size: 4}}\ntraining: {truncate: 8}",
        "model.patch: with training.truncate a chunk begins without the steps before it")]
    [InlineData("task: language", "model: {patch: {size: 4}}", "model.patch: the inputs are symbols")]
    [InlineData("task: tag", "model: {readout: mean}", "model.readout: every step has an output of its own")]
    public void Options_that_the_task_excludes_are_refused(string task, string model, string message)
    {
        var path = _folder.Write("c.yaml", $"{task}\ndata: {{train: x.csv, target: y}}\n{model}\n");
        Assert.Contains(
            message, string.Join("\n", Assert.Throws<ConfigException>(() => ConfigFile.Read(path)).Errors.Select(e => e.Message)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_whose_weight_has_the_name_of_its_learnt_state_is_refused()
    {
        var cell = _folder.Write(
            "own.cell",
            "cell own\ninput x[b,k]\nstate h[b,j]\nparam W[j,k] U[j,i] h0[j]\n\nfor b,j,k: z[b,j] += W[j,k] x[b,k]\nfor b,j,i: z[b,j] " +
            "+= U[j,i] h[b,i]\nfor b,j: z[b,j] += h0[j]\nfor b,j: h'[b,j] += tanh(z[b,j])\n");
        var run = Rnn.Run(
            "train", TinySet.Write(_folder), "--set", $"model.cell={cell}", "--set", "model.initial_state=learned", "--out",
            _folder.File("run"));
        Assert.Equal(2, run.Exit);
        Assert.Contains("the cell has a parameter 'h0'", run.Error, StringComparison.Ordinal);
    }
}
