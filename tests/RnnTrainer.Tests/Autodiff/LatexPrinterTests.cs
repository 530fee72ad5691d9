using System.Text.RegularExpressions;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Printing;
using static RnnTrainer.Autodiff.Functions;

namespace RnnTrainer.Tests.Autodiff;

public sealed partial class LatexPrinterTests
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    public static TheoryData<string> Programs => [.. Experiment.Names];

    [Fact]
    public void The_UGRNN_reads_as_on_the_sheet()
    {
        using var experiment = Experiment.Of("ugrnn");

        Assert.Equal(
            """
            \begin{align*}
            \text{for } b,j,i\colon\quad & \tilde{R}[b,j] \mathrel{+}= W^{h,R}[j,i]\, h[b,i] \\
            \text{for } b,j,k\colon\quad & \tilde{R}[b,j] \mathrel{+}= W^{x,R}[j,k]\, x[b,k] \\
            \text{for } b,j\colon\quad & \tilde{R}[b,j] \mathrel{-}= B^{R}[j] \\
            \text{for } b,j\colon\quad & R[b,j] \mathrel{+}= \tanh(\tilde{R}[b,j])
            \end{align*}
            """,
            string.Join('\n', LatexPrinter.Lines([.. experiment.Graph.Statements.Take(4)])));
        Assert.Equal(
            [@"G[b,j] \mathrel{+}= \sigma(\tilde{G}[b,j])", @"h'[b,j] \mathrel{+}= G[b,j]\, h[b,j] + (1 - G[b,j])\, R[b,j]"],
            experiment.Graph.Statements.Skip(7).Take(2).Select(LatexPrinter.Statement));
    }

    [Fact]
    public void Fractions_gradients_and_1_over_B_are_set_as_such()
    {
        using var softmax = Experiment.Of("softmax");
        using var head = Experiment.Of("linear-head");

        Assert.Equal(
            [
                @"s.\mathrm{grad}[b,j] \mathrel{+}= \frac{p.\mathrm{grad}[b,j]\, \exp(s[b,j])}{Z[b]}",
                @"Z.\mathrm{grad}[b] \mathrel{-}= \frac{p.\mathrm{grad}[b,j]\, \exp(s[b,j])}{Z[b]^{2}}",
                @"s.\mathrm{grad}[b,j] \mathrel{+}= Z.\mathrm{grad}[b]\, \exp(s[b,j])",
            ],
            softmax.Graph.BackwardStatements.TakeLast(3).Select(LatexPrinter.Statement));
        Assert.Contains(
            @"W.\mathrm{grad}[c,j] \mathrel{+}= \frac{1}{B}\, s.\mathrm{grad}[b,c]\, h[b,j]",
            head.Graph.BackwardStatements.Select(LatexPrinter.Statement));
    }

    [Fact]
    public void Look_ups_and_maxima_have_their_form()
    {
        using var loss = Experiment.Of("softmax-cross-entropy");
        var lines = loss.Graph.Statements.Select(LatexPrinter.Statement).ToList();

        Assert.Equal(@"m[b] \mathrel{\max}= s[b,c]", lines[0]);
        Assert.Equal(@"\mathit{loss}[b] \mathrel{-}= s[b,y[b]]", lines[4]);
    }

    public static TheoryData<Func<Expression, Expression, Expression>, string> Expressions => new()
    {
        { (u, v) => u - (v - 1), "u[b] - (v[b] - 1)" },
        { (u, v) => u + (v - 1), "u[b] + v[b] - 1" },
        { (u, v) => u - -v, "u[b] - (-v[b])" },
        { (u, v) => -(u + v), "-(u[b] + v[b])" },
        { (u, v) => (u + v) * 2, @"(u[b] + v[b]) \cdot 2" },
        { (u, v) => 2 * u * -v, @"2\, u[b]\, (-v[b])" },
        { (u, v) => new Power(u / v, 2), @"\left(\frac{u[b]}{v[b]}\right)^{2}" },
        { (u, v) => new Power(u * v, -1), @"(u[b]\, v[b])^{-1}" },
        { (u, v) => u / (v / 2), @"\frac{u[b]}{\frac{v[b]}{2}}" },
        { (u, v) => Relu(u / v), @"\operatorname{relu}\left(\frac{u[b]}{v[b]}\right)" },
        { (u, _) => Sqrt(u) + Abs(u) + Softplus(u), @"\sqrt{u[b]} + \left|u[b]\right| + \operatorname{softplus}(u[b])" },
        { (u, _) => new Apply(Function.Step, u) * 1e-5, @"\mathbf{1}[u[b] \ge 0] \cdot 1 \cdot 10^{-5}" },
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Parentheses_stand_where_the_meaning_needs_them(Func<Expression, Expression, Expression> make, string latex)
    {
        using var graph = new Graph(Precision.Float64, batch: 1);

        Assert.Equal(latex, LatexPrinter.Expression(make(graph.Input("u", 1)[b], graph.Input("v", 1)[b])));
    }

    [Theory]
    [InlineData("h", "h")]
    [InlineData("h'", "h'")]
    [InlineData("x12", "x_{12}")]
    [InlineData("BR", "B^{R}")]
    [InlineData("zeta", @"\zeta")]
    [InlineData("zetas", @"\mathit{zetas}")]
    [InlineData("WxG", "W^{x,G}")]
    [InlineData("Whz", "W^{h,z}")]
    [InlineData("Bf", "B^{f}")]
    [InlineData("c'", "c'")]
    [InlineData("loss", @"\mathit{loss}")]
    [InlineData("my_node", @"\mathit{my\_node}")]
    [InlineData("cell~", @"\tilde{\mathit{cell}}")]
    [InlineData("layer0.WhR", @"\mathit{layer0}.W^{h,R}")]
    [InlineData("100%", @"\mathit{100\%}")]
    public void A_name_is_set_as_on_the_sheet_or_as_a_word(string name, string latex)
    {
        using var graph = new Graph(Precision.Float64, batch: 1);

        Assert.Equal($"{latex}[j]", LatexPrinter.Expression(graph.Input(name, 1)[j]));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Braces_balance_and_every_command_is_one_of_LaTeX_or_amsmath(string name)
    {
        using var experiment = Experiment.Of(name);
        var text = string.Join('\n', LatexPrinter.Lines([.. experiment.Graph.Statements, .. experiment.Graph.BackwardStatements]));

        Assert.Equal(text.Count(c => c == '{'), text.Count(c => c == '}'));
        Assert.Subset(
            new HashSet<string>
            {
                "begin", "end", "text", "colon", "quad", "mathrel", "mathrm", "mathit", "mathbf", "tilde", "frac", "exp", "log", "tanh",
                "sigma", "sqrt", "max", "ge", "left", "right", "operatorname", "cdot",
                "begingroup", "endgroup", "allowdisplaybreaks", "alpha", "beta", "zeta", "nu",
            },
            Command().Matches(text).Select(m => m.Groups[1].Value).ToHashSet());
    }

    [GeneratedRegex(@"\\([a-zA-Z]+)")]
    private static partial Regex Command();
}
