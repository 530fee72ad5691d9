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

    [Fact]
    public void Several_id_columns_keep_their_names_and_cells_in_csv_and_json()
    {
        _folder.Write(
            "x.csv",
            "store,day,item,a,label\n"
            + string.Concat(Enumerable.Range(0, 24).Select(n => $"s/{n / 12},{n % 3},{n / 3 % 4},{n % 5},{"uv"[n / 3 % 2]}\n")));

        Assert.Equal("store,item,prediction", HeadOf("sequence: [store, item], step: day, inputs: a, "));
        Assert.Equal(["s/0,0", "s/0,1"], Predicted().Split('\n')[1..3].Select(row => row[..row.LastIndexOf(',')]));
        Assert.Contains("\"store\": \"s/1\",\n      \"item\": \"3\",", Predicted("--json"));
    }

    [Fact]
    public void A_forecast_of_each_store_and_item_names_both()
    {
        _folder.Write(
            "x.csv",
            "day,store,item,sales\n" + string.Concat(
                Enumerable.Range(0, 120).Select(n => $"2024-01-{1 + (n / 4):00},{n / 2 % 2},{n % 2},{n % 7}.5\n")));
        _folder.Write(
            "c.yaml",
            "task: forecast\ndata: {train: x.csv, sequence: [store, item], step: day, target: sales, window: 4}\n"
            + "model: {hidden: 2}\ntraining: {epochs: 1}\n");
        Assert.Equal(0, Rnn.Run("train", _folder.File("c.yaml"), "--out", _folder.File("run"), "--quiet").Exit);

        var rows = Predicted().Split('\n');

        Assert.Equal("store,item,origin,step,time,prediction", rows[0]);
        Assert.Equal(
            ["0,0,2024-01-30,1,2024-01-31", "0,1,2024-01-30,1,2024-01-31", "1,0,2024-01-30,1,2024-01-31", "1,1,2024-01-30,1,2024-01-31"],
            rows[1..5].Select(row => row[..row.LastIndexOf(',')]));
    }

    public void Dispose() => _folder.Dispose();

    string Predicted(params string[] options)
    {
        var predict = Rnn.Run(["predict", _folder.File("run"), "--data", _folder.File("x.csv"), .. options]);
        Assert.True(predict.Exit == 0, predict.Error);
        return predict.Output;
    }

    string HeadOf(string data)
    {
        _folder.Write(
            "c.yaml", $"task: classify\ndata: {{train: x.csv, {data}target: label}}\nmodel: {{hidden: 2}}\ntraining: {{epochs: 1}}\n");
        var train = Rnn.Run("train", _folder.File("c.yaml"), "--out", _folder.File("run"), "--force", "--quiet");
        Assert.True(train.Exit == 0, train.Error);
        return Predicted().Split('\n')[0];
    }
}
