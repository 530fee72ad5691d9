namespace RnnTrainer.Tests.Cli;

public sealed class DataCheckTests
{
    public static TheoryData<string> Shapes => [.. InitTests.Files.All.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_file_of_any_shape_is_described(string shape)
    {
        using var folder = new TemporaryFolder();
        var (file, task) = InitTests.Files.Write(folder, shape);
        var run = Rnn.Run("data", "check", file);

        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains($"task {task}: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_cells_exit_3_and_are_told_where_they_are()
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run("data", "check", folder.Write("a.csv", "seq,x,label\na,1,u\na,oops,u\n"));

        Assert.Equal(3, run.Exit);
        Assert.Contains("a.csv:3:3: error: 'oops' is not a number in column 'x'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_suspicious_is_told_and_exits_4_where_that_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.csv", "seq,x,y,label\na,1,5,u\na,2,5,u\nb,2,5,v\nb,4,5,v\n");

        Assert.Contains(
            "constant-column: the same everywhere: y\n  hint: ", Rnn.Run("data", "check", file).Output, StringComparison.Ordinal);
        Assert.Equal(4, Rnn.Run("data", "check", file, "--strict").Exit);
        Assert.Equal(
            ["constant-column", "rare-class"],
            Rnn.Run("data", "check", file, "--json").Json["findings"]!.AsArray().Select(f => (string)f!["code"]!));
    }

    [Fact]
    public void A_config_is_checked_with_its_parts()
    {
        using var folder = new TemporaryFolder();
        var config = TinySet.Write(folder);
        var sound = Rnn.Run("data", "check", config);
        File.Copy(folder.File("train.csv"), folder.File("test.csv"), overwrite: true);
        var leaking = Rnn.Run("data", "check", config);

        Assert.True(sound.Exit == 0, sound.Error);
        Assert.Contains("parts: train 60, test 30\nno findings\n", sound.Output, StringComparison.Ordinal);
        Assert.Contains("leak: 60 of 60 sequences of test are in train too, first 's0'", leaking.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_tells_megabytes_a_second()
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run("data", "check", InitTests.Files.Write(folder, "long, classes").File, "--time");

        Assert.Matches(@"^read 0\.0 MB in \d+\.\d\d s: \d+ MB/s\n", run.Error);
    }
}
