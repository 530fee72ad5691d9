using System.Globalization;
using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>What <c>rnn init</c> made of a file that it was given.</summary>
sealed class InitRun : IDisposable
{
    readonly TemporaryFolder _folder = new();

    InitRun(string name, byte[] file, string[] options)
    {
        File.WriteAllBytes(_folder.File(name), file);
        Data = _folder.File(name);
        Init = Rnn.Run(["init", Data, "--out", _folder.File("c.yaml"), .. options]);
    }

    public string Data { get; }

    public Rnn Init { get; }

    public string Error => Init.Error.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    /// <summary>The config that was written.</summary>
    public Config Config
    {
        get
        {
            Assert.True(Init.Exit == 0, Init.Error);
            return ConfigFile.Read(_folder.File("c.yaml")).Config;
        }
    }

    /// <summary>The text of the config.</summary>
    public string Yaml => File.ReadAllText(_folder.File("c.yaml"));

    public DataConfig Columns => Config.Data;

    public string Task => ConfigValue.Name(Config.Task);

    public string Target => Columns.Target?.ToString() ?? "";

    public string Inputs => string.Join(", ", Read().InputColumns);

    public static InitRun Of(string text, params string[] options) => Named("a.csv", text, options);

    public static InitRun Named(string name, string text, params string[] options) => new(name, Encoding.UTF8.GetBytes(text), options);

    public static InitRun OfBytes(string name, byte[] bytes, params string[] options) => new(name, bytes, options);

    /// <summary>A header and rows.</summary>
    public static string Rows(string header, int count, Func<int, string> row) =>
        $"{header}\n{string.Concat(Enumerable.Range(0, count).Select(n => row(n) + "\n"))}";

    /// <summary>A number that rises by half a unit in each step, and wavers.</summary>
    public static string Number(int n) => (20 + (0.5 * n) + (0.1 * (n * 7 % 5))).ToString("0.0#", CultureInfo.InvariantCulture);

    /// <summary>The file, as the config says.</summary>
    public SequenceSet Read() => DataFile.Read(Data, Reading.Options(Config) with { KeepSteps = true });

    /// <summary>Trains on the config for an epoch.</summary>
    public Rnn Train(params string[] options) => Rnn.Run(
        ["train", _folder.File("c.yaml"), "--out", _folder.File("run"), "--set", "training.epochs=1", "--set", "model.hidden=3", .. options]);

    public Rnn Predict(params string[] options) => Rnn.Run(["predict", _folder.File("run"), "--data", Data, .. options]);

    public void AssertTrains()
    {
        Assert.True(Init.Exit == 0, Init.Error);
        var train = Train();
        Assert.True(train.Exit == 0, train.Error);
    }

    public void Dispose() => _folder.Dispose();
}
