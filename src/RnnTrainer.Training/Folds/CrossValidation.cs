using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Training.Folds;

/// <summary>
/// A training for each fold of the data: the fold is its test part, and the other folds are trained on. Each has a run of its own,
/// <c>fold-1</c>, <c>fold-2</c>, …, and is what <see cref="TrainingRun"/> makes of the config with <c>data.split.test_fold</c>. One that was
/// stopped and is begun again in the same folder continues where it stopped.
/// </summary>
sealed class CrossValidation
{
    readonly string _config;
    readonly TrainingOptions _options;

    CrossValidation(string config, int count, TrainingOptions options)
    {
        (_config, _options, Count) = (config, options, count);
        Folder = options.Folder ?? Path.Combine("runs", $"{Path.GetFileNameWithoutExtension(config)}-folds");
    }

    /// <summary>The number of folds.</summary>
    public int Count { get; }

    /// <summary>The folder of the runs.</summary>
    public string Folder { get; }

    /// <summary>The numbers of the folds.</summary>
    public IEnumerable<int> Numbers => Enumerable.Range(1, Count);

    string Record => Path.Combine(Folder, FoldSummary.File);

    /// <summary>Checks the config and the folder; nothing is trained yet.</summary>
    /// <param name="config">Path of a YAML file.</param>
    /// <param name="count">The number of folds.</param>
    /// <param name="options">How each fold is trained; its folder is that of all, and <see cref="TrainingOptions.Replace"/> removes earlier
    /// folds there.</param>
    /// <exception cref="ConfigException">The config has errors; it lists them.</exception>
    /// <exception cref="RunException">The folder holds something else.</exception>
    public static CrossValidation Plan(string config, int count, TrainingOptions options)
    {
        var folds = new CrossValidation(config, count, options);
        folds.Config(1);
        if (RunDirectory.Exists(folds.Folder))
        {
            throw new RunException($"'{folds.Folder}' is a run", "name a folder for the folds (--out)");
        }

        if (!options.Replace && folds.CountBefore() is { } before && before != count)
        {
            throw new RunException(
                $"'{folds.Folder}' has {before} folds, and {count} are to be trained", "name another folder (--out), or replace it (--force)");
        }

        return folds;
    }

    /// <summary>Makes the folder, or prepares an earlier one.</summary>
    /// <exception cref="RunException">An earlier fold was trained otherwise.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <param name="data">Of the first fold.</param>
    public void Begin(TrainingData data)
    {
        Directory.CreateDirectory(Folder);
        if (_options.Replace)
        {
            Clear();
        }

        foreach (var number in Numbers)
        {
            EarlierRun.RequireSame(PathOf(number), Config(number).Config, data, _options.DataFolders);
        }

        if (CountBefore() is null)
        {
            Write(new JsonObject { ["folder"] = Folder, ["folds"] = Count });
        }
    }

    /// <summary>The config of a fold.</summary>
    public LoadedConfig Config(int number) => ConfigFile.Read(_config, SetsOf(number), _options.DataFolders);

    /// <summary>The options of the run of a fold that is not finished; null: it is.</summary>
    public TrainingOptions? OptionsOf(int number)
    {
        var before = EarlierRun.TryOpen(PathOf(number));
        return before?.Status == "finished" ? null : _options with
        {
            Sets = SetsOf(number),
            Folder = PathOf(number),
            Replace = false,
            Resume = before is null ? null : PathOf(number),
            IsLatest = false,
        };
    }

    /// <summary>The plan of a fold.</summary>
    /// <exception cref="DataException">The data have errors, or too few sequences, groups or steps for that number of folds.</exception>
    public TrainingPlan Read(int number, TrainingOptions options, ReadProgress? progress = null)
    {
        var plan = TrainingPlan.Read(Config(number), options, progress);
        return plan.Data.Test.Count > 0 ? plan : throw new DataException(Diagnostic.OfFile(
            plan.Data.Train.File, $"fold {number} of {Count} is empty", "Take fewer folds, or give longer series."));
    }

    /// <summary>The scores of all folds, which are finished; also written to the folder.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public FoldSummary Summarize()
    {
        var summary = new FoldSummary(Folder, [.. Numbers.Select(n => new FoldRun(n, RunOverview.Of(PathOf(n))))]);
        Write(summary.ToJson());
        return summary;
    }

    /// <summary>The folder of the run of a fold.</summary>
    public string PathOf(int number) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"fold-{number}"));

    /// <summary>The fold is the test part, and neither a test file nor another test part is left out of the folds.</summary>
    string[] SetsOf(int number) =>
        [.. _options.Sets, "data.test=null", "data.split.test=0", $"data.split.test_fold={new Fold(number, Count)}"];

    int? CountBefore()
    {
        try
        {
            return File.Exists(Record) ? (int?)RunRecord.Parse(File.ReadAllText(Record))?["folds"] : null;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    void Clear()
    {
        foreach (var run in Directory.EnumerateDirectories(Folder, "fold-*").Where(RunDirectory.Exists))
        {
            RunDirectory.Clear(run);
        }

        File.Delete(Record);
        File.Delete(Path.Combine(Folder, FoldSummary.Predictions));
    }

    void Write(JsonObject document)
    {
        document.Insert(0, "schema", FoldSummary.Schema);
        AtomicFile.WriteText(Record, document.ToJsonString(RunRecord.Indented) + "\n", _options.Disk);
    }
}
