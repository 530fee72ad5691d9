namespace RnnTrainer.Tests.Cli;

/// <summary>Predictions name the sequences by the column of the file that they come from.</summary>
public sealed class PredictedIdsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("patient", "patient,prediction")]
    [InlineData("id", "id,prediction")]
    [InlineData("prediction", "seq,prediction")] // two columns of one name could not be told apart
    public void The_id_column_keeps_its_name_in_a_long_file(string name, string head)
    {
        _folder.Write(
            "x.csv",
            $"{name},step,a,label\n" + string.Concat(Enumerable.Range(0, 24).Select(n => $"s{n / 3},{n % 3},{n % 5},{"uv"[n / 3 % 2]}\n")));
        Assert.Equal(head, HeadOf($"sequence: {name}, "));
    }

    [Fact]
    public void The_id_column_keeps_its_name_in_a_wide_file_and_is_seq_where_there_is_none()
    {
        _folder.Write(
            "x.csv", "machine,t0,t1,t2,label\n" + string.Concat(Enumerable.Range(0, 8).Select(n => $"m{n},{n},{n % 3},1,{"uv"[n % 2]}\n")));
        Assert.Equal("machine,prediction", HeadOf("layout: wide, sequence: machine, "));
        _folder.Write("x.csv", "t0,t1,t2,label\n" + string.Concat(Enumerable.Range(0, 8).Select(n => $"{n},{n % 3},1,{"uv"[n % 2]}\n")));
        Assert.Equal("seq,prediction", HeadOf("layout: wide, "));
    }

    public void Dispose() => _folder.Dispose();

    string HeadOf(string data)
    {
        _folder.Write(
            "c.yaml", $"task: classify\ndata: {{train: x.csv, {data}target: label}}\nmodel: {{hidden: 2}}\ntraining: {{epochs: 1}}\n");
        var train = Rnn.Run("train", _folder.File("c.yaml"), "--out", _folder.File("run"), "--force", "--quiet");
        Assert.True(train.Exit == 0, train.Error);
        var predict = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("x.csv"));
        Assert.True(predict.Exit == 0, predict.Error);
        return predict.Output.Split('\n')[0];
    }
}
