using System.Text;
using System.Text.RegularExpressions;
using RnnTrainer.Training;

namespace RnnTrainer.Cli.Pages;

/// <summary>A whole page that needs nothing from elsewhere, and no script.</summary>
static partial class Page
{
    /// <summary>With as much as keeps it light.</summary>
    /// <param name="pieces">Markup, one after another: what has become too large is not drawn to its end.</param>
    public static string Of(string title, Func<DetailLevel, IEnumerable<string>> pieces) =>
        DetailLevel.Levels.SkipLast(1).Select(detail => Within(DetailLevel.MostBytes, title, pieces(detail))).FirstOrDefault(page => page is not null)
        ?? Within(int.MaxValue, title, pieces(DetailLevel.Levels[^1]))!;

    /// <summary>Null: it is larger.</summary>
    static string? Within(int most, string title, IEnumerable<string> pieces)
    {
        var (classes, body, bytes) = (new Dictionary<string, string>(), new StringBuilder(), 0);
        foreach (var piece in pieces.Select(p => WithClasses(p, classes)))
        {
            body.Append(piece);
            bytes += Encoding.UTF8.GetByteCount(piece);
            if (bytes >= most)
            {
                return null;
            }
        }

        var page = Whole(title, body.ToString(), string.Concat(classes.Select(c => $".{c.Value}{{{c.Key}}}\n")));
        return Encoding.UTF8.GetByteCount(page) < most ? page : null;
    }

    static string Whole(string title, string body, string rules) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{Html.Text(title)}}</title>
        <style>
        {{Style}}
        {{rules}}</style>
        </head>
        <body>
        {{body}}
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    /// <summary>The same few looks over and over are half of a picture's bytes: each becomes a class.</summary>
    static string WithClasses(string content, Dictionary<string, string> classes) =>
        StyleAttribute().Replace(content, m => $" class=\"{(classes.TryGetValue(m.Groups[1].Value, out var known) ? known : classes[m.Groups[1].Value] = $"s{classes.Count}")}\"");

    const string Style = """
        :root { --ink: #1b1f24; --dim: #59636e; --page: #fff; --card: #f6f8fa; --line: #d1d9e0; --good: #1a7f37; --bad: #c6342b; --model: #2f86d6; --zero: #eceff2;
          --d0: #7a3b06; --d1: #a85a12; --d2: #cf7d2c; --d3: #e8a765; --d4: #f5d2ab; --d6: #b9d6f0; --d7: #7db3e3; --d8: #4790d2; --d9: #226cb3; --d10: #104782; }
        @media screen and (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #9198a1; --page: #0d1117; --card: #161b22; --line: #3d444d; --good: #4ac26b; --bad: #ff7b72; --model: #2f86d6; --zero: #21262d;
          --d0: #ffc58a; --d1: #f5a152; --d2: #d97f2e; --d3: #a85f20; --d4: #633b19; --d6: #1d3f63; --d7: #26609b; --d8: #3a86cf; --d9: #6aaef0; --d10: #a9d4ff; } }
        body { margin: 0 auto; padding: 1.5rem; max-width: 88rem; color: var(--ink); background: var(--page); font: 16px/1.5 system-ui, sans-serif; }
        .runs { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 2rem; }
        .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 1rem; align-items: start; }
        .wide + .figures, .figures + .runs { margin-top: 1.5rem; }
        section, figure, .figures > div { min-width: 0; }
        .full { grid-column: 1 / -1; } figure, .card { margin: 0; padding: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
        figcaption { font-weight: 600; } figure .dim { margin: 0; font-size: .85rem; line-height: 1.35; }
        figure > svg { display: block; width: 100%; height: auto; color: var(--ink); }
        .legend { margin: .2rem 0 0; font-size: .8rem; line-height: 1.3; } .legend span { margin-right: .9rem; white-space: nowrap; } .legend svg { width: 14px; height: 10px; margin-right: .3rem; fill: none; }
        .score { font-size: 2.5rem; line-height: 1.2; font-weight: 600; }
        .bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: .25rem .75rem; margin: .75rem 0 0; font-size: .9rem; } .bars div { align-self: center; height: .8rem; background: var(--line); border-radius: 3px; } .bars div div { background: var(--dim); height: 100%; min-width: 2px; } .bars .own div { background: var(--model); } .bars span:nth-child(3n) { text-align: right; font-variant-numeric: tabular-nums; }
        .good { color: var(--good); } .bad { color: var(--bad); } .dim { color: var(--dim); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .15rem .6rem; border-bottom: 1px solid var(--line); text-align: right; }
        th:first-child { text-align: left; } th { font-weight: 600; } .texts td { text-align: left; overflow-wrap: anywhere; } .texts th { white-space: nowrap; vertical-align: top; font-weight: 500; }
        .confusion { container-type: inline-size; } .confusion table { font-size: clamp(.5rem, calc(95cqw / var(--em)), .85rem); } .confusion th, .confusion td { padding: .2em .35em; }
        .confusion th span { display: inline-block; max-width: 9em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; } .upright tr:first-child th span { writing-mode: vertical-rl; transform: rotate(180deg); max-width: none; max-height: 9em; }
        .confusion td:not(:last-child) { min-width: 0.9em; } @container (max-width: 30rem) { .dense td:not(:last-child) { font-size: 0; padding: 0; min-width: 0; width: calc(62cqw / var(--classes)); height: 1.1rem; border: 1px solid var(--line); } .dense table { width: 100%; } .dense tr:first-child th { padding: 0; } }
        .confusion th:first-child { position: sticky; left: 0; background: var(--card); }
        .tagged { display: flex; flex-wrap: wrap; gap: .35rem .6rem; margin: .5rem 0; } .tagged span { display: inline-flex; flex-direction: column; align-items: center; overflow-wrap: anywhere; } .tagged small { color: var(--dim); font-size: .65rem; line-height: 1.2; } .tagged .wrong { color: var(--bad); } .tagged .wrong s { color: var(--bad); }
        pre { overflow-x: auto; padding: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; font-size: .85rem; line-height: 1.4; }
        math { font-size: 1.15rem; text-align: left; } .equations { overflow-x: auto; display: grid; gap: .35rem; justify-items: start; }
        .symbols { font: .9rem/1.7 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; }
        summary { cursor: pointer; color: var(--dim); font-size: .9rem; } .card + details { margin-top: .5rem; } h1, h2 { margin: 0 0 .75rem; overflow-wrap: anywhere; } h3 { margin: 1.75rem 0 .5rem; }
        .d0 { fill: var(--d0); } .d1 { fill: var(--d1); } .d2 { fill: var(--d2); } .d3 { fill: var(--d3); } .d4 { fill: var(--d4); } .d5 { fill: var(--zero); } .d6 { fill: var(--d6); } .d7 { fill: var(--d7); } .d8 { fill: var(--d8); } .d9 { fill: var(--d9); } .d10 { fill: var(--d10); }
        .hit { fill: #2f86d6; } .miss { fill: #e07b1a; } .extra { fill: #8b949e; }
        @media print { :root { font-size: 12px; } body { padding: 0; max-width: none; font-size: 1rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; } figure, .card { break-inside: avoid; } h2, h3 { break-after: avoid; } pre { white-space: pre-wrap; } }
        """;

    [GeneratedRegex(" style=\"([^\"]*)\"")]
    private static partial Regex StyleAttribute();
}
