using System.Text.Json.Nodes;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn derive --explain</c> and <c>--time</c>.</summary>
public sealed class DeriveTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. CellLibrary.Names.Concat(ProgramLibrary.All.Select(p => p.Name))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ugrnn", 0, "G[b,j]", "sum, product", "")]
    [InlineData("ugrnn", 2, "G[b,j]", "sum, product, sign", "")]
    [InlineData("ugrnn", 4, "G~[b,j]", "chain, saved value", "")]
    [InlineData("ugrnn", 5, "BG[j]", "sum, sign, parameter average", "b")]
    [InlineData("ugrnn", 6, "WxG[j,k]", "sum, product, parameter average", "b")]
    [InlineData("ugrnn", 7, "x[b,k]", "sum, product", "j")]
    [InlineData("softmax", 0, "s[b,j]", "quotient, chain", "")]
    [InlineData("softmax", 1, "Z[b]", "quotient", "j")]
    [InlineData("softmax", 2, "s[b,j]", "sum, chain", "")]
    public void The_rules_behind_a_line_are_those_by_which_it_is_derived(string name, int line, string of, string rules, string summed)
    {
        var explained = Explained(name)[line]!;

        Assert.Equal(of, (string)explained["of"]!);
        Assert.Equal(rules.Split(", "), Texts(explained["rules"]));
        Assert.Equal(summed.Split(',', StringSplitOptions.RemoveEmptyEntries), Texts(explained["summed"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_derived_line_is_explained_and_no_rule_is_named_that_it_does_not_show(string name)
    {
        var document = Rnn.Run("derive", name, "--backward", "--explain", "--json").Json;
        var explained = document["explained"]!.AsArray();

        Assert.Equal(
            Texts(Rnn.Run("derive", name, "--backward", "--json").Json["backward"]).Select(Folded), explained.Select(e => (string)e!["line"]!));
        Assert.All(explained.Where(e => e!["from"] is not null), e =>
        {
            var (line, rules) = ((string)e!["line"]!, Texts(e["rules"]));
            Assert.Equal(line.Contains("1/B", StringComparison.Ordinal), rules.Contains("parameter average"));
            Assert.True(!line.Contains("-=", StringComparison.Ordinal) || rules.Contains("sign") || rules.Contains("quotient"), line);
            Assert.Contains((string)e["of"]!, (string)e["from"]!, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_explanations_are_comments_after_the_lines_and_above_them_the_statement_that_they_differentiate()
    {
        var text = Rnn.Run("derive", "ugrnn", "--backward", "--explain").Output;

        Assert.StartsWith(
            "# h'[b,j] += G[b,j] h[b,j] + (1 - G[b,j]) R[b,j]\nfor b,j:   G.grad[b,j] += h'.grad[b,j] h[b,j]", text,
            StringComparison.Ordinal);
        Assert.Contains("# G~[b,j]: chain (sigmoid), saved value G[b,j]\n", text, StringComparison.Ordinal);
        Assert.Contains("# BG[j]: sum, sign, parameter average 1/B; summed over b\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explained_cell_is_a_file_with_a_backward_part_that_gets_all_points()
    {
        var file = _folder.Write("my.cell", Rnn.Run("derive", "gru", "--explain").Output);

        Assert.Equal((0, 0), (Rnn.Run("gradcheck", file).Exit, Rnn.Run("gradcheck", file, "--grade").Exit));
    }

    [Fact]
    public void Hand_written_lines_are_called_so() => Assert.Contains(
        "# written by hand\n", Rnn.Run("derive", "softmax-cheaper", "--backward", "--explain").Output, StringComparison.Ordinal);

    [Fact]
    public void With_time_steps_states_are_those_of_t_minus_1_and_t_as_on_the_sheet()
    {
        var text = Rnn.Run("derive", "ugrnn", "--time").Output;

        Assert.StartsWith("for b,j,i: R~_t[b,j] += WhR[j,i] h_{t-1}[b,i]\n", text, StringComparison.Ordinal);
        Assert.Contains("for b,j:   h_t[b,j] += G_t[b,j] h_{t-1}[b,j] + (1 - G_t[b,j]) R_t[b,j]\n", text, StringComparison.Ordinal);
        Assert.Contains("for b,j,i: h_{t-1}.grad[b,i] += WhR[j,i] R~_t.grad[b,j]\n", text, StringComparison.Ordinal);
        Assert.Contains("for b,j,k: WxR.grad[j,k] += 1/B R~_t.grad[b,j] x_t[b,k]\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_the_next_one_reads_has_the_time_of_the_step() =>
        Assert.Contains("tanh(c_t[b,j])", Rnn.Run("derive", "lstm", "--time").Output, StringComparison.Ordinal);

    [Fact]
    public void Time_steps_are_subscripts_in_LaTeX()
    {
        var text = Rnn.Run("derive", "ugrnn", "--time", "--latex").Output;

        Assert.Contains(@"\tilde{R}_{t}[b,j] \mathrel{+}= W^{h,R}[j,i]\, h_{t-1}[b,i]", text, StringComparison.Ordinal);
        Assert.Contains(@"h_{t-1}.\mathrm{grad}[b,i]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("derive softmax --time", "--time is for cells, and 'softmax' is a program")]
    [InlineData("derive gru --forward --explain", "--explain is for the derived loops")]
    [InlineData("derive gru --simplify --explain", "--explain is for the loops as they are derived")]
    [InlineData("derive gru --plan --time", "--time is not for --plan")]
    public void What_has_no_meaning_is_refused(string line, string message)
    {
        var run = Rnn.Run(line.Split(' '));

        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    static JsonArray Explained(string name) =>
        Rnn.Run("derive", name, "--backward", "--explain", "--json").Json["explained"]!.AsArray();

    static IEnumerable<string> Texts(JsonNode? array) => array!.AsArray().Select(t => (string)t!);

    /// <summary>Without the spaces that bring the bodies of the lines into one column.</summary>
    static string Folded(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
