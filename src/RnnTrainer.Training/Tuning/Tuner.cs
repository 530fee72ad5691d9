using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Sweeps;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Tuning;

/// <summary>
/// A search for the settings with the best validation score: rounds of trials, each of successive halving, whose settings are proposed
/// from the results of the rounds before. What is tried depends on the seed and on these results alone, so a search that was stopped and is
/// begun again continues where it stopped, and ends with the same trials. Test scores decide nothing.
/// </summary>
sealed class Tuner
{
    // The first trains all trials to a quarter of their epochs, the next the better half to a half, the last the better half of those to
    // the end.
    const int Rungs = 3, TrialsOfRound = 8;

    const int MostDraws = 200;

    readonly string _config;
    readonly IReadOnlyList<string> _own;
    readonly TuneOptions _options;
    readonly SettingRuns _runs;
    readonly IReadOnlyList<TuneKey> _space;
    readonly TrainingData _data;
    readonly List<Trial> _trials = [];

    Tuner(string config, TuneOptions options, ValidationPart validation)
    {
        _own = options.Training.Sets;
        var training = options.Training with { Sets = [.. _own, .. validation.Sets], SkipTrainScores = true };
        (_config, _options, Note, _data) = (config, options with { Training = training }, validation.Note, validation.Data);
        _runs = new SettingRuns(config, training, PathOf);
        var start = ConfigFile.Read(config, training.Sets, training.DataFolders).Config;
        _space = [
            .. TuneSpace.Of(start, set => IsValid(set)).Where(k => !_own.Any(s => ConfigOverride.KeyOf(s) == k.Key))];
        var task = SequenceTask.Of(start);
        Metric = options.Metric is { } metric ? task.Metric(metric) : task.MainMetric(start, _data.Schema);
    }

    /// <summary>How it is done.</summary>
    public TuneOptions Options => _options;

    /// <summary>Why another validation part is used than the config's; null: it is the config's.</summary>
    public string? Note { get; }

    /// <summary>The validation score by which trials are compared.</summary>
    public string Metric { get; }

    /// <summary>The keys that are changed.</summary>
    public IReadOnlyList<TuneKey> Space => _space;

    /// <summary>The trials, the best first and those without a score last.</summary>
    public IReadOnlyList<SweptRun> Ranking
    {
        get
        {
            var runs = SweptRun.Ranked(
                [.. _trials.Select(t => Read(t, _runs.Read)).Where(r => r.Epochs.Count > 0 || r.Error is not null)], Metric);
            return [.. runs.Where(r => r.Score(Metric) is not null), .. runs.Where(r => r.Score(Metric) is null)];
        }
    }

    /// <summary>The values of all keys that a trial has.</summary>
    public IReadOnlyList<string> ValuesOf(SweepSetting setting) => _trials.First(t => t.Setting == setting).Values;

    /// <summary>The same with their keys.</summary>
    public SweepSetting SettingsOf(SweepSetting setting) =>
        new([.. _space.Zip(ValuesOf(setting), (key, value) => KeyValuePair.Create(key.Key, value))]);

    /// <summary>The config of a trial, with the validation part that the search has, or with its own if folds take turns.</summary>
    public LoadedConfig ConfigOf(SweepSetting setting) =>
        _options.Folds is null ? _runs.Config(setting) : ConfigFile.Read(_config, SetsOf(setting), _options.Training.DataFolders);

    /// <summary>Trains a setting on all that the config trains on, once the folds have chosen it.</summary>
    /// <param name="folder">Of the run, which replaces another.</param>
    public IReadOnlyList<ScoredPart> Refit(SweepSetting setting, string folder)
    {
        using var run = TrainingRun.Begin(
            _config,
            _options.Training with { Sets = SetsOf(setting), Folder = folder, Replace = true, IsLatest = false, OnEvent = null });
        run.Train(upTo: null, CancellationToken.None);
        return run.Score();
    }

    /// <summary>The folders of the runs of a trial.</summary>
    public IReadOnlyList<string> PathsOf(SweepSetting setting) => [.. _trials.First(t => t.Setting == setting).Runs.Select(PathOf)];

    /// <summary>Reads and checks config and data; nothing is trained yet.</summary>
    /// <param name="config">Path of a YAML file.</param>
    /// <exception cref="ConfigException">The config has errors; it lists them.</exception>
    /// <exception cref="Data.DataException">A data file is missing or has errors; it lists them.</exception>
    /// <exception cref="RunException">There is no such metric.</exception>
    public static Tuner Begin(string config, TuneOptions options)
    {
        return new Tuner(config, options, options.Folds is { } folds ? ValidationPart.OfFolds(folds, Read) : ValidationPart.Of(Read));

        LoadedConfig Read(IReadOnlyList<string> sets) =>
            ConfigFile.Read(config, [.. options.Training.Sets, .. sets], options.Training.DataFolders);
    }

    /// <summary>Trains while it is enumerated. Stop enumerating, or cancel, to stop.</summary>
    /// <param name="stop">Pauses the trials that are being trained.</param>
    public IEnumerable<SweepEvent> Events(CancellationToken stop = default)
    {
        while (!stop.IsCancellationRequested)
        {
            var round = Proposed();
            if (round.Count == 0)
            {
                yield break;
            }

            foreach (var happened in Train(round, stop))
            {
                yield return happened;
            }
        }
    }

    /// <summary>Trains the trials of a round: after each rung the better half continues, and the start in any case.</summary>
    IEnumerable<SweepEvent> Train(IReadOnlyList<Trial> round, CancellationToken stop)
    {
        var going = round;
        for (var rung = 0; rung < Rungs && !stop.IsCancellationRequested; rung++)
        {
            var (level, done) = (rung, 0);
            SweepSetting[] runs = [.. going.SelectMany(t => t.Runs)];
            var jobs = Math.Min(_options.Jobs, runs.Length);
            var threads = string.Create(CultureInfo.InvariantCulture, $"training.threads={Math.Max(1, _options.Cores / jobs)}");
            yield return new RungStarted(UpTo(runs[0], level) ?? EpochsOf(runs[0]), runs.Length);
            foreach (var run in _runs.Trained(runs, s => UpTo(s, level), jobs, stop, threads))
            {
                yield return new RunTrained(run, ++done, runs.Length);
            }

            if (stop.IsCancellationRequested)
            {
                yield break;
            }

            going = Reached(going, rung);
        }
    }

    /// <summary>Notes how far the trials have come, and returns those that continue, in their order.</summary>
    List<Trial> Reached(IReadOnlyList<Trial> going, int rung)
    {
        foreach (var trial in going)
        {
            (trial.Rung, trial.Run) = (rung, Read(trial, run => AtEndOf(rung, run)));
        }

        var ranked = Ranked(going);
        var best = ranked.Where(t => !t.Run!.IsLost).Take((going.Count + 1) / 2).ToHashSet();
        return [.. going.Where(t => best.Contains(t) || (t.Number == 0 && !t.Run!.IsLost))];
    }

    /// <summary>The best first, those that came farther before others.</summary>
    List<Trial> Ranked(IEnumerable<Trial> trials) =>
    [
        .. trials.Where(t => t.Run is not null).GroupBy(t => t.Rung).OrderByDescending(g => g.Key).SelectMany(g =>
            SweptRun.Ranked([.. g.Select(t => t.Run!)], Metric).Select(run => g.First(t => t.Setting == run.Setting))),
    ];

    /// <summary>A run as it was at the end of a rung: an earlier search may have trained it further.</summary>
    SweptRun AtEndOf(int rung, SweepSetting setting)
    {
        var run = _runs.Read(setting);
        return UpTo(setting, rung) is { } epoch && run.Epochs.Count >= epoch
            ? run with { Status = "stopped", Error = null, Epochs = [.. run.Epochs.Take(epoch)] } : run;
    }

    /// <summary>The trials of the next round; none: all are done, or there are no more settings.</summary>
    List<Trial> Proposed()
    {
        var ranked = Ranked(_trials).Select(t => t.Values).ToList();
        var (known, round) = (_trials.Select(t => t.Key).ToHashSet(), new List<Trial>());
        var most = Math.Min(TrialsOfRound, (_options.Trials ?? int.MaxValue) - _trials.Count);
        for (var draw = 0; round.Count < most && draw < MostDraws; draw++)
        {
            var number = _trials.Count + round.Count;
            var random = new RandomStream(_options.Seed, "tune", (number * MostDraws) + draw);
            var trial = TrialOf(number, number == 0 ? [.. _space.Select(k => k.Start)] : Proposal.Next(_space, ranked, random));
            if (!known.Contains(trial.Key) && (number == 0 || IsValid([.. trial.Setting.Assignments])))
            {
                known.Add(trial.Key);
                round.Add(trial);
            }
        }

        _trials.AddRange(round);
        foreach (var trial in round)
        {
            foreach (var run in trial.Runs)
            {
                EarlierRun.RequireSame(
                    PathOf(run), _runs.Config(run).Config, trial.Number == 0 ? _data : null, _options.Training.DataFolders);
            }
        }

        return round;
    }

    Trial TrialOf(int number, IReadOnlyList<string> values) => new(
        number,
        new SweepSetting(
            [.. _space.Zip(values).Where(p => p.Second != p.First.Start).Select(p => KeyValuePair.Create(p.First.Key, p.Second))]),
        values,
        _options.Folds);

    SweptRun Read(Trial trial, Func<SweepSetting, SweptRun> read) =>
        trial.Mean(Path.Combine(_options.Folder, "trials", trial.Name), [.. trial.Runs.Select(read)], "loss", Metric);

    IReadOnlyList<string> SetsOf(SweepSetting setting) => [.. _own, .. setting.Assignments];

    string PathOf(SweepSetting run) =>
        Path.Combine(_options.Folder, "trials", _trials.First(t => t.Runs.Contains(run)).NameOf(run));

    int EpochsOf(SweepSetting setting) => _runs.Config(setting).Config.Training.Epochs;

    /// <summary>The last epoch of a rung; null: of the training.</summary>
    int? UpTo(SweepSetting setting, int rung) =>
        rung == Rungs - 1 ? null : Math.Max(1, (int)Math.Ceiling(EpochsOf(setting) / Math.Pow(2, Rungs - 1 - rung)));

    bool IsValid(params string[] sets)
    {
        try
        {
            ConfigFile.Read(_config, [.. _options.Training.Sets, .. sets], _options.Training.DataFolders);
            return true;
        }
        catch (ConfigException)
        {
            return false;
        }
    }
}
