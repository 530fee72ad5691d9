using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Training.Folds;

/// <summary>The run of a fold that was trained and scored.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Run">Its files.</param>
sealed record FoldRun(int Number, RunOverview Run)
{
    /// <summary>The scores on the fold, which the run has not seen.</summary>
    public IReadOnlyList<Score> Scores => ScoresOf(Run.Scores("test"));

    /// <summary>Those of the baselines.</summary>
    public IReadOnlyList<Baseline> Baselines =>
        [.. (Run.Record["baselines"]?["test"] as JsonObject ?? []).Select(b => new Baseline(b.Key, ScoresOf(b.Value as JsonObject)))];

    static IReadOnlyList<Score> ScoresOf(JsonObject? scores) =>
        [.. (scores ?? []).Where(s => s.Value?.GetValueKind() == JsonValueKind.Number).Select(s => new Score(s.Key, (double)s.Value!))];
}

/// <summary>A metric over the folds.</summary>
/// <param name="Deviation">With n − 1.</param>
sealed record FoldedScore(string Metric, double Mean, double Deviation, double Least, double Most);

/// <summary>What a cross-validation found: the scores of each fold, and their mean and spread.</summary>
/// <param name="Folder">Of the runs.</param>
/// <param name="Runs">One for each fold.</param>
sealed record FoldSummary(string Folder, IReadOnlyList<FoldRun> Runs)
{
    /// <summary>The name of its file in the folder.</summary>
    public const string File = "folds.json";

    /// <summary>The name of the table of out-of-fold predictions in the folder.</summary>
    public const string Predictions = "predictions.csv";

    /// <summary>Name and version of the document.</summary>
    public const string Schema = "rnn.folds/1";

    /// <summary>Each metric that all folds have.</summary>
    public IReadOnlyList<FoldedScore> Scores => Folded([.. Runs.Select(r => r.Scores)]);

    /// <summary>The same of each baseline that all folds have.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<FoldedScore> Scores)> Baselines =>
    [
        .. Runs[0].Baselines.Select(b => b.Name).Where(name => Runs.All(r => r.Baselines.Any(b => b.Name == name)))
            .Select(name => (name, Folded([.. Runs.Select(r => r.Baselines.First(b => b.Name == name).Scores)]))),
    ];

    /// <summary>As a document.</summary>
    public JsonObject ToJson() => new()
    {
        ["folder"] = Folder,
        ["folds"] = Runs.Count,
        ["split"] = "test",
        ["predictions"] = Path.Combine(Folder, Predictions),
        ["metrics"] = new JsonObject { ["test"] = Document(Scores) },
        ["baselines"] = new JsonObject
        {
            ["test"] = new JsonObject(Baselines.Select(b => KeyValuePair.Create(b.Name, (JsonNode?)Document(b.Scores)))),
        },
        ["runs"] = new JsonArray([.. Runs.Select(r => new JsonObject
        {
            ["fold"] = r.Number,
            ["run"] = r.Run.Path,
            ["status"] = r.Run.Status,
            ["epochs"] = r.Run.EpochCount,
            ["metrics"] = new JsonObject { ["test"] = r.Scores.ToJson() },
        })]),
    };

    static FoldedScore[] Folded(IReadOnlyList<IReadOnlyList<Score>> folds) =>
    [
        .. folds[0].Select(s => s.Metric).Where(metric => folds.All(f => f.Value(metric) is not null))
            .Select(metric => (metric, Values: folds.Select(f => f.Value(metric)!.Value).ToArray()))
            .Select(m => new FoldedScore(m.metric, m.Values.Mean(), m.Values.StandardDeviation(), m.Values.Min(), m.Values.Max())),
    ];

    static JsonObject Document(IReadOnlyList<FoldedScore> scores) => new(scores.Select(s => KeyValuePair.Create(
        s.Metric, (JsonNode?)new JsonObject
        {
            ["mean"] = FiniteNumber.ToJson(s.Mean),
            ["deviation"] = FiniteNumber.ToJson(s.Deviation),
            ["min"] = FiniteNumber.ToJson(s.Least),
            ["max"] = FiniteNumber.ToJson(s.Most),
        })));
}
