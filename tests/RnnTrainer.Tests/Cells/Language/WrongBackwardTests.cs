using System.Text.RegularExpressions;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Common;
using RnnTrainer.Tests.Autodiff;

namespace RnnTrainer.Tests.Cells;

/// <summary>In a hand-written backward part with one wrong statement the error is at its line, and at no other.</summary>
public sealed partial class WrongBackwardTests
{
    /// <summary>Tensors of its own in a chain, one of them a local derivative.</summary>
    const string Chain = """
        cell chain
        input x[b,k]
        state h[b,j]
        param W[j,i] U[j,k] V[j,i] C[j]
        a[b,j] += W[j,i] h[b,i]
        a[b,j] += U[j,k] x[b,k]
        a[b,j] -= C[j]
        n[b,j] += tanh(a[b,j])
        h'[b,j] += V[j,i] n[b,i]
        h'[b,j] += 0.5 h[b,j]
        backward
        d[b,j] += 1 - n[b,j]^2
        V.grad[j,i] += 1/B h'.grad[b,j] n[b,i]
        n.grad[b,i] += V[j,i] h'.grad[b,j]
        e[b,j] += n.grad[b,j] d[b,j]
        h.grad[b,j] += 0.5 h'.grad[b,j]
        W.grad[j,i] += 1/B e[b,j] h[b,i]
        U.grad[j,k] += 1/B e[b,j] x[b,k]
        C.grad[j] -= 1/B e[b,j]
        h.grad[b,i] += W[j,i] e[b,j]
        x.grad[b,k] += U[j,k] e[b,j]
        """;

    const string Softmax = """
        program softmax
        input s[b,j]
        Z[b] += exp(s[b,j])
        p[b,j] += exp(s[b,j]) / Z[b]
        backward
        e[b] -= p[b,j] p.grad[b,j]
        s.grad[b,j] += p[b,j] (p.grad[b,j] + e[b])
        """;

    public static TheoryData<string> Texts => ["own", "chain", "ugrnn", "gru", "lstm", "mgu", "ugrnn-heads"];

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_error_is_at_the_line_of_the_wrong_statement(string name)
    {
        var text = TextOf(name);
        Assert.Empty(CellCheck.BackwardErrors(TextCell.Parse(text, "my.cell")));
        var (tried, missed) = (0, new List<string>());
        foreach (var (mutated, line, what) in Mutations(text))
        {
            if (Errors(mutated) is { } errors)
            {
                tried++;
                var isNamed = errors is [var one] && (what != "missing" ? one.Line == line
                    : one.Message.StartsWith(TargetOf(text, line), StringComparison.Ordinal) && one.Line == BackwardLine(text));
                if (!isNamed)
                {
                    missed.Add($"{what}, line {line}: {text.Split('\n')[line - 1]} -> {string.Join(" | ", errors)}");
                }
            }
        }

        Assert.True(missed.Count == 0, string.Join('\n', missed));
        Assert.True(tried > 15, $"only {tried} mutations were tried");
    }

    [Theory]
    [InlineData("e[b] -= p[b,j]", "e[b] += p[b,j]", 6)]
    [InlineData("p.grad[b,j] + e[b]", "p.grad[b,j] - e[b]", 7)]
    [InlineData("s.grad[b,j] += p", "s.grad[b,j] -= p", 7)]
    [InlineData("e[b] -= p[b,j] p.grad[b,j]", "e[b] -= p.grad[b,j]", 6)]
    [InlineData("+= p[b,j] (p.grad", "+= (p.grad", 7)]
    public void In_a_program_too(string right, string wrong, int line)
    {
        var program = TextProgram.Parse(Softmax.Replace(right, wrong, StringComparison.Ordinal), "my.cell")!;
        using var graph = new Graph(Precision.Float64, 3, new Interpreter());
        var loss = graph.Weighted([program.Build(graph, new CellSizes())]);
        graph.FillAtRandom();

        var fault = Assert.Single(OwnBackwardCheck.Find(graph, loss));

        Assert.Equal(line, program.Describe(fault).Line);
    }

    [Fact]
    public void A_statement_in_C_sharp_is_named_by_its_text()
    {
        var (b, j) = (new LoopIndex("b"), new LoopIndex("j"));
        using var graph = new Graph(Precision.Float64, batch: 2);
        using var w = new Parameter("w", Precision.Float64, 2);
        var x = graph.Input("x", 2);
        Computed own = null!;
        graph.WithBackward(
            () => (own = graph.Computed("own", 2))[b] += w[j] * x[b],
            () =>
            {
                w.Grad[j] += own.Grad[b] * x[b];
                x.Grad[b] += own.Grad[b] * w[j];
            });
        graph.FillAtRandom();

        var fault = Assert.Single(OwnBackwardCheck.Find(graph, own));

        Assert.Contains(
            "in \"for j,b: w.grad[j] += own.grad[b] x[b]\" the statement is wrong: it adds ", fault.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("hint: derived: for b,j: w.grad[j] += 1/B own.grad[b] x[b]", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_wrong_statements_are_two_errors()
    {
        var text = Chain.Replace("0.5 h'.grad", "0.6 h'.grad", StringComparison.Ordinal)
            .Replace("C.grad[j] -=", "C.grad[j] +=", StringComparison.Ordinal);

        Assert.Equal([16, 19], CellCheck.BackwardErrors(TextCell.Parse(text, "my.cell")).Select(e => e.Line!.Value));
    }

    static string TextOf(string name)
    {
        if (name is "own" or "chain")
        {
            return (name == "own" ? RnnTrainer.Tests.Cells.Texts.OwnBackward : Chain).TrimEnd();
        }

        var cell = CellLibrary.Find(name)!;
        var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
        using var graph = step.Graph;
        return string.Join('\n', [.. step.ForwardText, "backward", .. step.BackwardText]);
    }

    /// <summary>Each backward statement spoilt in every way that applies.</summary>
    static IEnumerable<(string Text, int Line, string What)> Mutations(string text)
    {
        var lines = text.Split('\n');
        for (var n = BackwardLine(text); n < lines.Length; n++)
        {
            var line = lines[n];
            var flipped = line.Contains("+=", StringComparison.Ordinal)
                ? line.Replace("+=", "-=", StringComparison.Ordinal)
                : line.Replace("-=", "+=", StringComparison.Ordinal);
            yield return (With(flipped), n + 1, "sign");
            yield return (With(line + " * 2"), n + 1, "factor 2");
            yield return (With(line.Replace(" 1/B", "", StringComparison.Ordinal)), n + 1, "1/B");
            yield return (With(LastFactor().Replace(Loops().Replace(line, ""), "")), n + 1, "last factor");
            yield return (With(Transposed().Replace(Loops().Replace(line, ""), "$1[$3,$2] ", 1)), n + 1, "transposed");
            yield return (string.Join('\n', lines.Where((_, m) => m != n)), n + 1, "missing");
            yield return (string.Join('\n', [.. lines, line]), lines.Length + 1, "too many");

            string With(string other) => string.Join('\n', lines.Select((l, m) => m == n ? other : l));
        }
    }

    /// <summary>What is named; null: the text is refused before that, or is right after all.</summary>
    static IReadOnlyList<Diagnostic>? Errors(string text)
    {
        try
        {
            var cell = TextCell.Parse(text, "my.cell");
            try
            {
                CellCheck.Require(cell);
                return null;
            }
            catch (CellException)
            {
                return CellCheck.BackwardErrors(cell);
            }
        }
        catch (CellException)
        {
            return null;
        }
    }

    static int BackwardLine(string text) => Array.IndexOf(text.Split('\n'), "backward") + 1;

    static string TargetOf(string text, int line) => Loops().Replace(text.Split('\n')[line - 1], "").Split('[')[0].Trim();

    [GeneratedRegex(@"^for [^:]*:\s*")]
    private static partial Regex Loops();

    [GeneratedRegex(@" [A-Za-z~'.]+\[[^\]]*\]$")]
    private static partial Regex LastFactor();

    [GeneratedRegex(@"(?<==.*)(\bW\w*|\bU|\bV)\[(\w),(\w)\] ")]
    private static partial Regex Transposed();
}
