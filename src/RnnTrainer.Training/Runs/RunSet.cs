using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Runs;

/// <summary>
/// Several runs of one config in a folder, each with keys of its own. One that was stopped and is begun again in the same folder continues
/// where it stopped. A document in the folder tells what the runs are for, and later their result.
/// </summary>
/// <param name="Config">Path of a YAML file.</param>
/// <param name="Options">How each is trained; <see cref="TrainingOptions.Replace"/> removes earlier runs from the folder.</param>
/// <param name="Folder">The folder of the runs.</param>
/// <param name="Name">What one of them is, such as <c>fold</c>.</param>
/// <param name="Count">How many there are.</param>
/// <param name="KeysOf">The keys of a run, by its number from 1.</param>
sealed record RunSet(
    string Config, TrainingOptions Options, string Folder, string Name, int Count, Func<int, IReadOnlyList<string>> KeysOf)
{
    /// <summary>The name of the document.</summary>
    public required string Record { get; init; }

    /// <summary>What the document says of its format.</summary>
    public required string Schema { get; init; }

    /// <summary>Further files that are removed with earlier runs.</summary>
    public required IReadOnlyList<string> Results { get; init; }

    /// <summary>The numbers of the runs.</summary>
    public IEnumerable<int> Numbers => Enumerable.Range(1, Count);

    /// <summary>What the document of an earlier set says; null: there is none.</summary>
    public JsonObject? Before => File.Exists(RecordPath) ? RunRecord.Parse(File.ReadAllText(RecordPath)) : null;

    string RecordPath => Path.Combine(Folder, Record);

    /// <summary>The config of a run.</summary>
    public LoadedConfig ConfigOf(int number) => ConfigFile.Read(Config, SetsOf(number), Options.DataFolders);

    /// <summary>The folder of a run.</summary>
    public string PathOf(int number) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Name}-{number}"));

    /// <summary>The options of a run that is not finished; null: it is.</summary>
    public TrainingOptions? OptionsOf(int number)
    {
        var before = EarlierRun.TryOpen(PathOf(number));
        return before?.Status == "finished" ? null : Options with
        {
            Sets = SetsOf(number),
            Folder = PathOf(number),
            Replace = false,
            Resume = before is null ? null : PathOf(number),
            IsLatest = false,
        };
    }

    /// <summary>The plan of a run.</summary>
    /// <exception cref="DataException">The data have errors.</exception>
    public TrainingPlan Read(int number, TrainingOptions options, ReadProgress? progress = null) =>
        TrainingPlan.Read(ConfigOf(number), options, progress);

    /// <summary>Refuses a folder that is a run itself.</summary>
    /// <exception cref="RunException">It is one.</exception>
    public void RequireFolder()
    {
        if (RunDirectory.Exists(Folder))
        {
            throw new RunException($"'{Folder}' is a run", $"name a folder for the {Name}s (--out)");
        }
    }

    /// <summary>Makes the folder, or prepares an earlier one.</summary>
    /// <param name="data">Of the first run.</param>
    /// <param name="about">What the document says until there is a result.</param>
    /// <exception cref="RunException">An earlier run was trained otherwise.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Begin(TrainingData data, JsonObject about)
    {
        Directory.CreateDirectory(Folder);
        if (Options.Replace)
        {
            Clear();
        }

        foreach (var number in Numbers)
        {
            EarlierRun.RequireSame(PathOf(number), ConfigOf(number).Config, data, Options.DataFolders);
        }

        if (Before is null)
        {
            Write(about);
        }
    }

    /// <summary>Writes the document.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(JsonObject document)
    {
        document.Insert(0, "schema", Schema);
        AtomicFile.WriteText(RecordPath, document.ToJsonString(RunRecord.Indented) + "\n", Options.Disk);
    }

    string[] SetsOf(int number) => [.. Options.Sets, .. KeysOf(number)];

    void Clear()
    {
        foreach (var run in Directory.EnumerateDirectories(Folder, $"{Name}-*").Where(RunDirectory.Exists))
        {
            RunDirectory.Clear(run);
        }

        File.Delete(RecordPath);
        foreach (var result in Results)
        {
            File.Delete(Path.Combine(Folder, result));
        }
    }
}
