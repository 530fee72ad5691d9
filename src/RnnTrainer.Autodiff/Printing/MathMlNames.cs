using System.Net;
using System.Text.RegularExpressions;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>
/// Tensor names in MathML, like <see cref="LatexNames"/>: <c>WhR</c> is W with the superscripts h,R, <c>R~</c> is R with a tilde and
/// <c>zeta</c> is ζ. The entry's subscripts follow as subscripts.
/// </summary>
static partial class MathMlNames
{
    /// <param name="below">The subscripts, or an empty text if there are none.</param>
    public static string Of(string name, string below)
    {
        var (stem, above) = Parts(name);
        return (above.Length > 0, below.Length > 0) switch
        {
            (true, true) => $"<msubsup>{stem}<mrow>{below}</mrow><mrow>{above}</mrow></msubsup>",
            (true, false) => $"<msup>{stem}<mrow>{above}</mrow></msup>",
            (false, true) => $"<msub>{stem}<mrow>{below}</mrow></msub>",
            _ => stem,
        };
    }

    /// <summary>A loop index.</summary>
    public static string Index(string name) => $"<mi>{Greek.Letters.GetValueOrDefault(name) ?? WebUtility.HtmlEncode(name)}</mi>";

    static (string Stem, string Above) Parts(string name) => name switch
    {
        [.. var stem, '~'] when stem.Length > 0 && Parts(stem) is var (own, above) => ($"<mover>{own}<mo>~</mo></mover>", above),
        [.. var stem, '\''] when stem.Length > 0 && Parts(stem) is var (own, above) =>
            ($"<mrow>{own}<mo lspace=\"0\" rspace=\"0\">′</mo></mrow>", above),
        _ when Superscripted().Match(name) is { Success: true } own =>
            (Index(own.Groups[1].Value), string.Join("<mo>,</mo>", own.Groups[2].Value.Select(c => Index($"{c}")))),
        _ when Numbered().Match(name) is { Success: true } numbered =>
            (Index(numbered.Groups[1].Value), $"<mo>(</mo><mn>{numbered.Groups[2]}</mn><mo>)</mo>"),
        _ => (Index(name), ""),
    };

    [GeneratedRegex("^([A-Z])([A-Za-z]{1,2})$")]
    private static partial Regex Superscripted();

    [GeneratedRegex("^([A-Za-z])([0-9]+)$")]
    private static partial Regex Numbered();
}
