using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Cli;

/// <summary>A run that began when a sum that a textbook's line does not mean was no error: it still resumes, is scored and predicts, with a
/// warning.</summary>
public sealed class OldSumsTests : IDisposable
{
    const string Loops = "for b,j,i: ";
    const string Line = "a[b,j] += W[j,i] h[b,i] + C[j]";
    const string Warning = "warning: the statement sums over i, but C[j] has no i";

    // With its loops written out the statement is accepted in new text too, and is the same statement.
    const string Text =
        $"cell old\ninput x[b,k]\nstate h[b,j]\nparam W[j,i] U[j,k] C[j]\n\n{Loops}{Line}\na[b,j] += U[j,k] x[b,k]\nh'[b,j] += " +
        $"tanh(a[b,j])\n";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_resumes_to_the_end_is_scored_and_predicts_with_a_warning()
    {
        var (whole, old) = (_folder.File("whole"), Old());
        Assert.Equal(0, Train(whole).Exit);

        var resumed = Rnn.Run("train", Path.Combine(old, "config.yaml"), "--resume", old);

        Assert.Equal(0, resumed.Exit);
        Assert.Equal(Weights(whole), Weights(old));
        Rnn[] used =
        [
            resumed,
            Rnn.Run("eval", old),
            Rnn.Run("predict", old, "--data", _folder.File("test.csv")),
            Rnn.Run("gradcheck", old, "--sample", "2"),
            Rnn.Run("inspect", old),
            Rnn.Run("report", old, "--out", _folder.File("old.html")),
            Rnn.Run("export", old, "--format", "onnx", "--out", _folder.File("old.onnx")),
        ];
        Assert.All(
            used, run =>
                Assert.Equal(
                    (0, ""), (run.Exit, string.Concat(run.Error.Split('\n').Where(l => l.Contains("error:", StringComparison.Ordinal))))));
        Assert.All(used[..3], run => Assert.Contains(Warning, run.Error, StringComparison.Ordinal));
        Assert.Equal(Rnn.Run("predict", whole, "--data", _folder.File("test.csv")).Output, used[2].Output);
    }

    [Fact]
    public void The_same_text_begins_no_new_run()
    {
        _folder.Write("new.cell", Older(Text));

        var run = Rnn.Run("train", TinySet.Write(_folder), "--set", "model.cell=new.cell", "--out", _folder.File("new"));

        Assert.Equal(2, run.Exit);
        Assert.Contains(Warning.Replace("warning", "error", StringComparison.Ordinal), run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    /// <summary>A run that was stopped, its text as the one of then.</summary>
    string Old()
    {
        var run = _folder.File("old");
        Assert.Equal(130, Train(run, stopAt: 20).Exit);
        foreach (var file in Directory.GetFiles(Path.Combine(run, "checkpoints")))
        {
            var checkpoint = Checkpoint.Read(file);
            (checkpoint with { Cell = Older(checkpoint.Cell!) }).Write(file);
        }

        var cell = Path.Combine(run, "old.cell");
        File.WriteAllText(cell, Older(File.ReadAllText(cell)));
        return run;
    }

    Rnn Train(string run, int stopAt = int.MaxValue)
    {
        _folder.Write("mine.cell", Text);
        return Rnn.RunAndStop(stopAt, ["train", TinySet.Write(_folder), "--set", "model.cell=mine.cell", "--out", run]);
    }

    static string Older(string text) => text.Replace(Loops, "", StringComparison.Ordinal);

    static IEnumerable<string> Weights(string run) => Checkpoint.Read(Path.Combine(run, "checkpoints", "last.safetensors")).Parameters
        .Select(t => $"{t.Name} {string.Join(" ", t.ToDoubles().Select(BitConverter.DoubleToInt64Bits))}");
}
