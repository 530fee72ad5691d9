using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Eval;

/// <summary>What eval is asked for beside the scores.</summary>
sealed record EvalOrder(BreakdownKind? By, double? Confidence);

/// <summary>The result of eval, as text and as a document.</summary>
sealed record EvalReport(string Checkpoint, DataPart Part, ScoredPart Scored, EvalOrder Order, IReadOnlyList<ScoredGroup> Groups, IReadOnlyList<Interval> Intervals)
{
    const int MostClasses = 20;

    public static EvalReport Of(TrainedModel trained, DataPart part, string name, EvalOrder order)
    {
        var evaluation = Predictor.Evaluate(trained.Model, part);
        return new EvalReport(
            trained.File,
            part,
            new ScoredPart(name, evaluation),
            order,
            order.By is { } by ? Breakdown.Of(trained.Model.Schema, part.Raw, part.Series, evaluation, by) : [],
            order.Confidence is { } p ? Bootstrap.Intervals(evaluation.Tally, p, trained.Config.Training.Seed, Bootstrap.Block(trained.Model.Task.WindowsOf(trained.Config.Data), part.Count)) : []);
    }

    public string Text()
    {
        var text = new StringBuilder(ScoreTable.Of([Scored]));
        if (Order.Confidence is { } p)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{100 * p:0.##} % of {Bootstrap.Draws} draws\n").Append(ScoreTable.OfIntervals(Intervals));
        }

        if (Order.By is { } by)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nby {by.ToString().ToLowerInvariant()}\n").Append(ScoreTable.OfGroups(Groups));
        }

        return Order.By == BreakdownKind.Class && Scored.Evaluation.Confusion is { Classes.Count: <= MostClasses } confusion
            ? text.Append("\nanswers, a row for each truth\n").Append(ScoreTable.OfConfusion(confusion)).ToString()
            : text.ToString();
    }

    public JsonObject Document()
    {
        var document = new JsonObject
        {
            ["checkpoint"] = Checkpoint,
            ["data"] = Part.File,
            ["sequences"] = Part.Count,
            ["metrics"] = Scored.Evaluation.Scores.ToJson(),
            ["baselines"] = Scored.Evaluation.Baselines.ToJson(),
        };
        if (Scored.Evaluation.Confusion is { } confusion)
        {
            document["classes"] = new JsonObject(confusion.Classes.Select((name, c) => KeyValuePair.Create(name, (JsonNode?)Counted(confusion.Scores(c), "support", confusion.Support(c)))));
            document["confusion"] = confusion.ToJson();
        }

        if (Order.Confidence is { } p)
        {
            document["confidence"] = new JsonObject { ["level"] = p, ["draws"] = Bootstrap.Draws, ["intervals"] = Bootstrap.ToJson(Intervals) };
        }

        if (Order.By is { } by)
        {
            document["by"] = new JsonObject
            {
                [by.ToString().ToLowerInvariant()] = new JsonObject(Groups.Select(g => KeyValuePair.Create(g.Name, (JsonNode?)Counted(g.Scores, "count", g.Count)))),
            };
        }

        return document;
    }

    static JsonObject Counted(IReadOnlyList<Score> scores, string name, int count)
    {
        var document = scores.ToJson();
        document[name] = count;
        return document;
    }
}
