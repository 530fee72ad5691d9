using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Training;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Ranges;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Eval;

/// <summary>The result of eval, as text and as a document.</summary>
/// <param name="Checkpoint">The file of the model.</param>
/// <param name="Part">What was scored.</param>
/// <param name="Scored">Its scores and baselines.</param>
sealed record EvalReport(string Checkpoint, DataPart Part, ScoredPart Scored)
{
    /// <summary>What the scores are broken down by; null if they are not.</summary>
    public BreakdownKind? By { get; init; }

    /// <summary>The scores of each class or label; empty where there are none.</summary>
    public IReadOnlyList<ScoredGroup> Labels { get; init; } = [];

    /// <summary>The scores of each group of the breakdown.</summary>
    public IReadOnlyList<ScoredGroup> Groups { get; init; } = [];

    /// <summary>The probability of the intervals; null if there are none.</summary>
    public double? Confidence { get; init; }

    /// <summary>An interval for each metric.</summary>
    public IReadOnlyList<Interval> Intervals { get; init; } = [];

    /// <summary>The scores of ranges; null if none are asked for.</summary>
    public RangeScores? Ranges { get; init; }

    /// <summary>All scores of the model.</summary>
    public IReadOnlyList<Score> Scores => [.. Scored.Scores, .. Ranges?.Scores ?? []];

    const int MostClasses = 20;

    /// <summary>Scores a part of the data.</summary>
    /// <param name="levels">Of ranges, in percent.</param>
    public static EvalReport Of(
        TrainedModel trained, DataPart part, string name, BreakdownKind? by, double? confidence, IReadOnlyList<decimal> levels)
    {
        var evaluation = trained.Evaluate(
            part, keepsOutputs: by is BreakdownKind.Target or BreakdownKind.Step, keepsSums: by is not null || confidence is not null);
        var block = Bootstrap.Block(trained.Model.Task.WindowsOf(trained.Config.Data), part.Count);
        return new EvalReport(trained.File, part, new ScoredPart(name, evaluation))
        {
            By = by,
            Labels = LabelScores.Of(trained.Model.Schema, evaluation),
            Groups = by is { } kind ? Breakdown.Of(trained.Model.Schema, part.Raw, part.Series, evaluation, kind) : [],
            Confidence = confidence,
            Ranges = levels.Count > 0 ? trained.EvaluateRanges(part, levels) : null,
            Intervals = confidence is { } p ? Bootstrap.Intervals(evaluation.Tally, p, trained.Config.Training.Seed, block) : [],
        };
    }

    public string Text()
    {
        var text = new StringBuilder(ScoreTable.Of([Scored])).Append(ScoreTable.OfFurther(Scored.Scores));
        if (Ranges is { } ranges)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nranges from the errors on the {ranges.Part} part\n")
                .Append(ScoreTable.OfRows([
                    (Scored.Name, ranges.Scores), .. ranges.Baseline is { } b ? [($"  {b.Name}", b.Scores)]
                    : Array.Empty<(string, IReadOnlyList<Score>)>()]));
        }

        if (Confidence is { } p)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{100 * p:0.##} % of {Bootstrap.Draws} draws\n")
                .Append(ScoreTable.OfIntervals(Intervals));
        }

        if (By is { } by)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nby {by.ToString().ToLowerInvariant()}\n")
                .Append(ScoreTable.OfGroups(Groups, by == BreakdownKind.Step ? "windows" : "count"));
        }

        return By == BreakdownKind.Class && Scored.Evaluation.Confusion is { Classes.Count: <= MostClasses } confusion
            ? text.Append("\npredictions, a row for each label\n").Append(ScoreTable.OfConfusion(confusion)).ToString()
            : text.ToString();
    }

    public JsonObject Document()
    {
        var document = new JsonObject
        {
            ["checkpoint"] = Checkpoint,
            ["data"] = Part.File,
            ["sequences"] = Part.Count,
            ["metrics"] = Scores.ToJson(),
            ["baselines"] = Baselines().ToJson(),
        };
        if (Ranges is { } ranges)
        {
            document["ranges"] = ranges.Part;
        }

        AddLabels(document);
        if (Confidence is { } p)
        {
            document[
                "confidence"] = new JsonObject { ["level"] = p, ["draws"] = Bootstrap.Draws, ["intervals"] = Bootstrap.ToJson(Intervals) };
        }

        if (By is { } by)
        {
            document["by"] = new JsonObject
            {
                [by.ToString().ToLowerInvariant()] = Grouped(Groups, "count"),
            };
        }

        return document;
    }

    /// <summary>The baselines, one of them with the scores of its ranges.</summary>
    IReadOnlyList<Baseline> Baselines() => Ranges?.Baseline is not { } ranged ? Scored.Baselines
        : [.. Scored.Baselines.Select(b => b.Name == ranged.Name ? b with { Scores = [.. b.Scores, .. ranged.Scores] } : b)];

    void AddLabels(JsonObject document)
    {
        var evaluation = Scored.Evaluation;
        if (Labels.Count > 0)
        {
            document["classes"] = Grouped(Labels, "support");
        }

        if (evaluation.Labels is not null)
        {
            document["means"] = Grouped(LabelScores.Means(evaluation, Labels), "support");
        }

        if (evaluation.Entities is { } entities)
        {
            document["entities"] = Grouped(entities, "support");
        }

        if (evaluation.Confusion is { } confusion)
        {
            document["confusion"] = confusion.ToJson();
        }
    }

    static JsonObject Grouped(IReadOnlyList<ScoredGroup> groups, string name) =>
        new(groups.Select(g => KeyValuePair.Create(g.Name, (JsonNode?)Counted(g.Scores, name, g.Count))));

    static JsonObject Counted(IReadOnlyList<Score> scores, string name, int count)
    {
        var document = scores.ToJson();
        document[name] = count;
        return document;
    }
}
