namespace RnnTrainer.Tests.Cli;

/// <summary>An option has an effect, or is refused with the reason: none is passed over in silence.</summary>
public sealed class IdleOptionsTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Theory]
    [InlineData("runs list --quiet --verbose", "--quiet")]
    [InlineData("train CONFIG --threads 2 --set training.threads=1", "--threads")]
    [InlineData("train CONFIG --resume RUN --out other", "--out")]
    [InlineData("train CONFIG --force", "--force")]
    [InlineData("train CONFIG --resume RUN --force --out RUN", "--force")]
    [InlineData("eval CHECKPOINT --checkpoint last", "--checkpoint")]
    [InlineData("predict CHECKPOINT --data DATA --checkpoint best", "--checkpoint")]
    [InlineData("inspect CHECKPOINT --checkpoint best", "--checkpoint")]
    [InlineData("export CHECKPOINT --checkpoint best --format onnx", "--checkpoint")]
    [InlineData("inspect RUN --data DATA", "--data")]
    [InlineData("predict RUN --data DATA --json --out -", "--out")]
    [InlineData("sample RUN --prime x", "sample")]
    [InlineData("export RUN --format csharp --op scan", "--op")]
    [InlineData("export RUN --format onnx --namespace A", "--namespace")]
    [InlineData("derive gru --forward --simplify", "--simplify")]
    [InlineData("derive gru --plan --latex", "--latex")]
    [InlineData("derive gru --forward --explain", "--explain")]
    [InlineData("trace softmax --steps 3", "--steps")]
    [InlineData("trace gru --html x.html --latex", "--latex")]
    [InlineData("trace gru --force", "--force")]
    [InlineData("draw softmax --steps 3", "--steps")]
    [InlineData("draw gru --force", "--force")]
    [InlineData("gradcheck gru --grade --sample 3", "--sample")]
    [InlineData("cells gru --hidden 3", "--hidden")]
    [InlineData("cells gru --input 3", "--input")]
    [InlineData("gradcheck gru --set model.hidden=3", "--set")]
    [InlineData("gradcheck RUN --set model.hidden=3", "--set")]
    [InlineData("init DATA --force", "--force")]
    [InlineData("data check CONFIG --target label", "--target")]
    [InlineData("data check CONFIG --sequence id", "--sequence")]
    [InlineData("data check CONFIG --no-header", "--no-header")]
    [InlineData("data check CONFIG --time", "--time")]
    [InlineData("data make --length 9", "--length")]
    [InlineData("data make --count 9", "--count")]
    [InlineData("data make --seed 9", "--seed")]
    [InlineData("data make --out x.csv", "--out")]
    [InlineData("data make adding --test 9", "--test")]
    [InlineData("data convert DATA x.csv --words a --letters a", "--letters")]
    [InlineData("data convert DATA x.csv --words a --target label", "--target")]
    [InlineData("compare CONFIG --cells gru --seeds 2 --random 2", "--seeds")]
    [InlineData("compare CONFIG --cells gru --set model.cell=lstm", "--cells")]
    [InlineData("compare CONFIG --cells gru --set training.seed=2", "--seeds")]
    [InlineData("sweep CONFIG --grid model.hidden=2,3 --seed 2", "--seed")]
    [InlineData("sweep CONFIG --grid model.hidden=2,3 --set model.hidden=4", "--grid")]
    [InlineData("sweep CONFIG --range model.hidden=2..3", "--range")]
    [InlineData("sweep CONFIG --grid model.hidden=2,3 --dry-run --shard 1/2", "--shard")]
    [InlineData("sweep CONFIG --grid model.hidden=2,3 --dry-run --print slurm", "--dry-run")]
    [InlineData("train CONFIG --folds 2 --distributed none", "--distributed")]
    [InlineData("sweep CONFIG --grid training.epochs=2,3 --halving", "--halving")]
    [InlineData("import DATA --cell gru --inputs a --target b --out x.safetensors --forget-bias 2", "--forget-bias")]
    [InlineData("import DATA --cell gru --inputs a --target b --out x.safetensors --task regress --classes u,v", "--classes")]
    [InlineData("import DATA --cell gru --inputs a --target b --out x.safetensors --task tag --readout max", "--readout")]
    public void An_option_without_effect_is_refused(string line, string option)
    {
        var run = Rnn.Run([.. line.Split(' ').Select(word => word switch
        {
            "CONFIG" => tiny.File("tiny.yaml"),
            "RUN" => tiny.File("run"),
            "CHECKPOINT" => tiny.File("run/checkpoints/last.safetensors"),
            "DATA" => tiny.File("test.csv"),
            _ => word,
        })]);
        Assert.Equal(2, run.Exit);
        Assert.Contains(option, run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_says_what_would_become_of_the_folder_and_touches_nothing()
    {
        var (config, run) = (tiny.File("run/config.yaml"), tiny.File("run"));
        var before = Directory.GetFiles(run, "*", SearchOption.AllDirectories).Select(f => (f, File.GetLastWriteTimeUtc(f))).ToList();
        Assert.Contains(
            $"run: {run}, to be resumed after epoch ", Rnn.Run("train", config, "--dry-run", "--resume", run).Error,
            StringComparison.Ordinal);
        Assert.Contains(
            $"run: {run}, to be replaced", Rnn.Run("train", config, "--dry-run", "--out", run, "--force").Error, StringComparison.Ordinal);
        Assert.Contains(
            $"run: {run} exists: the new run would be written next to it", Rnn.Run("train", config, "--dry-run", "--out", run).Error,
            StringComparison.Ordinal);
        Assert.Contains($"run: {run}-new\n", Rnn.Run("train", config, "--dry-run", "--out", $"{run}-new").Error, StringComparison.Ordinal);
        Assert.Equal(2, Rnn.Run("train", config, "--dry-run", "--resume", run, "--set", "model.hidden=5").Exit);
        Assert.Equal(before, Directory.GetFiles(run, "*", SearchOption.AllDirectories).Select(f => (f, File.GetLastWriteTimeUtc(f))));
    }
}
