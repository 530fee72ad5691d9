using System.Text;
using RnnTrainer.Cli.Pages;

namespace RnnTrainer.Cli.Report;

/// <summary>A text in which each symbol is coloured by its surprisal.</summary>
static class TextFigure
{
    const int Shades = 6;

    // The surprisal −ln p of the strongest shade: p = 1/150.
    const double Most = 5;

    public static string Of(TextExcerpt text, DetailLevel detail)
    {
        var isWords = text.Symbols.Any(s => s.EnumerateRunes().Count() > 1);
        var picture = new StringBuilder("<p class=\"symbols\">");
        foreach (var (symbol, loss) in text.Symbols.Zip(text.Losses).Take(Math.Max(40, detail.Dots)))
        {
            picture.Append(Shaded(symbol, loss)).Append(isWords ? " " : "");
        }

        var note = FormattableString.Invariant($"loss {text.Losses.Average():0.000} per symbol. ")
            + "The stronger the colour of a symbol, the less probable it was, up to p = 1/150.";
        return Html.Figure($"{text.Name}: {text.Symbols.Count} symbols in a row", note, picture.Append("</p>").ToString(), Html.Table(
        [
            ["", "symbol", "p"],
            .. Downsampled.Of(
                [.. text.Symbols.Zip(text.Losses)
                .Select((s, n) => (string[])[$"{n + 1}", Visible(s.First), Html.Number(Math.Exp(-s.Second))])], detail.Rows),
        ]));
    }

    static string Shaded(string symbol, double loss)
    {
        var shade = (int)Math.Clamp(Math.Round(loss / Most * Shades), 0, Shades);
        var shown = symbol == "\n" ? "⏎\n" : Html.Text(symbol);
        return shade == 0 ? shown : $"<span class=\"u{shade}\">{shown}</span>";
    }

    static string Visible(string symbol) => symbol switch
    {
        "\n" => "⏎",
        " " => "␣",
        _ => symbol,
    };
}
