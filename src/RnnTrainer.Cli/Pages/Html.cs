using System.Globalization;
using System.Net;
using System.Text;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Pages;

/// <summary>Pieces of a page.</summary>
static class Html
{
    public static string Text(string text) => WebUtility.HtmlEncode(Printable.Line(text));

    /// <summary>Lines as they are.</summary>
    public static string Preformatted(string lines) => $"<pre>{WebUtility.HtmlEncode(Printable.Lines(lines))}</pre>\n";

    public static string Number(double? value) => value is { } v && double.IsFinite(v) ? v.ToString("g5", CultureInfo.InvariantCulture) : "–";

    /// <summary>A score, as the screen shows it.</summary>
    public static string Score(double? value) => value is { } v && double.IsFinite(v) ? ScoreFormat.Format(v) : "–";

    public static string Counted(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What follows a number that says the how-many-eth.</summary>
    public static string Ordinal(int number) => (number % 10, number % 100) switch
    {
        (1, not 11) => "st",
        (2, not 12) => "nd",
        (3, not 13) => "rd",
        _ => "th",
    };

    /// <param name="rows">The head first; the first cell of a row is its head. End tags that HTML lets out are left out: a page has many cells.</param>
    public static string Table(IEnumerable<IReadOnlyList<string>> rows, bool hasTexts = false)
    {
        var text = new StringBuilder($"<div class=\"wide\"><table{(hasTexts ? " class=\"texts\"" : "")}>\n");
        foreach (var (row, n) in rows.Select((r, n) => (r, n)))
        {
            text.Append("<tr>").AppendJoin("", row.Select((cell, c) => n == 0 || c == 0 ? $"<th>{Text(cell)}" : $"<td>{Text(cell)}")).Append('\n');
        }

        return text.Append("</table></div>\n").ToString();
    }

    /// <summary>What is shown when it is asked for.</summary>
    public static string Folded(string title, string content) => $"<details><summary>{Text(title)}</summary>\n{content}</details>\n";

    public static string Dim(string sentence) => sentence.Length == 0 ? "" : $"<p class=\"dim\">{Text(sentence)}</p>\n";

    public static string Section(string title, string content) => content.Length == 0 ? "" : $"<h3>{Text(title)}</h3>\n{content}";

    /// <summary>Figures beside one another as there is room.</summary>
    public static string Figures(IEnumerable<string> figures) => string.Concat(figures) is { Length: > 0 } all ? $"<div class=\"figures\">\n{all}</div>\n" : "";

    /// <summary>A picture with its data beneath.</summary>
    public static string Figure(Chart chart, DetailLevel detail) => Figure(chart.Title, chart.Note, Legend(chart) + ChartPicture.Of(chart, detail), ChartTable.Of(chart, detail));

    /// <summary>A picture with its data beneath.</summary>
    public static string Figure(HeatMap map, DetailLevel detail) => Figure(
        map.Title,
        map.Note,
        $"<p class=\"legend\">{string.Concat(map.Legend.Select(l => $"<span><svg viewBox=\"0 0 14 10\"><rect class=\"{l.Tone}\" width=\"14\" height=\"10\"/></svg>{Text(l.Meaning)}</span>"))}</p>\n{map.Picture()}",
        map.Table(detail));

    /// <param name="picture">Markup.</param>
    /// <param name="data">Markup.</param>
    public static string Figure(string title, string note, string picture, string data) =>
        $"<figure>\n<figcaption>{Text(title)}</figcaption>\n{Dim(note)}{picture}\n{Folded("data", data)}</figure>\n";

    static string Legend(Chart chart)
    {
        List<string> entries =
        [
            .. chart.Curves.Select((c, n) => Entry(c.Name, c.Style, Palette.Css(c.Colour ?? n))),
            .. chart.Bands.Select(b => Entry(b.Name, CurveStyle.Bars, Palette.Css(b.Colour) + (b == chart.Bands[0] || b.Colour != chart.Bands[0].Colour ? "40" : "80"))),
            .. chart.Marked is { } marked ? [$"<span><b>◆</b> {Text(marked.Name)}</span>"] : Array.Empty<string>(),
        ];
        return entries.Count > 1 ? $"<p class=\"legend\">{string.Concat(entries)}</p>\n" : "";
    }

    static string Entry(string name, CurveStyle style, string colour)
    {
        var sign = style switch
        {
            CurveStyle.Dots => $"<circle cx=\"7\" cy=\"5\" r=\"3\" fill=\"{colour}\"/>",
            CurveStyle.Bars => $"<rect width=\"14\" height=\"10\" fill=\"{colour}\"/>",
            CurveStyle.Dashed => $"<path d=\"M0 5h5m3 0h6\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            _ => $"<path d=\"M0 5h14\" stroke=\"{colour}\" stroke-width=\"2\"/>",
        };
        return $"<span><svg viewBox=\"0 0 14 10\">{sign}</svg>{Text(name)}</span>";
    }
}
