using System.Globalization;
using System.Text;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>Scores as a table: a row per split, each naive answer's row under it.</summary>
static class ScoreTable
{
    const int NameWidth = 14;
    const int Width = 11;

    public static string Of(IReadOnlyList<ScoredPart> parts)
    {
        var metrics = parts[0].Evaluation.Scores.Select(s => s.Metric).ToList();
        var text = new StringBuilder("".PadRight(NameWidth));
        metrics.ForEach(m => text.Append(m.PadLeft(WidthOf(m))));
        text.Append('\n');
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

    static int WidthOf(string metric) => Math.Max(Width, metric.Length + 2);

    static void Row(StringBuilder text, string name, List<string> metrics, IReadOnlyList<Score> scores)
    {
        text.Append(name.PadRight(NameWidth));
        foreach (var metric in metrics)
        {
            text.Append((scores.Value(metric) is { } value ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "").PadLeft(WidthOf(metric)));
        }

        text.Append('\n');
    }
}
