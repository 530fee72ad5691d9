using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Runs;

/// <summary>The score of a baseline.</summary>
sealed record BaselineScore(string Name, double Value);

/// <summary>A run as its files describe it, without its model and data.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Record"><c>run.json</c>.</param>
/// <param name="Config">The resolved config by dotted keys, values as JSON writes them, texts without quotes.</param>
/// <param name="Epochs">The lines of <c>metrics.jsonl</c>.</param>
sealed record RunOverview(string Path, JsonObject Record, IReadOnlyDictionary<string, string> Config, IReadOnlyList<JsonObject> Epochs)
{
    // Runs are compared to choose among them, and a model chosen by test scores looks better than it is.
    static readonly string[] Splits = ["validation", "test", "train"];

    // The quality of a run is reported by scores that decided nothing.
    static readonly string[] FinalSplits = ["test", "validation", "train"];

    /// <summary>The config as <see cref="Config"/> has it, numbers as numbers.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Values { get; init; } = new Dictionary<string, JsonNode?>();

    /// <exception cref="RunException">There is no such run, or its files are damaged or not yet written.</exception>
    public static RunOverview Of(string path)
    {
        var run = RunDirectory.Open(path);
        try
        {
            var tree = (JsonObject)YamlTree.Read(File.ReadAllText(run.Config), "", new SourceMap(run.Config), run.Config)!;
            var values = Flat(tree, "").ToDictionary();
            var record = ConfigJson.Node(File.ReadAllText(run.Record))!.AsObject();
            var overview = new RunOverview(
                run.Path, record, values.ToDictionary(p => p.Key, p => Text(p.Value)), MetricsLog.Read(run.Metrics))
            { Values = values };
            _ = (overview.Task, overview.Status, overview.Started, overview.Score);
            return overview;
        }
        catch (Exception e) when (
            e is JsonException or ConfigException or FileNotFoundException or InvalidOperationException or InvalidCastException
            or NullReferenceException or KeyNotFoundException or ArgumentException)
        {
            throw new RunException($"'{path}' cannot be read: its run.json or config.yaml is damaged, or not yet written");
        }
    }

    /// <summary>Every run at most three folders below this one, the oldest first, without the members of ensembles, and the folders of
    /// those that cannot be read.</summary>
    /// <exception cref="RunException">There is no such folder.</exception>
    public static (IReadOnlyList<RunOverview> Runs, IReadOnlyList<string> Damaged) In(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new RunException(
                $"there is no folder '{folder}'", "`rnn train` makes runs in the folder runs; name the folder that holds them");
        }

        var search =
            new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, AttributesToSkip = FileAttributes.ReparsePoint };
        var (runs, damaged) = (new List<RunOverview>(), new List<string>());
        foreach (var path in Directory.EnumerateFiles(folder, "run.json", search).Select(f => System.IO.Path.GetDirectoryName(f)!)
            .Where(p => !EnsembleFolder.HasMember(p)).Order(StringComparer.Ordinal))
        {
            try
            {
                runs.Add(Of(path));
            }
            catch (RunException)
            {
                damaged.Add(path);
            }
        }

        return ([.. runs.OrderBy(r => r.Started)], damaged);
    }

    /// <summary>The last part of its path.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    public string Status => (string)Record["status"]!;

    public DateTimeOffset Started => Record["started"]!.GetValue<DateTimeOffset>();

    internal SequenceTask Task => SequenceTask.Of(JsonSerializer.Deserialize<TaskKind>($"\"{Config["task"]}\"", ConfigJson.Options));

    /// <summary>The training file, as the config names it.</summary>
    public string Data => Config.GetValueOrDefault("data.train", "");

    /// <summary>The name of its cell, see <see cref="CellChoice.NameOf"/>; null: the config names none.</summary>
    public string? Cell => Config.GetValueOrDefault("model.cell") is not { } cell ? null
        : CellChoice.NameOf(CellChoice.IsPath(cell) ? System.IO.Path.Combine(Path, cell) : cell);

    /// <summary>How many models an ensemble has; 0: it is none.</summary>
    public int Members => (Record["ensemble"] as JsonArray)?.Count ?? 0;

    /// <summary>How many epochs it has done.</summary>
    public int EpochCount => Epochs.Count;

    /// <summary>The metric by which models of the task are compared with baselines; rmse where no target has a mase.</summary>
    public string Metric =>
        Task.MainMetric(AreSeveral("data.target") ?? AreSeveral("data.inputs") ?? false) is var main && main == "mase"
        && Split is { } split && Scores(split)![main] is null
        ? "rmse" : main;

    /// <summary>Whether a key holds several names; null: it holds none.</summary>
    bool? AreSeveral(string key) => Config.GetValueOrDefault(key) is { Length: > 0 } names and not "null" ? names[0] == '[' : null;

    /// <summary>The split by which runs are compared: validation, or else test, or else train; null if nothing was scored yet.</summary>
    public string? Split => Array.Find(Splits, s => Scores(s) is not null);

    /// <summary>The split by which a run is reported: test, or else validation, or else train; null if nothing was scored yet.</summary>
    public string? FinalSplit => Array.Find(FinalSplits, s => Scores(s) is not null);

    /// <summary>The metric on that split.</summary>
    public double? Score => Split is { } split ? (double?)Scores(split)![Metric] : null;

    /// <summary>The best baseline on that split.</summary>
    public BaselineScore? Baseline => Split is { } split ? BaselineOf(split, Metric) : null;

    /// <summary>The final scores of a split; null: there are none.</summary>
    public JsonObject? Scores(string split) => Record["metrics"]?[split] as JsonObject;

    /// <summary>The best baseline by a metric; null if there is none.</summary>
    public BaselineScore? BaselineOf(string split, string metric) =>
        (Record["baselines"]?[split] as JsonObject ?? []).Where(b => b.Value?[metric] is not null)
            .Select(b => new BaselineScore(b.Key, (double)b.Value![metric]!))
            .Aggregate((BaselineScore?)null, (best, b) => best is null || Metrics.Improves(metric, b.Value, best.Value) ? b : best);

    /// <summary>The final scores of every split that was scored, each followed by those of its baselines.</summary>
    public IEnumerable<(string Name, bool IsBaseline, JsonObject? Scores)> ScoreRows() =>
        (Record["metrics"] as JsonObject ?? []).SelectMany(split =>
        (Record["baselines"]?[split.Key] as JsonObject ?? []).Select(b => (b.Key, true, b.Value as JsonObject))
            .Prepend((split.Key, false, split.Value as JsonObject)));

    /// <summary>The keys whose values are not the same in all runs, in the config's order.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<RunOverview> runs) =>
        [.. runs.SelectMany(r => r.Config.Keys).Distinct()
            .Where(key => runs.Select(r => r.Config.GetValueOrDefault(key)).Distinct().Count() > 1)];

    /// <summary>For each run the keys whose values differ among the runs of its task and data. Runs of other tasks or data differ in nearly
    /// all keys.</summary>
    public static Func<RunOverview, IReadOnlyList<string>> DifferencesWithin(IReadOnlyList<RunOverview> runs)
    {
        var groups = runs.GroupBy(Question).ToDictionary(g => g.Key, g => Differences([.. g]));
        return run => groups[Question(run)];

        static (SequenceTask Task, string Data) Question(RunOverview run) => (run.Task, run.Data);
    }

    static IEnumerable<KeyValuePair<string, JsonNode?>> Flat(JsonObject section, string path) =>
        section.SelectMany(p => p.Value is JsonObject { Count: > 0 } below
        ? Flat(below, SourceMap.Join(path, p.Key))
        : [new KeyValuePair<string, JsonNode?>(SourceMap.Join(path, p.Key), p.Value)]);

    static string Text(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String ? value.ToString() : value?.ToJsonString(ConfigJson.Options) ?? "null";
}
