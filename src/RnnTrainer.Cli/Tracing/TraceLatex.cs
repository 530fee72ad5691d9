using System.Text;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Training.Tracing;

namespace RnnTrainer.Cli.Tracing;

/// <summary>A trace as LaTeX: a table for each statement, a row for each entry of its target. The document needs amsmath only.</summary>
static class TraceLatex
{
    const int RowsOfTable = 24;
    const string Begin = @"\noindent\begin{tabular}{@{}lp{0.58\linewidth}l@{}}";

    public static string Of(PassTrace trace)
    {
        var text = new StringBuilder();
        Append(text, "Given", trace.Given.Select(g => Matrix(g, trace)));
        Append(text, "Forward", trace.Forward.SelectMany(s => Tables(s, trace.Names)));
        Append(text, "Backward", trace.Backward.SelectMany(s => Tables(s, trace.Names)));
        return text.ToString();
    }

    static void Append(StringBuilder text, string title, IEnumerable<string> blocks)
    {
        text.Append($@"\subsection*{{{title}}}").Append('\n');
        foreach (var block in blocks)
        {
            text.Append(block);
        }
    }

    static string Matrix(TracedTensor tensor, PassTrace trace)
    {
        var width = tensor.Shape.Count == 0 ? 1 : tensor.Shape[^1];
        var rows = tensor.Values.Chunk(width).Select(r => string.Join(" & ", r.Select(Number)));
        var matrix = $@"\begin{{pmatrix}} {string.Join(@" \\ ", rows)} \end{{pmatrix}}";
        return $@"\noindent $\displaystyle {NameOf(tensor.Name, trace)} = {matrix}$\par\smallskip" + "\n";
    }

    /// <summary>The name of a given tensor in LaTeX.</summary>
    static string NameOf(string name, PassTrace trace) => trace.Forward.SelectMany(s => s.Statement.References)
        .SelectMany(r => r.WithGathered()).Where(r => trace.Names.Text(r.Tensor) == name)
        .Select(r => trace.Names.Latex(r.Tensor)).FirstOrDefault() ?? $@"\mathit{{{name.Replace("_", @"\_", StringComparison.Ordinal)}}}";

    static IEnumerable<string> Tables(TracedStatement traced, TensorNames names)
    {
        var name = names.Latex(traced.Statement.Target.Tensor);
        var rows = traced.Entries.Select(e =>
            $"${TracedNumbers.Entry(name, e.Index)}$ & {Sum(traced.Statement.Accumulation, e)} & ${Number(e.After)}$ \\tabularnewline\n");
        var time = traced.Time is { } t ? $"$t = {t}$: " : "";
        yield return $@"{{\noindent\raggedright {time}${LatexPrinter.Statement(traced.Statement, names)}$\par}}" + "\n";
        foreach (var chunk in rows.Chunk(RowsOfTable))
        {
            yield return $"{Begin}\n{string.Concat(chunk)}\\end{{tabular}}\\par\\smallskip\n";
        }
    }

    // Each term is a formula of its own, so that a line may end between two of them.
    static string Sum(Accumulation accumulation, TracedEntry entry)
    {
        var terms = TracedNumbers.Terms(accumulation, entry, LatexPrinter.Expression).Select((t, n) => n == 0 ? $"${t}$" : $"${{}}{t}$");
        return @"\raggedright " + string.Join(' ', terms).Replace("inf", @"\infty", StringComparison.Ordinal)
            .Replace("max(", @"\max(", StringComparison.Ordinal);
    }

    static string Number(double value) => double.IsFinite(value) ? LatexPrinter.Expression(TracedNumbers.Short(value))
        : TracedNumbers.Text(value).Replace("inf", @"\infty", StringComparison.Ordinal);
}
