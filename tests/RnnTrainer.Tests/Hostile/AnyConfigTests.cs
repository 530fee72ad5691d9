namespace RnnTrainer.Tests.Hostile;

public sealed class AnyConfigTests
{
    [Fact]
    public void Any_config_is_trained_or_refused()
    {
        using var folder = new TemporaryFolder();
        var any = new AnyConfig(folder.Path);
        var failures = string.Join("\n\n", any.Failures(100, seed: 1));
        Assert.True(failures.Length == 0, failures);
        Assert.True(any.Trained > 0, "all were refused");
    }
}
