using System.Globalization;
using RnnTrainer.Training.Compare;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Sweeps;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training;

/// <summary>
/// The same training with several cells, over several seeds and at equal parameter counts, as <c>rnn compare</c> does. Each run has a
/// folder of its own, <c>FOLDER/CELL/seed-N</c>,
/// and is what <see cref="TrainingRun"/> makes; scores are read from its files. A comparison that was stopped and is begun again in the
/// same folder continues where it stopped.
/// </summary>
public sealed class Comparison
{
    readonly string _config;
    readonly ComparisonOptions _options;
    readonly Config _first;
    readonly (int Count, int Classes)? _labels;
    readonly IReadOnlyList<(string Cell, int Hidden, long Parameters)> _sizes;

    Comparison(string config, ComparisonOptions options, LoadedConfig loaded)
    {
        (_config, _options, _first) = (config, options, loaded.Config);
        var data = TrainingData.Read(_first, loaded.Folders);
        var task = SequenceTask.Of(_first);
        Metric = task.Metric(options.Metric ?? task.MainMetric(_first, data.Schema));
        _ = task.Metric(options.Reach?.Metric ?? Metric);
        _labels = Labels(data);
        _sizes = Sizes(data.Schema);
        Folder = options.Folder ?? Path.Combine(
            "runs", $"{Path.GetFileNameWithoutExtension(config)}-compare-{options.Training.Time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
    }

    /// <summary>Folder of the runs.</summary>
    public string Folder { get; }

    /// <summary>The score that is compared.</summary>
    public string Metric { get; }

    /// <summary>The cells that have been trained, with their runs so far.</summary>
    public IReadOnlyList<ComparedCell> Cells { get; private set; } = [];

    /// <summary>Reads and checks config, cells and data; nothing is trained yet.</summary>
    /// <param name="config">Path of a YAML file.</param>
    /// <param name="options">What is compared, and how.</param>
    /// <exception cref="ConfigException">The config has errors; it lists them.</exception>
    /// <exception cref="RnnTrainer.Data.DataException">A data file is missing or has errors; it lists them.</exception>
    /// <exception cref="RnnTrainer.Cells.CellException">The file of a cell is not a cell.</exception>
    /// <exception cref="RunException">There is no such cell or metric, or two cells have the same file name.</exception>
    public static Comparison Begin(string config, ComparisonOptions options)
    {
        if (options.Cells.FirstOrDefault(c => CellChoice.Problem(c) is not null) is { } unknown)
        {
            throw new RunException(CellChoice.Problem(unknown)!, CellChoice.Hint(unknown));
        }

        var training = options.Training;
        string[] sets = [.. training.Sets, $"model.cell={options.Cells[0]}", .. SetsOf(options.Folds is null ? null : 1, options.Folds)];
        var loaded = ConfigFile.Read(config, sets, training.DataFolders);
        return new Comparison(config, options with { Cells = Found(options.Cells, loaded.Folders) }, loaded);
    }

    /// <summary>
    /// Trains while it is enumerated, run by run: the cell as far as it is trained, with the new run as its last. A run that diverges has
    /// no score.
    /// Stop enumerating, or cancel, to stop; begin the comparison again in the same folder to continue.
    /// </summary>
    /// <param name="stop">Pauses the run that is being trained.</param>
    /// <exception cref="RunException">A run would exceed the memory limit.</exception>
    public IEnumerable<ComparedCell> Runs(CancellationToken stop = default)
    {
        Cells = [];
        foreach (var (cell, hidden, parameters) in _sizes)
        {
            var (others, runs) = (Cells, new List<ComparedRun>());
            foreach (var (seed, fold) in Trainings())
            {
                var path = Path.Combine(Folder, Path.GetFileName(cell), string.Create(CultureInfo.InvariantCulture, $"seed-{seed}"));
                path = fold is null ? path : Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"fold-{fold}"));
                if (!Train(cell, hidden, seed, fold, path, stop))
                {
                    yield break;
                }

                runs.Add(ComparedRun.Read(seed, path, Metric, _options.Reach) with { Fold = fold });
                var compared = new ComparedCell(cell, hidden, parameters, [.. runs]) { Labels = _labels };
                Cells = [.. others, compared];
                yield return compared;
            }
        }
    }

    /// <summary>The seeds, each with every fold.</summary>
    IEnumerable<(int Seed, int? Fold)> Trainings() =>
        from seed in Enumerable.Range(1, _options.Random ?? _options.Seeds)
        from fold in _options.Folds is { } folds ? Enumerable.Range(1, folds).Cast<int?>() : [null]
        select (seed, fold);

    /// <summary>What is set for a fold.</summary>
    static IEnumerable<string> SetsOf(int? fold, int? folds) =>
        fold is { } number && folds is { } count ? [.. FoldSets.WithoutValidation, $"{FoldSets.Key}={FoldSets.Values(count)[number - 1]}"] : [];

    /// <summary>The cells with their paths found, as those of a config are. A cell's runs are in a folder of its file's name.</summary>
    /// <exception cref="RunException">Two files have the same name.</exception>
    static string[] Found(IReadOnlyList<string> names, IReadOnlyList<string> folders)
    {
        string[] cells = [.. names.Select(c => CellChoice.IsPath(c) ? ConfigPaths.Find(c, folders) : c).Distinct()];
        return cells.GroupBy(Path.GetFileName).FirstOrDefault(g => g.Count() > 1) is not { } same ? cells
            : throw new RunException(
                $"{string.Join(" and ", same.Select(c => $"'{c}'"))} have the same file name",
                "rename one; the runs of a cell are in a folder of that name");
    }

    /// <summary>The training labels that can be memorized, if no other split is scored.</summary>
    (int Count, int Classes)? Labels(TrainingData data) => Metric == "accuracy" && data.Parts.Count() == 1 && data.Schema.Classes.Count > 1
        ? (data.Parts.Single().Part.Count, data.Schema.Classes.Count)
        : null;

    List<(string Cell, int Hidden, long Parameters)> Sizes(ModelSchema schema)
    {
        var target = ParameterMatch.Size(_first, schema, _first.Model.Hidden);
        return [.. _options.Cells.Select(cell =>
        {
            var multiple = CellChoice.Find(_first.Model with { Cell = cell }).UnitMultiple;
            var fits = _options.MatchParameters && cell != _options.Cells[0];
            string[] sets = [
                .. _options.Training.Sets, $"model.cell={cell}", .. fits ? [Assign("model.hidden", multiple)] : Array.Empty<string>()];
            var config = ConfigFile.Read(_config, sets, _options.Training.DataFolders).Config;
            long SizeOf(int hidden) => ParameterMatch.Size(config, schema, hidden);
            var start = Math.Max(1, _first.Model.Hidden / multiple);
            var hidden = fits ? multiple * ParameterMatch.Hidden(n => SizeOf(multiple * n), target, start) : _first.Model.Hidden;
            return (cell, hidden, SizeOf(hidden));
        })];
    }

    /// <summary>Trains one run to its end, unless an earlier comparison has.</summary>
    /// <returns>False if it was stopped before.</returns>
    bool Train(string cell, int hidden, int seed, int? fold, string path, CancellationToken stop)
    {
        var exists = EarlierRun.TryOpen(path) is not null;
        if (exists && ComparedRun.Read(seed, path, "loss", null).Status == RunStatus.Diverged)
        {
            return true;
        }

        string[] sets =
        [
            .. _options.Random is null ? [] : RandomSettings.Of(seed, _first.Training.Optimizer),
            .. _options.Training.Sets,
            $"model.cell={cell}",
            Assign("model.hidden", hidden),
            Assign("training.seed", seed),
            .. SetsOf(fold, _options.Folds),
        ];
        try
        {
            using var run = TrainingRun.Begin(
                _config, _options.Training with { Sets = sets, Folder = path, Resume = exists ? path : null });
            return run.Train(null, stop);
        }
        catch (DivergenceException)
        {
            return true;
        }
    }

    static string Assign(string key, int value) => string.Create(CultureInfo.InvariantCulture, $"{key}={value}");
}
