namespace RnnTrainer.Tests.Init;

/// <summary>Files that are made from known contents.</summary>
public sealed class MadeFileTests
{
    [Fact]
    public void The_same_seed_makes_the_same_file() => Assert.Equal(FileDraw.Of(3, 5).Text, FileDraw.Of(3, 5).Text);

    [Fact]
    public void Another_seed_makes_another_file() => Assert.NotEqual(FileDraw.Of(3, 5).Text, FileDraw.Of(4, 5).Text);
}
