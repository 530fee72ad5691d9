using RnnTrainer.Cells;
using RnnTrainer.Data;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Sweeps;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training;

/// <summary>
/// The same training with many settings, ranked by validation scores, as <c>rnn sweep</c> does. Each run has a folder of its own and is
/// what <see cref="TrainingRun"/> makes of its
/// setting. Which runs continue is decided by their files alone, so a sweep that was stopped and is begun again continues where it stopped,
/// and ends with the same runs. Several
/// processes may share the folder. Test scores decide nothing.
/// </summary>
public sealed class Sweep
{
    readonly SweepOptions _options;
    readonly SettingRuns _runs;

    Sweep(string config, SweepOptions options)
    {
        if (options.Folds is not null)
        {
            options = options with
            {
                Training = options.Training with { Sets = [.. options.Training.Sets, .. FoldSets.WithoutValidation] },
            };
        }

        Folder = options.Folder ?? Path.Combine("runs", $"{Path.GetFileNameWithoutExtension(config)}-sweep");
        var shared = options.Shard is null ? null
            : new SharedRuns(options.Shard, new RunClaims(Path.Combine(Folder, "claims"), options.Training.Time), options.OnWait);
        (_options, _runs) = (options, new SettingRuns(config, options.Training, PathOf, shared));
        Settings = SweepSettings.Of(options);
        Rungs = RungsOf(options, Settings.Count, [.. Settings.Select(s => _runs.Config(s).Config.Training.Epochs)]);
        Metric = options.Metric ?? "";
    }

    /// <summary>What each run changes in the config.</summary>
    public IReadOnlyList<SweepSetting> Settings { get; }

    /// <summary>Folder of the runs.</summary>
    public string Folder { get; }

    /// <summary>The validation score that ranks the runs.</summary>
    public string Metric { get; private set; }

    /// <summary>The runs, the best first and those without a model last; empty until <see cref="Events"/> has been enumerated to its
    /// end.</summary>
    public IReadOnlyList<SweptRun> Ranking { get; private set; } = [];

    /// <summary>To which epoch how many runs are trained.</summary>
    internal IReadOnlyList<Rung> Rungs { get; }

    /// <summary>Reads and checks config and data for every setting; nothing is trained yet.</summary>
    /// <param name="config">Path of a YAML file.</param>
    /// <param name="options">What is swept, and how.</param>
    /// <exception cref="ConfigException">The config has errors with some setting; it lists them.</exception>
    /// <exception cref="DataException">A data file is missing or has errors; it lists them.</exception>
    /// <exception cref="CellException">The file of a cell is not a cell.</exception>
    /// <exception cref="RunException">There is nothing to sweep, no validation split, or a run of another training in the
    /// folder.</exception>
    public static Sweep Begin(string config, SweepOptions options)
    {
        var sweep = Plan(config, options);
        sweep.Check();
        return sweep;
    }

    /// <summary>The settings and rungs, without reading any data.</summary>
    internal static Sweep Plan(string config, SweepOptions options) => new(config, options);

    /// <summary>Trains while it is enumerated. Stop enumerating, or cancel, to stop; every run that has begun can be resumed, by beginning
    /// the same sweep again.</summary>
    /// <param name="stop">Pauses the runs that are being trained.</param>
    public IEnumerable<SweepEvent> Events(CancellationToken stop = default)
    {
        var (going, ended) = (Settings, new List<SweptRun>());
        foreach (var (rung, next) in Rungs.Zip(Rungs.Skip(1).Select(r => r.Runs).Append(0)))
        {
            var (isLast, done) = (next == 0, 0);
            yield return new RungStarted(rung.Epochs, going.Count);
            foreach (var run in _runs.Trained(going, _ => isLast ? null : rung.Epochs, _options.Jobs, stop))
            {
                yield return new RunTrained(run, ++done, going.Count);
            }

            if (stop.IsCancellationRequested)
            {
                yield break;
            }

            var ranked = SweptRun.Ranked([.. going.Select(_runs.Read)], Metric, isLast ? int.MaxValue : rung.Epochs);
            List<SweptRun> on = [.. ranked.Take(next).Where(r => !r.IsLostBy(rung.Epochs))];
            ended.InsertRange(0, ranked.Except(on));
            going = [.. Settings.Where(s => on.Any(r => r.Setting == s))];
        }

        Ranking = [.. ended.Where(r => !r.IsLost), .. ended.Where(r => r.IsLost)];
    }

    static IReadOnlyList<Rung> RungsOf(SweepOptions options, int runs, IReadOnlyList<int> epochs) =>
        !options.Halving ? [new Rung(epochs.Max(), runs)]
        : epochs.Distinct().Count() == 1 ? Halving.Rungs(runs, epochs[0])
        : throw new RunException(
            "halving compares runs after the same epochs: training.epochs cannot be swept",
            "leave out --halving, or --grid training.epochs");

    void Check()
    {
        var first = _runs.Config(Settings[0]);
        var data = TrainingData.Read(first.Config, first.Folders);
        if (data.Validation.Count == 0)
        {
            throw new RunException(
                "the config has no validation split: a sweep chooses by validation scores, never by test scores",
                "--set data.split.validation=0.2 takes a part of the training file; data.validation names a file");
        }

        var task = SequenceTask.Of(first.Config);
        Metric = _options.Metric is { } metric ? task.Metric(metric) : task.MainMetric(first.Config, data.Schema);
        var hasSameData = Settings[0].Values.All(v => !v.Key.StartsWith("data", StringComparison.Ordinal) || v.Key == FoldSets.Key);
        foreach (var setting in Settings)
        {
            EarlierRun.RequireSame(
                PathOf(setting), _runs.Config(setting).Config, hasSameData ? data : null, _options.Training.DataFolders,
                isShared: _options.Shard is not null);
        }
    }

    string PathOf(SweepSetting setting) => Path.Combine(Folder, setting.Name);
}
