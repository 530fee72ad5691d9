using System.Net;
using System.Text.RegularExpressions;

namespace RnnTrainer.Autodiff.Notation;

/// <summary>Tensor names as <see cref="LatexNames"/> sets them, in MathML: <c>WhR</c> is W with h,R above, <c>R~</c> R with a tilde, <c>zeta</c> ζ; the subscripts stand below.</summary>
static partial class MathMlNames
{
    static readonly Dictionary<string, string> _greek = new()
    {
        ["alpha"] = "α",
        ["beta"] = "β",
        ["gamma"] = "γ",
        ["delta"] = "δ",
        ["epsilon"] = "ϵ",
        ["zeta"] = "ζ",
        ["eta"] = "η",
        ["theta"] = "θ",
        ["iota"] = "ι",
        ["kappa"] = "κ",
        ["lambda"] = "λ",
        ["mu"] = "μ",
        ["nu"] = "ν",
        ["xi"] = "ξ",
        ["pi"] = "π",
        ["rho"] = "ρ",
        ["tau"] = "τ",
        ["upsilon"] = "υ",
        ["phi"] = "ϕ",
        ["chi"] = "χ",
        ["psi"] = "ψ",
        ["omega"] = "ω",
    };

    /// <param name="below">The subscripts; empty: none.</param>
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
    public static string Index(string name) => $"<mi>{_greek.GetValueOrDefault(name, WebUtility.HtmlEncode(name))}</mi>";

    static (string Stem, string Above) Parts(string name) => name switch
    {
        [.. var stem, '~'] when stem.Length > 0 && Parts(stem) is var (own, above) => ($"<mover>{own}<mo>~</mo></mover>", above),
        [.. var stem, '\''] when stem.Length > 0 && Parts(stem) is var (own, above) => ($"<mrow>{own}<mo lspace=\"0\" rspace=\"0\">′</mo></mrow>", above),
        _ when Parameter().Match(name) is { Success: true } own => (Index(own.Groups[1].Value), string.Join("<mo>,</mo>", own.Groups[2].Value.Select(c => Index($"{c}")))),
        _ when Numbered().Match(name) is { Success: true } numbered => (Index(numbered.Groups[1].Value), $"<mo>(</mo><mn>{numbered.Groups[2]}</mn><mo>)</mo>"),
        _ => (Index(name), ""),
    };

    [GeneratedRegex("^([A-Z])([A-Za-z]{1,2})$")]
    private static partial Regex Parameter();

    [GeneratedRegex("^([A-Za-z])([0-9]+)$")]
    private static partial Regex Numbered();
}
