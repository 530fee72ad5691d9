namespace RnnTrainer.Tests.Cli;

/// <summary>A model that is scored on what it was trained on is told so.</summary>
public sealed class SameFileTests : IDisposable
{
    const string Warning = "byte for byte";

    readonly TemporaryFolder _folder = new();
    readonly string _config;

    public SameFileTests() => _config = TinySet.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data.test", "train.csv")]
    [InlineData("data.test", "./copy.csv")]
    [InlineData("data.test", "link.csv")]
    [InlineData("data.validation", "copy.csv")]
    public void Train_and_data_check_tell_it_of_a_held_out_file(string key, string file)
    {
        File.Copy(_folder.File("train.csv"), _folder.File("copy.csv"));
        _folder.Link("link.csv", "train.csv");
        var other = _folder.Write(
            "other.yaml", File.ReadAllText(_config).Replace("test: test.csv", $"{key[5..]}: {file}", StringComparison.Ordinal));

        var run = Rnn.Run("train", other, "--out", _folder.File("run"), "--set", "training.epochs=1");
        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains("is the training file, byte for byte: its scores show memorization", run.Error, StringComparison.Ordinal);
        Assert.Contains("same-file: ", Rnn.Run("data", "check", other).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_tells_it_of_a_file_and_of_the_test_file_but_not_of_a_split()
    {
        Assert.Equal(0, Rnn.Run("train", _config, "--out", _folder.File("run"), "--set", "training.epochs=1").Exit);
        Assert.Contains(
            $"train.csv is the training file of the model, {Warning}",
            Rnn.Run("eval", _folder.File("run"), "--data", _folder.File("train.csv")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Warning, Rnn.Run("eval", _folder.File("run"), "--data", _folder.File("test.csv")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Warning, Rnn.Run("eval", _folder.File("run")).Error, StringComparison.Ordinal);

        var split = Rnn.Run(
            "train", _config, "--out", _folder.File("split"), "--set", "training.epochs=1", "--set", "data.test=null", "--set",
            "data.split={test: 0.2}");
        Assert.True(split.Exit == 0, split.Error);
        Assert.DoesNotContain(Warning, split.Error + Rnn.Run("eval", _folder.File("split")).Error, StringComparison.Ordinal);

        Assert.Equal(
            0, Rnn.Run("train", _config, "--out", _folder.File("same"), "--set", "training.epochs=1", "--set", "data.test=train.csv").Exit);
        Assert.Contains(Warning, Rnn.Run("eval", _folder.File("same")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_are_no_matter() =>
        Assert.DoesNotContain(
            Warning,
            Rnn.Run("train", _config, "--out", _folder.File("run"), "--set", "training.epochs=1").Error
            + Rnn.Run("data", "check", _config).Output, StringComparison.Ordinal);

    [Fact]
    public void A_number_too_far_from_the_others_has_its_file_line_and_column()
    {
        _folder.Write("train.csv", "seq,step,a,b,label\ns,0,1,2,up\ns,1,2,2,up\nr,0,1,-1e308,down\nr,1,2,1.7e308,down\n");
        var run = Rnn.Run("train", _config, "--out", _folder.File("run"));
        Assert.Equal(3, run.Exit);
        Assert.Contains(
            "train.csv:4: error: input 'b' spans more than a 64-bit float can hold: from -1E+308 (sequence 'r', step 0) to 1.7E+308 " +
            "(sequence 'r', step 1)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void So_has_a_target()
    {
        _folder.Write("train.csv", "seq,step,a,b,slope\ns,0,1,2,-1e308\ns,1,2,2,-1e308\nr,0,1,1,1.7e308\nr,1,2,1,1.7e308\n");
        var run = Rnn.Run("train", TinySetRegress(), "--out", _folder.File("run"));
        Assert.Equal(3, run.Exit);
        Assert.Contains("train.csv:4: error: target 'slope' spans more than", run.Error, StringComparison.Ordinal);
    }

    string TinySetRegress() =>
        _folder.Write(
            "regress.yaml",
            File.ReadAllText(_config).Replace("task: classify", "task: regress", StringComparison.Ordinal)
            .Replace("target: label", "target: slope", StringComparison.Ordinal));
}
