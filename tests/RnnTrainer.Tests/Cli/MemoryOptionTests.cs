using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>--memory</c> bounds what a command may take.</summary>
public sealed class MemoryOptionTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("5")]
    [InlineData("-1GB")]
    [InlineData("1GB2")]
    [InlineData("abc")]
    [InlineData("0MB")]
    [InlineData("NaNGB")]
    [InlineData("1,5GB")]
    [InlineData("1MB")]
    public void A_size_that_is_none_or_too_small_is_refused(string size)
    {
        var run = Rnn.Run("eval", "runs/latest", "--memory", size);

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Contains("--memory expects", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "x.yaml")]
    [InlineData("init", "x.csv")]
    [InlineData("data", "check", "x.csv")]
    [InlineData("data", "convert", "x.csv", "y.csv")]
    [InlineData("eval", "run")]
    [InlineData("predict", "run", "--data", "x.csv")]
    [InlineData("report", "run")]
    [InlineData("compare", "x.yaml", "--cells", "gru")]
    [InlineData("sweep", "x.yaml", "--grid", "model.hidden=1,2")]
    public void Every_command_that_reads_data_has_it(params string[] command)
    {
        var run = Rnn.Run([
            .. command.Select(c => c.Contains('.', StringComparison.Ordinal) || c == "run" ? _folder.File(c) : c), "--memory", "1.5GB"]);

        Assert.DoesNotContain("--memory", run.Error, StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Success, run.Exit);
    }

    [Fact]
    public void Memory_that_is_not_enough_is_no_bug()
    {
        var failure = Failure.From(new InsufficientMemoryException());

        Assert.Equal(ExitCode.Usage, failure.Exit);
        Assert.Contains("--memory", failure.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
