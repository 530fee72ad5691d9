using System.Text;
using RnnTrainer.Cli.Pages;
using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Cli.Report;

/// <summary>A confusion matrix as a table whose cells are coloured by their share of the row: picture and data in one.</summary>
static class ConfusionTable
{
    // A matrix of more classes takes the whole width of the page.
    const int MostNarrow = 5;

    // Longer names of columns are written upright.
    const int MostLevelLetters = 3;

    // In em; of a wider table a phone shows the colours alone.
    const double MostReadable = 38;

    // The darkest of the classes right1, right2, … and wrong1, … of report.css.
    const int Shades = 7;

    // The classes em28, em32, … of report.css: widths for which there is a size of letters.
    static readonly int[] Widths = [28, 32, 38, 48, 64, 86, 120];

    public static string Figure(ConfusionMatrix confusion, DetailLevel detail)
    {
        int[] shown = MostMistaken(confusion, detail.Classes);
        var width = shown.Length > MostNarrow ? " class=\"full\"" : "";
        var omission = shown.Length < confusion.Classes.Count
            ? Html.Dim($"The {shown.Length} classes of {confusion.Classes.Count} with the most errors.")
            : "";
        return $"<figure{width}>\n<figcaption>predictions (columns) by label "
            + $"(rows)</figcaption>\n{omission}{Table(confusion, shown)}</figure>\n";
    }

    /// <summary>The classes with the most wrong predictions, in their usual order.</summary>
    static int[] MostMistaken(ConfusionMatrix confusion, int most) =>
        [.. Enumerable.Range(0, confusion.Classes.Count).OrderByDescending(c => confusion.Support(c) - confusion.Counts[c][c]).Take(most)
            .Order()];

    static string Table(ConfusionMatrix confusion, int[] shown)
    {
        var width = Width(confusion, shown);
        var isUpright = shown.Any(c => confusion.Classes[c].Length > MostLevelLetters);
        var text = new StringBuilder(
            $"<div class=\"wide confusion{(isUpright ? " upright" : "")}{(width > MostReadable ? " dense" : "")}\">")
            .Append($"<table class=\"em{Widths.FirstOrDefault(w => w >= width, Widths[^1])}\">\n")
            .Append("<tr><th>").AppendJoin("", shown.Select(c => $"<th>{Name(confusion.Classes[c])}")).Append("<th>recall\n");
        foreach (var y in shown)
        {
            text.Append($"<tr><th>{Name(confusion.Classes[y])}").AppendJoin("", shown.Select(c => Cell(confusion, y, c)))
                .Append($"<td>{Html.Score(confusion.Recall(y))}\n");
        }

        return text.Append("</table></div>\n").ToString();
    }

    static string Cell(ConfusionMatrix confusion, int label, int prediction)
    {
        var count = confusion.Counts[label][prediction];
        var shade = Math.Round(1 + ((Shades - 1) * count / (double)Math.Max(1, confusion.Support(label))));
        var css = count == 0 ? "" : $" class=\"{(label == prediction ? "right" : "wrong")}{shade}\"";
        return $"<td title=\"{count}\"{css}>{count}";
    }

    /// <summary>The name of a class; the style sheet cuts a long one, which is shown whole under the pointer.</summary>
    static string Name(string name) => $"<span title=\"{Html.Text(name)}\">{Html.Text(name)}</span>";

    /// <summary>The width of the table in em.</summary>
    static double Width(ConfusionMatrix confusion, int[] shown)
    {
        const int MostLetters = 14;
        const int RecallLetters = 6;
        const double Letter = 0.65;
        const double Space = 0.7;
        var name = Math.Clamp(shown.Max(c => confusion.Classes[c].Length), 1, MostLetters);
        var count = Math.Max(2, shown.Max(y => shown.Max(c => $"{confusion.Counts[y][c]}".Length)));
        return ((name + ((shown.Length + 1) * count) + RecallLetters) * Letter) + ((shown.Length + 2) * Space);
    }
}
