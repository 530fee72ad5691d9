using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Backtests;

/// <summary>
/// Forecasts of the training file from several origins, a horizon apart, the last of which ends with the series: rolling-origin evaluation.
/// A model is trained on what comes before the first origin, and with refits again for each origin. A training is a run,
/// <c>window-1</c>, …, and is what <see cref="TrainingRun"/> makes of the config with <c>data.split.test_window</c>. One that was stopped and
/// is begun again in the same folder continues where it stopped.
/// </summary>
sealed class Backtest
{
    readonly RunSet _runs;

    Backtest(string config, int windows, bool refits, int horizon, TrainingOptions options)
    {
        (Windows, Refits) = (windows, refits);
        _runs = new RunSet(
            config, options, options.Folder ?? Path.Combine("runs", $"{Path.GetFileNameWithoutExtension(config)}-backtest"), "window",
            refits ? windows : 1, number => KeysOf(number, windows, horizon))
        {
            Record = BacktestResult.File,
            Schema = BacktestResult.Schema,
            Results = [BacktestResult.Predictions],
        };
    }

    /// <summary>The number of origins.</summary>
    public int Windows { get; }

    /// <summary>Whether a model is trained for each origin.</summary>
    public bool Refits { get; }

    /// <summary>The folder of the runs.</summary>
    public string Folder => _runs.Folder;

    /// <summary>The numbers of the trainings.</summary>
    public IEnumerable<int> Numbers => _runs.Numbers;

    /// <summary>Checks the config and the folder; nothing is trained yet.</summary>
    /// <param name="config">Path of a YAML file.</param>
    /// <param name="windows">The number of origins, at least 1.</param>
    /// <param name="refits">Whether a model is trained for each.</param>
    /// <param name="options">How each is trained; its folder is that of all, and <see cref="TrainingOptions.Replace"/> removes earlier runs
    /// there.</param>
    /// <exception cref="ConfigException">The config has errors; it lists them.</exception>
    /// <exception cref="RunException">The task has no forecasts, or the folder holds something else.</exception>
    public static Backtest Plan(string config, int windows, bool refits, TrainingOptions options)
    {
        var data = Required(ConfigFile.Read(config, options.Sets, options.DataFolders).Config);
        var backtest = new Backtest(config, windows, refits, data.Horizon ?? 1, options);
        backtest.Config(1);
        backtest._runs.RequireFolder();
        backtest.RequireSame(options.Replace);
        return backtest;
    }

    /// <summary>The config of a training.</summary>
    public LoadedConfig Config(int number) => _runs.ConfigOf(number);

    /// <summary>The options of a run that is not finished; null: it is.</summary>
    public TrainingOptions? OptionsOf(int number) => _runs.OptionsOf(number);

    /// <summary>The folder of a run.</summary>
    public string PathOf(int number) => _runs.PathOf(number);

    /// <summary>The plan of a training.</summary>
    /// <exception cref="DataException">The data have errors, or too few steps for that number of windows.</exception>
    public TrainingPlan Read(int number, TrainingOptions options, ReadProgress? progress = null)
    {
        var plan = _runs.Read(number, options, progress);
        return plan.Data.Test.Count > 0 ? plan : throw new DataException(Diagnostic.OfFile(
            plan.Data.Train.File, $"no series has a forecast in window {number} of {Windows}", "Take fewer windows, or give longer series."));
    }

    /// <summary>Makes the folder, or prepares an earlier one.</summary>
    /// <param name="data">Of the first training.</param>
    /// <exception cref="RunException">An earlier run was trained otherwise.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Begin(TrainingData data) =>
        _runs.Begin(data, new JsonObject { ["folder"] = Folder, ["windows"] = Windows, ["refit"] = Refits });

    /// <summary>Forecasts from every origin with the runs, which are finished, and scores; the document is written to the folder.</summary>
    /// <exception cref="CheckpointException">A model cannot be used.</exception>
    /// <exception cref="DataException">A data file is missing, or has changed.</exception>
    /// <exception cref="IOException">The document cannot be written.</exception>
    public (BacktestResult Result, BacktestTable Table) Score(IReadOnlyList<string> folders)
    {
        using var first = TrainedModel.Load(PathOf(1), null, folders);
        var set = first.TrainingSet();
        List<OriginForecasts> all = [.. OriginForecasts.Of(first, set, Refits ? [1] : [.. Enumerable.Range(1, Windows)], SplitOf)];
        foreach (var number in Numbers.Skip(1))
        {
            using var trained = TrainedModel.Load(PathOf(number), null, folders);
            all.AddRange(OriginForecasts.Of(trained, trained.TrainingSet(), [number], SplitOf));
        }

        var (schema, data) = (first.Checkpoint.Schema, first.Config.Data);
        var names = new BaselineMethods(schema.Naive!, schema.Target.Count, data.SeasonOrNone).Names;
        var result = new BacktestResult(
            Folder, Windows, Refits, first.Model.Task.MainMetric(first.Config, schema), ["model", .. names], schema.Forecast!, all);
        _runs.Write(result.ToJson());
        return (result, BacktestTable.Of(first, set.IdColumns, all));
    }

    SplitConfig SplitOf(Config config, int window)
    {
        var split = config.Data.Split ?? new SplitConfig();
        return Windows == 1 ? split with { TestWindow = null, Test = config.Data.Horizon ?? 1 }
            : split with { TestWindow = new Fold(window, Windows), Test = 0 };
    }

    // One window is the test part of one horizon.
    static IReadOnlyList<string> KeysOf(int number, int windows, int horizon) =>
    [
        "data.test=null", "data.split.test_fold=null", "data.split.validation_fold=null",
        .. windows == 1
            ? new[] { string.Create(CultureInfo.InvariantCulture, $"data.split.test={horizon}"), "data.split.test_window=null" }
            : ["data.split.test=0", $"data.split.test_window={new Fold(number, windows)}"],
    ];

    static DataConfig Required(Config config) => SequenceTask.Of(config).WindowsOf(config.Data) is not null ? config.Data
        : throw new RunException(
            $"a backtest forecasts series, and task {SequenceTask.Of(config).Name} does not", "`rnn train CONFIG --folds K` cross-validates");

    void RequireSame(bool isReplaced)
    {
        var (windows, refits) = (Number("windows"), _runs.Before?["refit"]?.ToString());
        if (!isReplaced && _runs.Before is not null && (windows != Windows || refits != (Refits ? "true" : "false")))
        {
            throw new RunException(
                $"'{Folder}' has another backtest", "name another folder (--out), or replace it (--force)");
        }
    }

    // The result has a list of the windows, and before there is one their number.
    int? Number(string key) => _runs.Before?[key] switch
    {
        JsonArray list => list.Count,
        JsonValue value when value.TryGetValue<int>(out var count) => count,
        _ => null,
    };
}
