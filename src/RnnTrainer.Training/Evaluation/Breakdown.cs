using System.Globalization;
using RnnTrainer.Data;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>What scores are broken down by.</summary>
enum BreakdownKind
{
    /// <summary>The steps of a sequence, in ranges that double.</summary>
    Length,

    /// <summary>The class: precision, recall and f1 of each.</summary>
    Class,

    /// <summary>The label of several that are there or not: precision, recall and f1 of each.</summary>
    Label,

    /// <summary>The group of <c>data.split.by</c>, such as a patient.</summary>
    Group,

    /// <summary>The target column.</summary>
    Target,

    /// <summary>The step ahead of a forecast.</summary>
    Step,
}

/// <summary>The scores of a group of predictions.</summary>
/// <param name="Count">Sequences; by class, the targets of that class.</param>
sealed record ScoredGroup(string Name, int Count, IReadOnlyList<Score> Scores);

/// <summary>The same scores for each group of predictions.</summary>
static class Breakdown
{
    /// <summary>Why the scores have no such breakdown; null: they have.</summary>
    /// <param name="offered">Those that the task of the model has.</param>
    /// <param name="groups">The column of <c>data.split.by</c>; null: there is none.</param>
    public static string? Problem(
        IReadOnlyList<BreakdownKind> offered, ModelSchema schema, string? groups, BreakdownKind kind) => kind switch
        {
            BreakdownKind.Group when groups is null => "group: the model was trained without data.split.by, which names the column of the groups",
            BreakdownKind.Group when schema.Forecast is not null => "group: a forecast has series, and no groups of them",
            BreakdownKind.Class when !offered.Contains(kind) => "class: this model neither classifies nor tags",
            BreakdownKind.Label when !offered.Contains(kind) => "label: this model does not predict several labels",
            BreakdownKind.Target when !offered.Contains(kind) => "target: this model does not predict numbers",
            BreakdownKind.Step when schema.Forecast is null => "step: this model does not forecast",
            _ => null,
        };

    /// <summary>The scores of each group.</summary>
    /// <param name="sequences">Those that were scored.</param>
    /// <param name="series">Of a forecast, what <c>mase</c> divides by.</param>
    public static IReadOnlyList<ScoredGroup> Of(
        ModelSchema schema, IReadOnlyList<Sequence> sequences, SeriesScales? series, EvaluationResult evaluation, BreakdownKind kind)
    {
        var (H, targets) = (schema.Horizon, schema.Target);
        return kind switch
        {
            BreakdownKind.Length => ByLength(evaluation.Tally, sequences),
            BreakdownKind.Group => ByGroup(evaluation.Tally, sequences),
            BreakdownKind.Class or BreakdownKind.Label => LabelScores.Of(schema, evaluation),
            BreakdownKind.Target =>
                [.. targets.Select((t, c) => Group(t, [.. Enumerable.Range(0, H).Select(h => (h * targets.Count) + c)], [c]))],
            _ => [.. Enumerable.Range(0, H).Select(h => Group(
                (h + 1).ToString(CultureInfo.InvariantCulture),
                [.. Enumerable.Range(h * targets.Count, targets.Count)],
                [.. Enumerable.Range(0, targets.Count)]))],
        };

        ScoredGroup Group(string name, int[] outputs, int[] columns) =>
            new(name, sequences.Count, Selected(schema, series, evaluation.Numbers!, outputs, columns));
    }

    /// <summary>Of lengths 1, 2, 3–4, 5–8, … those that occur.</summary>
    static IReadOnlyList<ScoredGroup> ByLength(Tally tally, IReadOnlyList<Sequence> sequences) =>
    [
        .. Enumerable.Range(0, sequences.Count)
            .GroupBy(n => (long)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)sequences[n].Length))
            .OrderBy(g => g.Key)
            .Select(g => new ScoredGroup(g.Key <= 2 ? $"{g.Key}" : $"{(g.Key / 2) + 1}-{g.Key}", g.Count(), tally.Scores(g))),
    ];

    /// <summary>In ordinal order; last the sequences whose file does not name a group.</summary>
    static IReadOnlyList<ScoredGroup> ByGroup(Tally tally, IReadOnlyList<Sequence> sequences) =>
    [
        .. Enumerable.Range(0, sequences.Count)
            .GroupBy(n => sequences[n].Group)
            .OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ScoredGroup(g.Key ?? "(unknown)", g.Count(), tally.Scores(g))),
    ];

    /// <summary>The scores of some columns alone, without the loss, which is of all columns.</summary>
    /// <param name="columns">The targets among <paramref name="outputs"/>.</param>
    static IReadOnlyList<Score> Selected(ModelSchema schema, SeriesScales? series, NumberPredictions all, int[] outputs, int[] columns)
    {
        var scale = schema.Forecast is not { } s ? null
            : new ForecastScale([.. columns.Select(c => s.Deviation[c])], [.. columns.Select(c => s.SeasonalError[c])]);
        var tally = new NumberTally(outputs.Length, scale);
        return [
            .. tally.Scores(Columns(all.Targets), Columns(all.Predictions), series?.Select(columns))
            .Where(score => score.Metric != "loss")];

        double[] Columns(double[] rows) => [.. rows.Chunk(all.Columns).SelectMany(row => outputs.Select(o => row[o]))];
    }
}
