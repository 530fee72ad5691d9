using CsCheck;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;
using RnnTrainer.Cells.Sheet;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>A statement that sums something else than the line of a textbook that it looks like.</summary>
public sealed class SummedIndexesTests
{
    const string Head = "cell my\ninput x[b,k]\nstate h[b,j]\nconst eps = 0.5\nparam W[j,i] V[j,i] U[j,k] C[j] D[j]\n\n";

    // Uses everything that the head declares, so that no other error is found.
    const string Rest = "z[b,j] += W[j,i] h[b,i]\nz[b,j] += V[j,i] h[b,i]\nz[b,j] += U[j,k] x[b,k]\n"
        + "z[b,j] += eps C[j] + D[j]\nh'[b,j] += z[b,j] q[b,j]\n";

    /// <summary>The line, what the message names, and the lines to write instead.</summary>
    public static TheoryData<string, string, string> Errors => new()
    {
        {
            "q[b,j] += tanh(W[j,i] h[b,i] + U[j,k] x[b,k] + C[j])",
            "C[j] has no i and no k",
            "q~[b,j] += W[j,i] h[b,i]|q~[b,j] += U[j,k] x[b,k]|q~[b,j] += C[j]|q[b,j] += tanh(q~[b,j])"
        },
        { "q[b,j] += W[j,i] h[b,i] + C[j]", "C[j] has no i", "q[b,j] += W[j,i] h[b,i]|q[b,j] += C[j]" },
        {
            "q[b,j] += W[j,i] h[b,i] - C[j] + V[j,i] h[b,i] - D[j]",
            "C[j] has no i and D[j] has no i",
            "q[b,j] += W[j,i] h[b,i] + V[j,i] h[b,i]|q[b,j] -= C[j] + D[j]"
        },
        { "q[b,j] -= C[j] - W[j,i] h[b,i]", "C[j] has no i", "q[b,j] -= C[j]|q[b,j] += W[j,i] h[b,i]" },
        { "q[b,j] += W[j,i] h[b,i] + eps", "eps has no i", "q[b,j] += W[j,i] h[b,i]|q[b,j] += eps" },
        { "q[b,j] += U[j,k] x[b,k] + 1", "1 has no k", "q[b,j] += U[j,k] x[b,k]|q[b,j] += 1" },
        {
            "q[b,j] += W[j,i] h[b,i] + U[j,k] x[b,k]",
            "W[j,i] h[b,i] has no k and U[j,k] x[b,k] has no i",
            "q[b,j] += W[j,i] h[b,i]|q[b,j] += U[j,k] x[b,k]"
        },
        { "q[b,j] += tanh(W[j,i] h[b,i])", "sums tanh(…) over i", "q~[b,j] += W[j,i] h[b,i]|q[b,j] += tanh(q~[b,j])" },
        { "q[b,j] += h[b,j] (W[j,i] h[b,i] + C[j])", "C[j] has no i", "q~[b,j] += W[j,i] h[b,i]|q~[b,j] += C[j]|q[b,j] += h[b,j] q~[b,j]" },
        { "q[b,j] += (W[j,i] h[b,i] - C[j])^2", "sums the power over i", "q~[b,j] += W[j,i] h[b,i]|q~[b,j] -= C[j]|q[b,j] += q~[b,j]^2" },
        {
            "q[b,j] += h[b,j] / (1 + exp(-W[j,i] h[b,i] - C[j]))",
            "C[j] has no i",
            "q~[b,j] -= W[j,i] h[b,i]|q~[b,j] -= C[j]|q[b,j] += h[b,j] / (1 + exp(q~[b,j]))"
        },
        {
            "q[b,j] += sigmoid(U[j,k] x[b,k]) tanh(W[j,i] h[b,i] + C[j])",
            "C[j] has no i",
            "q~[b,j] += U[j,k] x[b,k]|a[b,j] += W[j,i] h[b,i]|a[b,j] += C[j]|q[b,j] += sigmoid(q~[b,j]) tanh(a[b,j])"
        },
        {
            "q[b,j] += V[j,i] tanh(U[i,k] x[b,k] + C[i])",
            "C[i] has no k",
            "q~[b,i] += U[i,k] x[b,k]|q~[b,i] += C[i]|q[b,j] += V[j,i] tanh(q~[b,i])"
        },
        { "q[b,j] += tanh(h[b,i] + C[j])", "C[j] has no i", "q~[b,j] += h[b,i]|q~[b,j] += C[j]|q[b,j] += tanh(q~[b,j])" },
        { "q[b,j] += relu(1 - W[j,i] h[b,i])", "1 has no i", "q~[b,j] += 1|q~[b,j] -= W[j,i] h[b,i]|q[b,j] += relu(q~[b,j])" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_line_that_sums_something_else_than_it_seems_to_is_an_error_with_the_lines_to_write(
        string line, string names, string instead)
    {
        var error = Assert.Single(Assert.Throws<CellException>(() => TextCell.Parse($"{Head}{line}\n{Rest}", "my.cell")).Errors);

        Assert.Contains(names, error.Message, StringComparison.Ordinal);
        Assert.Equal(7, error.Line);
        Assert.StartsWith("write\n    " + instead.Replace("|", "\n    ", StringComparison.Ordinal), error.Hint, StringComparison.Ordinal);
        var corrected = TextCell.Parse($"{Head}{string.Join('\n', Pasted(error.Hint!))}\n{Rest}", "my.cell");
        Assert.Empty(corrected.Warnings);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void With_its_indexes_written_out_or_in_a_text_that_a_checkpoint_carries_it_is_a_warning(
        string line, string names, string instead)
    {
        Assert.NotEmpty(instead);
        var kept = TextCell.Parse($"{Head}{line}\n{Rest}", "my.cell", isKept: true);
        var written = TextCell.Parse($"{Head}for {string.Join(',', Indexes(line))}: {line}\n{Rest}", "my.cell");

        Assert.All([kept, written], c => Assert.Contains(names, Assert.Single(c.Warnings).ToString(), StringComparison.Ordinal));
        var traced = CellStep.Trace(written, Precision.Float64, CellSizes.For(written)).Graph.Statements;
        Assert.Contains(" over ", Assert.Single(SummedIndexes.In(traced)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m[b] max= h[b,j] + W[j,i] h[b,i]\nq[b,j] += h[b,j] + m[b]", "the maximum over j and i, but h[b,j] has no i")]
    [InlineData("q[b,j] max= C[j] + h[b,i]", "the maximum over i, but C[j] has no i")]
    [InlineData("m[b] += (D[j] h[b,j])^2\nq[b,j] += m[b] C[j]", "sums the power over j")]
    [InlineData("q[b,j] += W[j,i] h[b,j]", "index i is summed in W[j,i] alone")]
    [InlineData("q[b,j] += W[j,i] h[b,i] - V[j,i] h[b,j]", "index i is summed in V[j,i] alone")]
    [InlineData("q[b,j] += C[j] tanh(h[b,i])", "index i is summed in h[b,i] alone")]
    public void A_maximum_and_what_may_be_meant_is_a_warning(string lines, string names)
    {
        var cell = TextCell.Parse($"{Head}{lines}\n{Rest}", "my.cell");

        var warning = Assert.Single(cell.Warnings);
        Assert.Contains(names, warning.Message, StringComparison.Ordinal);
        Assert.StartsWith("my.cell:7:", warning.ToString(), StringComparison.Ordinal);
        Assert.Contains(": warning: ", warning.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q[b,j] += W[j,i] h[b,i]")]
    [InlineData("q[b,j] += W[j,i] h[b,i] C[j]")]
    [InlineData("q[b,j] += 0.5 h[b,i]")]
    [InlineData("q[b,j] += h[b,i] h[b,i]")]
    [InlineData("q[b,j] += (W[j,i] - W[i,j]) h[b,i]")]
    [InlineData("q[b,j] += (1 - C[i]) W[j,i] h[b,i]")]
    [InlineData("q[b,j] += W[j,i] (h[b,i] - C[i])")]
    [InlineData("q[b,j] += V[j,i] tanh(h[b,i] + C[i])")]
    [InlineData("q[b,j] += tanh(h[b,j] + C[j]) + D[j]")]
    [InlineData("m[b] max= h[b,j]\nZ[b] += exp(h[b,j] - m[b])\nq[b,j] += exp(h[b,j] - m[b]) / Z[b]")]
    [InlineData("m[b] += 0.2 h[b,j]\nv[b] += (h[b,j] - m[b])^2\nq[b,j] += (h[b,j] - m[b]) / sqrt(v[b] + eps)")]
    [InlineData("m[b] += relu(1 - h[b,j])\nq[b,j] += m[b] C[j]")]
    [InlineData("m[b] += log(1 + exp(h[b,j]))\nq[b,j] += m[b] C[j]")]
    [InlineData("m[b] += (h[b,j] - C[j])^2\nq[b,j] += m[b] D[j]")]
    [InlineData("m[b] += exp(h[b,j]) / (1 + exp(h[b,j]))\nq[b,j] += m[b] D[j]")]
    public void What_means_what_it_looks_like_is_in_order(string lines) =>
        Assert.Empty(TextCell.Parse($"{Head}{lines}\n{Rest}", "my.cell").Warnings);

    [Fact]
    public void No_cell_and_no_program_of_the_library_has_a_finding()
    {
        Assert.All(CellLibrary.All, c => Assert.Empty(CellCheck.Warnings(c)));
        Assert.All(
            CellLibrary.All, c => Assert.Empty(SummedIndexes.In(CellStep.Trace(c, Precision.Float64, CellSizes.For(c)).Graph.Statements)));
        Assert.Empty(CellCheck.Warnings(new SheetUgrnn()));
        Assert.All(ProgramLibrary.All, p =>
        {
            using var graph = new Graph(Precision.Float64, new CellSizes().B);
            p.Build(graph, new CellSizes());
            Assert.Empty(SummedIndexes.In(graph.Statements));
        });
    }

    [Fact]
    public void A_statement_in_C_sharp_is_warned_of_with_its_text()
    {
        using var graph = new Graph(Precision.Float64, 3);
        var (b, j, i) = (new LoopIndex("b"), new LoopIndex("j"), new LoopIndex("i"));
        var (W, C, h) = (new Parameter("W", Precision.Float64, 2, 4), new Parameter("C", Precision.Float64, 2), graph.Input("h", 3, 4));
        var a = graph.Computed("a", 3, 2);
        a[b, j] += (W[j, i] * h[b, i]) + C[j];

        Assert.Equal(
            "in \"for b,j,i: a[b,j] += W[j,i] h[b,i] + C[j]\" the statement sums over i, but C[j] has no i: "
            + "what lacks an index is added once for each of its values; "
                + "the usual meaning is written \"a[b,j] += W[j,i] h[b,i]\", \"a[b,j] += C[j]\"",
            Assert.Single(SummedIndexes.In(graph.Statements)));
    }

    [Theory]
    [InlineData(
        "q[b,j] += W[j,i] h[b,j]",
        "7:11: error: index i is summed in W[j,i] alone: no other factor has it, and nothing gives it a size",
        "did you mean `q[b,j] += W[j,i] h[b,i]`?")]
    [InlineData(
        "q[b,j] += W[i,j] h[b,j]",
        "7:11: error: index i is summed in W[i,j] alone: no other factor has it, and nothing gives it a size",
        "did you mean `q[b,j] += W[i,j] h[b,i]`?")]
    [InlineData(
        "q[b,j] += W[j,i] x[b,k]",
        "7:11: error: index i is summed in W[j,i] alone: no other factor has it, and nothing gives it a size",
        "did you mean `q[b,j] += W[j,k] x[b,k]`?")]
    [InlineData(
        "q[b,j] += tanh(W[j,i] h[b,j])",
        "7:16: error: index i is summed in W[j,i] alone",
        "did you mean `q[b,j] += tanh(W[j,i] h[b,i])`?")]
    public void An_index_without_a_size_that_one_factor_alone_has_is_not_to_be_declared(string line, string message, string hint)
    {
        var weight = line.Contains("W[i,j]", StringComparison.Ordinal) ? "W[i,j]" : "W[j,i]";
        var text = $"cell my\ninput x[b,k]\nstate h[b,j]\nparam {weight} U[j,k]\n\nq[b,j] += U[j,k] x[b,k]\n{line}\nh'[b,j] += q[b,j]\n";

        var error = Assert.Single(Assert.Throws<CellException>(() => TextCell.Parse(text, "my.cell")).Errors);

        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(hint, error.Hint);
    }

    static readonly Gen<string> Product = OneOf(
        "W[j,i] h[b,i]", "V[j,i] h[b,i]", "U[j,k] x[b,k]", "W[i,j] h[b,i]",
        "V[j,i] tanh(h[b,i] + C[i])", "h[b,j] W[j,i] h[b,i]", "0.3 U[j,k] x[b,k] D[j]");
    static readonly Gen<string> Plain = OneOf("C[j]", "D[j]", "h[b,j]", "C[j] h[b,j]", "eps", "0.25", "sigmoid(h[b,j])");
    static readonly Gen<string> Around = OneOf(
        "(#)", "tanh(#)", "sigmoid(#)", "exp(0.1 (#))", "C[j] (#)",
        "(#)^2", "h[b,j] tanh(#)", "D[j] - (#)", "log(1 + exp(#))", "1 / (1 + exp(#))");

    [Fact]
    public void What_an_error_proposes_means_what_the_textbook_s_line_means() =>
        Gen.Select(Product.Array[1, 3], Plain.Array[1, 2], Around, Gen.Bool).Sample(
        (products, plain, around, minus) =>
        {
            var sign = minus ? " - " : " + ";
            var line = $"q[b,j] += {around.Replace("#", string.Join(sign, [.. products, .. plain]), StringComparison.Ordinal)}";
            var error = Assert.Single(Assert.Throws<CellException>(() => TextCell.Parse($"{Head}{line}\n{Rest}", "my.cell")).Errors);

            var corrected = TextCell.Parse($"{Head}{string.Join('\n', Pasted(error.Hint!))}\n{Rest}", "my.cell");
            var op = minus ? "-=" : "+=";
            IEnumerable<string> byHand =
            [
                .. products.Concat(plain).Select((t, n) => $"r[b,j] {(n == 0 ? "+=" : op)} {t}"),
                $"q[b,j] += {around.Replace("#", "r[b,j]", StringComparison.Ordinal)}",
            ];
            var right = TextCell.Parse($"{Head}{string.Join('\n', byHand)}\n{Rest}", "my.cell");

            Assert.Empty(corrected.Warnings);
            Assert.Equal(Next(right), Next(corrected), (a, m) => Math.Abs(a - m) <= 1e-12 * Math.Max(1, Math.Abs(a)));
        },
        iter: 100);

    [Fact]
    public void A_well_formed_statement_is_never_flagged() => Gen.Select(Product.Array[1, 3], Plain.Array[1, 3], Around, Around).Sample(
        (products, plain, outer, inner) =>
        {
            var sums = products.Select(p => $"s[b,j] += {p}");
            var inside = inner.Replace("#", $"s[b,j] + {string.Join(" + ", plain)}", StringComparison.Ordinal);
            var combined = outer.Replace("#", inside, StringComparison.Ordinal);
            var over = outer.Replace("D[j] - ", "", StringComparison.Ordinal).Replace("#", "s[b,i] + C[i]", StringComparison.Ordinal)
                .Replace("[j]", "[i]", StringComparison.Ordinal).Replace("[b,j]", "[b,i]", StringComparison.Ordinal);
            var text = $"{Head}{string.Join('\n', sums)}\nn[b] += {over}\nq[b,j] += {combined} - n[b]\n{Rest}";

            Assert.Empty(TextCell.Parse(text, "my.cell").Warnings);
        },
        iter: 100);

    static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(n => choices[n]);

    static double[] Next(TextCell cell)
    {
        var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell), new Interpreter());
        using var graph = step.Graph;
        var random = new Random(1);
        foreach (var node in step.Phi.Parameters.Concat<Node>([step.X, .. step.Before]))
        {
            node.Value.Assign([.. Enumerable.Range(0, node.Value.Length).Select(_ => random.NextDouble())]);
        }

        graph.Forward();
        return step.After[0].Value.ToArray();
    }

    static IEnumerable<string> Pasted(string hint) =>
        hint.Split('\n').Where(l => l.StartsWith("    ", StringComparison.Ordinal)).Select(l => l.Trim());

    static IEnumerable<string> Indexes(string line) =>
        System.Text.RegularExpressions.Regex.Matches(line, @"\[([^\]]*)\]").SelectMany(m => m.Groups[1].Value.Split(',')).Distinct();
}
