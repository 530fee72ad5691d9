using RnnTrainer.Data;
using RnnTrainer.Tests.Data;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Cli;

/// <summary>Every command reads a Parquet file as it reads a CSV, and writes one where a table is asked for.</summary>
public sealed class ParquetCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_on_Parquet_is_that_on_the_CSV_bit_for_bit()
    {
        var config = TinySet.Write(_folder);
        Write("train.parquet", File.ReadAllText(_folder.File("train.csv")));
        Write("test.parquet", File.ReadAllText(_folder.File("test.csv")));
        Train(config, "csv");
        Train(config, "parquet", "--set", "data.train=train.parquet", "--set", "data.test=test.parquet");

        Assert.Equal(Weights("csv"), Weights("parquet"));
        Assert.Equal(Predictions("csv", "test.csv"), Predictions("parquet", "test.parquet"));
        Assert.Equal(Predictions("csv", "test.csv"), Predictions("csv", "test.parquet"));
        Assert.Equal(Scores("csv", "test.csv"), Scores("csv", "test.parquet"));
        Assert.Equal(Scores("csv"), Scores("parquet"));
    }

    [Fact]
    public void Init_writes_the_config_of_the_CSV_but_for_the_path()
    {
        _folder.Write("a.csv", TinySet.Csv(40, seed: 3));
        Write("a.parquet", TinySet.Csv(40, seed: 3));
        var (csv, parquet) = (Rnn.Run("init", _folder.File("a.csv")), Rnn.Run("init", _folder.File("a.parquet")));

        Assert.Equal((0, 0), (csv.Exit, parquet.Exit));
        Assert.Equal(csv.Output, parquet.Output.Replace("a.parquet", "a.csv", StringComparison.Ordinal));
        Assert.Equal(csv.Error, parquet.Error.Replace("a.parquet", "a.csv", StringComparison.Ordinal));
    }

    [Fact]
    public void Predictions_in_Parquet_are_those_in_CSV()
    {
        var config = TinySet.Write(_folder);
        Train(config, "run");
        Run("predict", _folder.File("run"), "--data", _folder.File("test.csv"), "--proba", "--out", _folder.File("p.csv"));
        Run("predict", _folder.File("run"), "--data", _folder.File("test.csv"), "--proba", "--out", _folder.File("p.parquet"));

        Assert.Equal(File.ReadAllText(_folder.File("p.csv")), ParquetSample.Text(File.ReadAllBytes(_folder.File("p.parquet"))));
    }

    [Theory]
    [InlineData("seq,step,x,word,label\na,0,0.5,foo,u\na,1,,bar,u\nb,0,3,,v\n", "--target", "label")]
    [InlineData("id,text,label\n1,so be it,u\n2,no,v\n", "--words", "text")]
    public void What_convert_writes_as_Parquet_is_what_it_writes_as_CSV(string csv, params string[] options)
    {
        _folder.Write("a.csv", csv);
        Run(["data", "convert", _folder.File("a.csv"), _folder.File("long.csv"), .. options]);
        Run(["data", "convert", _folder.File("a.csv"), _folder.File("long.parquet"), .. options]);

        Assert.Equal(
            File.ReadAllText(_folder.File("long.csv")).Replace("\"\"", "", StringComparison.Ordinal),
            ParquetSample.Text(File.ReadAllBytes(_folder.File("long.parquet"))));
    }

    [Fact]
    public void A_made_set_may_be_Parquet()
    {
        Run("data", "make", "adding", "--count", "3", "--length", "5", "--out", _folder.File("a.csv"));
        Run("data", "make", "adding", "--count", "3", "--length", "5", "--out", _folder.File("a.parquet"));

        Assert.Equal(File.ReadAllText(_folder.File("a.csv")), ParquetSample.Text(File.ReadAllBytes(_folder.File("a.parquet"))));
    }

    [Fact]
    public void A_manifest_and_the_files_that_it_names_may_be_Parquet()
    {
        Write("up.parquet", "x,y\n1,2\n2,3\n3,4\n");
        Write("down.parquet", "x,y\n3,2\n2,1\n1,0\n");
        Write("all.parquet", "path,label\nup.parquet,up\ndown.parquet,down\n");
        var set = DataFile.Read(_folder.File("all.parquet"), new DataOptions { Target = ["label"] });

        Assert.Equal(["up.parquet:3:1 2 2 3 3 4:up:2", "down.parquet:3:3 2 2 1 1 0:down:3"], set.Sequences.Select(Csv.Shown));
        Assert.Equal(0, Rnn.Run("data", "check", _folder.File("all.parquet")).Exit);
    }

    [Fact]
    public void A_damaged_file_is_refused_wherever_data_is_read()
    {
        var config = TinySet.Write(_folder);
        Train(config, "run");
        var damaged = Write("damaged.parquet", File.ReadAllText(_folder.File("train.csv")));
        var bytes = File.ReadAllBytes(damaged);
        bytes.AsSpan(4, 40).Fill(0xFF);
        File.WriteAllBytes(damaged, bytes);
        string[][] commands =
        [
            ["init", damaged], ["init", _folder.File("train.csv"), "--test", damaged], ["data", "check", damaged],
            ["data", "convert", damaged, _folder.File("out.csv")], ["predict", _folder.File("run"), "--data", damaged],
            ["eval", _folder.File("run"), "--data", damaged],
            ["train", config, "--out", _folder.File("other"), "--set", $"data.train={damaged}"],
            ["train", config, "--out", _folder.File("other"), "--set", $"data.test={damaged}"],
        ];
        Assert.All(commands, command =>
        {
            var refused = Rnn.Run(command);
            Assert.True(
                refused.Exit == 3 && refused.Error.Contains("the Parquet file is damaged: ", StringComparison.Ordinal),
                $"{string.Join(' ', command)}: {refused.Exit} {refused.Error}");
        });
        Assert.False(File.Exists(_folder.File("out.csv")));
    }

    string Write(string name, string csv)
    {
        File.WriteAllBytes(_folder.File(name), ParquetSample.OfCsv(csv));
        return _folder.File(name);
    }

    void Train(string config, string run, params string[] more) => Run(["train", config, "--out", _folder.File(run), "--quiet", .. more]);

    static string Run(params string[] args)
    {
        var done = Rnn.Run(args);
        Assert.True(done.Exit == 0, done.Error);
        return done.Output;
    }

    string Predictions(string run, string data) => Run("predict", _folder.File(run), "--data", _folder.File(data), "--proba");

    string Scores(string run, string? data = null) =>
        Run(["eval", _folder.File(run), .. data is null ? Array.Empty<string>() : ["--data", _folder.File(data)]])
            .Replace(".parquet", ".csv", StringComparison.Ordinal).Replace("/parquet", "/csv", StringComparison.Ordinal);

    string Weights(string run) =>
        string.Join(
            '\n',
            SafeTensorsReader.Read(Directory.GetFiles(_folder.File(run), "*.safetensors", SearchOption.AllDirectories).Order().First())
                .Tensors.Select(t => $"{t.Name} {string.Join(' ', t.Data.Cast<object>())}"));
}
