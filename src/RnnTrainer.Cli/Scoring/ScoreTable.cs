using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Cli.Scoring;

/// <summary>Scores as a table: a row per split, and under it a row for each baseline.</summary>
static class ScoreTable
{
    const int NameWidth = 14;
    const int Width = 11;
    const int PerLine = 5;

    /// <param name="skipped">Splits that were not scored.</param>
    public static string Of(IReadOnlyList<ScoredPart> parts, params IReadOnlyList<string> skipped)
    {
        var metrics = parts.Count > 0 ? MetricsOf(parts.Select(p => p.Evaluation.Scores)) : [];
        var text = Head(metrics, NameWidth);
        foreach (var name in skipped)
        {
            text.Append(name.PadRight(NameWidth)).Append("  not scored: --skip-train-scores\n");
        }

        foreach (var part in parts)
        {
            Row(text, part.Name, metrics, part.Evaluation.Scores);
            foreach (var baseline in part.Evaluation.Baselines)
            {
                Row(text, $"  {baseline.Name}", metrics, baseline.Scores);
            }
        }

        return text.ToString();
    }

    /// <summary>A row per name.</summary>
    public static string OfRows(IReadOnlyList<(string Name, IReadOnlyList<Score> Scores)> rows)
    {
        var (metrics, width) = (MetricsOf(rows.Select(r => r.Scores)), Math.Max(NameWidth, rows.Max(r => r.Name.Length) + 1));
        var text = Head(metrics, width);
        foreach (var (name, scores) in rows)
        {
            Row(text, name.PadRight(width), metrics, scores);
        }

        return text.ToString();
    }

    /// <summary>The scores that the table leaves out, in a line or two; empty if there are none.</summary>
    public static string OfFurther(IReadOnlyList<Score> scores)
    {
        string[] further = [.. scores.Where(s => Metrics.IsFurther(s.Metric)).Select(s => s.ToString())];
        return string.Concat(further.Chunk(PerLine).Select(line => $"{string.Join(", ", line)}\n"));
    }

    /// <summary>The metrics of the row that has the most: without a target that changes there is no mase.</summary>
    static List<string> MetricsOf(IEnumerable<IReadOnlyList<Score>> rows) =>
        [.. rows.MaxBy(r => r.Count)!.Select(s => s.Metric).Where(m => !Metrics.IsFurther(m))];

    static int WidthOf(string metric) => Math.Max(Width, metric.Length + 2);

    /// <summary>The interval of each metric: a row for its low end and one for its high end.</summary>
    public static string OfIntervals(IReadOnlyList<Interval> intervals)
    {
        var metrics = intervals.Select(i => i.Metric).ToList();
        var text = Head(metrics, NameWidth);
        Row(text, "low", metrics, [.. intervals.Select(i => new Score(i.Metric, i.Low))]);
        Row(text, "high", metrics, [.. intervals.Select(i => new Score(i.Metric, i.High))]);
        return text.ToString();
    }

    /// <summary>A score as the cell of a table; empty if there is none.</summary>
    public static string Cell(double? score) => score is { } value ? ScoreFormat.Format(value) : "";

    /// <summary>A row per group.</summary>
    public static string OfGroups(IReadOnlyList<ScoredGroup> groups, string counted = "count")
    {
        var (metrics, name) = (
            MetricsOf(groups.Select(g => g.Scores)), Math.Max(NameWidth, groups.Max(g => Printable.Line(g.Name).Length) + 1));
        var text = Head([counted, .. metrics], name);
        foreach (var group in groups)
        {
            Row(text, Printable.Line(group.Name).PadRight(name) + $"{group.Count}".PadLeft(Width), metrics, group.Scores);
        }

        return text.ToString();
    }

    /// <summary>A row per label, a column per prediction.</summary>
    public static string OfConfusion(ConfusionMatrix confusion)
    {
        string[] classes = [.. confusion.Classes.Select(Printable.Line)], rows = [.. classes, "(unknown)"];
        var name = Math.Max(NameWidth, rows.Max(r => r.Length) + 1);
        int[] width = [.. classes.Select(c => Math.Max(6, c.Length + 2))];
        var text = new StringBuilder("".PadRight(name)).AppendJoin("", classes.Select((c, n) => c.PadLeft(width[n]))).Append('\n');
        foreach (var (counts, row) in confusion.Counts.Zip(rows))
        {
            text.Append(row.PadRight(name)).AppendJoin("", counts.Select((n, c) => $"{n}".PadLeft(width[c]))).Append('\n');
        }

        return text.ToString();
    }

    static StringBuilder Head(IReadOnlyList<string> columns, int width) =>
        new StringBuilder("".PadRight(width)).AppendJoin("", columns.Select(m => m.PadLeft(WidthOf(m)))).Append('\n');

    static void Row(StringBuilder text, string name, List<string> metrics, IReadOnlyList<Score> scores)
    {
        text.Append(name.PadRight(NameWidth));
        foreach (var metric in metrics)
        {
            text.Append(
                (scores.Value(metric) is { } value ? double.IsFinite(value) ? ScoreFormat.Format(value) : "-" : "")
                .PadLeft(WidthOf(metric)));
        }

        text.Append('\n');
    }
}
