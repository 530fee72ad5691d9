using System.Text;
using System.Text.RegularExpressions;

namespace RnnTrainer.Autodiff.Printing;

/// <summary>
/// Tensor names in LaTeX, as the problem sheet writes them: <c>WhR</c> is W^{h,R}, <c>BR</c> is B^{R}, <c>R~</c> is \tilde{R} and
/// <c>zeta</c> is the Greek letter. Other names of more than one letter are set as words.
/// </summary>
static partial class LatexNames
{
    public static string Of(string name) => string.Join('.', name.Split('.').Select(Part));

    static string Part(string name) => name switch
    {
        "grad" => @"\mathrm{grad}",
        [.. var stem, '~'] => $@"\tilde{{{Part(stem)}}}",
        [.. var stem, '\''] => Part(stem) + "'",
        [>= 'a' and <= 'z' or >= 'A' and <= 'Z'] => name,
        _ when Greek.Letters.ContainsKey(name) => $@"\{name}",
        _ when Weight().Match(name) is { Success: true } weight => $"W^{{{weight.Groups[1]},{weight.Groups[2]}}}",
        _ when Bias().Match(name) is { Success: true } bias => $"B^{{{bias.Groups[1]}}}",
        _ when Numbered().Match(name) is { Success: true } numbered => $"{numbered.Groups[1]}_{{{numbered.Groups[2]}}}",
        _ => $@"\mathit{{{Escaped(name)}}}",
    };

    static string Escaped(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            text.Append(letter switch
            {
                '_' or '#' or '%' or '&' or '$' or '{' or '}' or ' ' => $@"\{letter}",
                '\\' => @"\backslash ",
                '^' => @"\hat{}",
                '~' => @"\tilde{}",
                _ => letter.ToString(),
            });
        }

        return text.ToString();
    }

    [GeneratedRegex("^W([a-z])([A-Za-z])$")]
    private static partial Regex Weight();

    [GeneratedRegex("^B([A-Za-z])$")]
    private static partial Regex Bias();

    [GeneratedRegex("^([A-Za-z])([0-9]+)$")]
    private static partial Regex Numbered();
}
