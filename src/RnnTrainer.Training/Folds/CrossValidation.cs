using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Training.Folds;

/// <summary>
/// A training for each fold of the data: the fold is its test part, and the other folds are trained on. Each has a run of its own,
/// <c>fold-1</c>, <c>fold-2</c>, …, and is what <see cref="TrainingRun"/> makes of the config with <c>data.split.test_fold</c>. One that was
/// stopped and is begun again in the same folder continues where it stopped.
/// </summary>
sealed class CrossValidation
{
    readonly RunSet _runs;

    /// <summary>The fold is the test part, and neither a test file nor another test part is left out of the folds.</summary>
    CrossValidation(string config, int count, TrainingOptions options) => _runs = new RunSet(
        config, options, options.Folder ?? Path.Combine("runs", $"{Path.GetFileNameWithoutExtension(config)}-folds"), "fold", count,
        number => ["data.test=null", "data.split.test=0", $"data.split.test_fold={new Fold(number, count)}"])
    {
        Record = FoldSummary.File,
        Schema = FoldSummary.Schema,
        Results = [FoldSummary.Predictions],
    };

    /// <summary>The number of folds.</summary>
    public int Count => _runs.Count;

    /// <summary>The folder of the runs.</summary>
    public string Folder => _runs.Folder;

    /// <summary>The numbers of the folds.</summary>
    public IEnumerable<int> Numbers => _runs.Numbers;

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
        folds._runs.RequireFolder();
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
    public void Begin(TrainingData data) => _runs.Begin(data, new JsonObject { ["folder"] = Folder, ["folds"] = Count });

    /// <summary>The config of a fold.</summary>
    public LoadedConfig Config(int number) => _runs.ConfigOf(number);

    /// <summary>The options of the run of a fold that is not finished; null: it is.</summary>
    public TrainingOptions? OptionsOf(int number) => _runs.OptionsOf(number);

    /// <summary>The plan of a fold.</summary>
    /// <exception cref="DataException">The data have errors, or too few sequences, groups or steps for that number of folds.</exception>
    public TrainingPlan Read(int number, TrainingOptions options, ReadProgress? progress = null)
    {
        var plan = _runs.Read(number, options, progress);
        return plan.Data.Test.Count > 0 ? plan : throw new DataException(Diagnostic.OfFile(
            plan.Data.Train.File, $"fold {number} of {Count} is empty", "Take fewer folds, or give longer series."));
    }

    /// <summary>The scores of all folds, which are finished; also written to the folder.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public FoldSummary Summarize()
    {
        var summary = new FoldSummary(Folder, [.. Numbers.Select(n => new FoldRun(n, RunOverview.Of(PathOf(n))))]);
        _runs.Write(summary.ToJson());
        return summary;
    }

    /// <summary>The folder of the run of a fold.</summary>
    public string PathOf(int number) => _runs.PathOf(number);

    int? CountBefore()
    {
        try
        {
            return (int?)_runs.Before?["folds"];
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
