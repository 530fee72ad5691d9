using System.Globalization;
using System.Net;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Training;

namespace RnnTrainer.Cli.Pages;

/// <summary>The elements of a page.</summary>
static class Html
{
    /// <summary>Plain text as markup, on one line.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(Printable.Line(text));

    /// <summary>Lines of plain text as they are.</summary>
    public static string Preformatted(string lines) => $"<pre>{WebUtility.HtmlEncode(Printable.Lines(lines))}</pre>\n";

    public static string Number(double? value) =>
        value is { } v && double.IsFinite(v) ? v.ToString("g5", CultureInfo.InvariantCulture) : "–";

    /// <summary>A score with the digits that the commands print.</summary>
    public static string Score(double? value) => value is { } v && double.IsFinite(v) ? ScoreFormat.Format(v) : "–";

    /// <summary>A whole number with a comma after each three digits.</summary>
    public static string Counted(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number as in "every 3rd".</summary>
    public static string Ordinal(int number) => number.ToString(CultureInfo.InvariantCulture) + (number % 10, number % 100) switch
    {
        (1, not 11) => "st",
        (2, not 12) => "nd",
        (3, not 13) => "rd",
        _ => "th",
    };

    /// <summary>A table. End tags that HTML makes optional are left out: a page has many cells.</summary>
    /// <param name="rows">Plain text; the first row is the head, and so is the first cell of each row.</param>
    /// <param name="hasTexts">Whether the cells are texts, not numbers.</param>
    public static string Table(IEnumerable<IReadOnlyList<string>> rows, bool hasTexts = false)
    {
        var text = new StringBuilder($"<div class=\"wide\"><table{(hasTexts ? " class=\"texts\"" : "")}>\n");
        foreach (var (n, row) in rows.Index())
        {
            text.Append("<tr>").AppendJoin("", row.Select((cell, c) => $"{(n == 0 || c == 0 ? "<th>" : "<td>")}{Text(cell)}")).Append('\n');
        }

        return text.Append("</table></div>\n").ToString();
    }

    /// <summary>Markup that is shown after a click on its title.</summary>
    public static string Folded(string title, string content) => $"<details><summary>{Text(title)}</summary>\n{content}</details>\n";

    /// <summary>A paragraph in a weaker colour; nothing for an empty one.</summary>
    public static string Dim(string sentence) => sentence.Length == 0 ? "" : $"<p class=\"dim\">{Text(sentence)}</p>\n";

    /// <summary>Markup under a heading; nothing if there is no content.</summary>
    public static string Section(string title, string content) => content.Length == 0 ? "" : $"<h3>{Text(title)}</h3>\n{content}";

    /// <summary>Figures in a grid.</summary>
    public static string Figures(IEnumerable<string> figures) =>
        string.Concat(figures) is { Length: > 0 } all ? $"<div class=\"figures\">\n{all}</div>\n" : "";

    /// <summary>A chart with its data below it.</summary>
    public static string Figure(Chart chart, DetailLevel detail) =>
        Figure(chart.Title, chart.Note, Legend(chart) + ChartPicture.Of(chart, detail), ChartTable.Of(chart, detail));

    /// <summary>A heat map with its data below it.</summary>
    public static string Figure(HeatMap map, DetailLevel detail) =>
        Figure(map.Title, map.Note, $"{Legend(map)}\n{map.Picture()}", map.Table(detail));

    /// <summary>Parallel coordinates with their data below them.</summary>
    public static string Figure(ParallelCoordinates lines, DetailLevel detail) =>
        Figure(lines.Title, lines.Note, lines.Picture(detail), lines.Table(detail));

    /// <summary>A figure with its data below it.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="note">Plain text.</param>
    /// <param name="picture">Markup.</param>
    /// <param name="data">Markup.</param>
    public static string Figure(string title, string note, string picture, string data) =>
        $"<figure>\n<figcaption>{Text(title)}</figcaption>\n{Dim(note)}{picture}\n{Folded("data", data)}</figure>\n";

    static string Legend(HeatMap map) =>
        Legend(map.Legend.Select(l => Entry($"<rect class=\"{l.Tone}\" width=\"14\" height=\"10\"/>", l.Meaning)));

    static string Legend(Chart chart)
    {
        List<string> entries =
        [
            .. chart.Curves.Select((c, n) => Entry(Sign(Palette.Classes(c, n), c.Points.Count == 1 ? CurveStyle.Dots : c.Style), c.Name)),
            .. chart.Bands.Select(
                (b, n) => Entry(Sign(Palette.Classes(IsInner(chart, n) ? "band inner" : "band", b.Colour), CurveStyle.Bars), b.Name)),
            .. chart.Marked is { } marked ? [$"<span><b>◆</b> {Text(marked.Name)}</span>"] : Array.Empty<string>(),
        ];
        return entries.Count > 1 ? Legend(entries) + "\n" : "";
    }

    static string Legend(IEnumerable<string> entries) => $"<p class=\"legend\">{string.Concat(entries)}</p>";

    static string Entry(string sign, string name) => $"<span><svg viewBox=\"0 0 14 10\">{sign}</svg>{Text(name)}</span>";

    static string Sign(string css, CurveStyle style) => style switch
    {
        CurveStyle.Dots => $"<path class=\"{css}\" d=\"M7 5h0\"/>",
        CurveStyle.Bars => $"<rect class=\"{css}\" width=\"14\" height=\"10\"/>",
        _ => $"<path class=\"{css}\" d=\"M0 5h14\"/>",
    };

    /// <summary>Whether a band is drawn on a wider one of the same colour.</summary>
    static bool IsInner(Chart chart, int band) => chart.Bands.Take(band).Any(b => b.Colour == chart.Bands[band].Colour);
}
