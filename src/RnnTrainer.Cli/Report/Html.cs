using System.Globalization;
using System.Net;
using System.Text;

namespace RnnTrainer.Cli;

/// <summary>Pieces of a page.</summary>
static class Html
{
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    public static string Number(double? value) => value is { } v && double.IsFinite(v) ? v.ToString("G5", CultureInfo.InvariantCulture) : "–";

    /// <param name="rows">The head first; the first cell of a row is its head.</param>
    public static string Table(IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder("<div class=\"wide\"><table>\n");
        foreach (var (row, n) in rows.Select((r, n) => (r, n)))
        {
            text.Append("<tr>").AppendJoin("", row.Select((cell, c) => n == 0 || c == 0 ? $"<th>{Text(cell)}</th>" : $"<td>{Text(cell)}</td>")).Append("</tr>\n");
        }

        return text.Append("</table></div>\n").ToString();
    }

    /// <summary>What is shown when it is asked for.</summary>
    public static string Folded(string title, string content) => $"<details><summary>{Text(title)}</summary>\n{content}</details>\n";

    /// <summary>A picture with its data beneath.</summary>
    public static string Figure(string svg, string table) => $"<figure>\n{svg}\n{Folded("data", table)}</figure>\n";

    /// <summary>A whole page that needs nothing from elsewhere.</summary>
    public static string Page(string title, string content) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{Text(title)}}</title>
        <style>
        :root { --ink: #1b1f24; --dim: #59636e; --page: #fff; --card: #f6f8fa; --line: #d1d9e0; --good: #1a7f37; --bad: #c6342b; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #9198a1; --page: #0d1117; --card: #161b22; --line: #3d444d; --good: #4ac26b; --bad: #ff7b72; } }
        body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; color: var(--ink); background: var(--page); font: 16px/1.5 system-ui, sans-serif; }
        .runs { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); gap: 2rem; }
        .figures { display: grid; margin-top: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr)); gap: 1rem; }
        section, figure, .figures > div { min-width: 0; }
        figure, .card { margin: 0; padding: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
        figure svg { width: 100%; height: auto; color: var(--ink); }
        .score { font-size: 2.5rem; line-height: 1.2; font-weight: 600; }
        .good { color: var(--good); } .bad { color: var(--bad); } .dim { color: var(--dim); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .15rem .6rem; border-bottom: 1px solid var(--line); text-align: right; }
        th:first-child { text-align: left; } th { font-weight: 600; } .texts td { text-align: left; }
        pre { overflow-x: auto; padding: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; font-size: .85rem; }
        summary { cursor: pointer; color: var(--dim); } h2 { margin: 1.5rem 0 .5rem; overflow-wrap: anywhere; } h3 { margin: 1.25rem 0 .4rem; }
        </style>
        </head>
        <body>
        {{content}}
        </body>
        </html>

        """.ReplaceLineEndings("\n");
}
