using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Printing;

namespace RnnTrainer.Cli.Derive;

/// <summary>The rules behind derived statements, in words: <c>WhR[j,i]: sum, product, parameter average 1/B; summed over b</c>.</summary>
static class Explanation
{
    /// <summary>
    /// The derived statements with their rules. As text, in comments, after a comment with the forward statement that they come from; as
    /// LaTeX, in small print below each statement.
    /// </summary>
    public static IEnumerable<string> Lines(IReadOnlyList<DerivedStatement> derived, TensorNames names, bool isLatex)
    {
        if (!isLatex)
        {
            return TextLines(derived, names);
        }

        var byStatement = derived.ToDictionary(d => d.Statement);
        return LatexPrinter.Lines(
            [.. derived.Select(d => d.Statement)], names, s => Of(byStatement[s], e => $"${LatexPrinter.Expression(e, names)}$"));
    }

    static IEnumerable<string> TextLines(IReadOnlyList<DerivedStatement> derived, TensorNames names)
    {
        var lines = TextPrinter.Lines([.. derived.Select(d => d.Statement)], names).ToList();
        var width = lines.Select(l => l.Length).DefaultIfEmpty().Max();
        Statement? source = null;
        foreach (var (one, line) in derived.Zip(lines))
        {
            if (one.Source is not null && one.Source != source)
            {
                yield return $"# {TextPrinter.Body(one.Source, names)}";
            }

            source = one.Source;
            yield return $"{line.PadRight(width)}  # {Of(one, e => TextPrinter.Expression(e, names))}";
        }
    }

    static string Of(DerivedStatement derived, Func<Reference, string> entry)
    {
        if (derived.Read is null)
        {
            return "written by hand";
        }

        var rules = derived.Rules.Count == 0 ? "copy" : string.Join(", ", derived.Rules.Select(r => Of(r, entry)));
        var over = derived.Summed.Count == 0 ? "" : $"; summed over {string.Join(',', derived.Summed)}";
        return $"{entry(derived.Read)}: {rules}{over}";
    }

    static string Of(Rule rule, Func<Reference, string> entry) => rule switch
    {
        { Function: { } function } => $"{Rule.NameOf(rule.Kind)} ({function})",
        { Saved: { } saved } => $"{Rule.NameOf(rule.Kind)} {entry(saved)}",
        { Kind: RuleKind.ParameterAverage } => $"{Rule.NameOf(rule.Kind)} 1/B",
        _ => Rule.NameOf(rule.Kind),
    };
}
