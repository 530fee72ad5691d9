namespace RnnTrainer.Tests.Cli;

public sealed class VerifyResumeTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("training.optimizer=rmsprop", "training.learning_rate=0.01")]
    [InlineData("model.layers=2", "model.dropout=0.2")]
    public void A_config_is_shown_to_resume_exactly(params string[] sets)
    {
        var run = Rnn.Run(["verify-resume", TinySet.Write(_folder), .. sets.SelectMany(s => new[] { "--set", s })]);
        Assert.True(run.Exit == 0, run.Error);
        Assert.Equal(
            "equal: 12 steps, killed after 4 and 8 and resumed, end with the same checkpoints and metrics, byte for byte\n", run.Output);
    }

    [Fact]
    public void The_answer_is_a_document_too()
    {
        var answer = Rnn.Run("verify-resume", TinySet.Write(_folder), "--steps", "9", "--json").Json;
        Assert.Equal("rnn.verify-resume/1", (string)answer["schema"]!);
        Assert.True((bool)answer["equal"]!);
        Assert.Equal([3, 6], answer["killed_after"]!.AsArray().Select(k => (int)k!));
    }

    [Fact]
    public void A_config_with_a_mistake_exits_as_train_does()
    {
        Assert.Equal(2, Rnn.Run("verify-resume", TinySet.Write(_folder), "--set", "training.epochs=none").Exit);
        Assert.Equal(2, Rnn.Run("verify-resume", TinySet.Write(_folder), "--steps", "2").Exit);
    }
}
