using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;
using RnnTrainer.Training.Tracing;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn trace</c>: its numbers are those of a graph.</summary>
public sealed partial class TraceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Cells => [.. CellLibrary.Names];

    public static TheoryData<string> Programs => [.. ProgramLibrary.All.Select(p => p.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_numbers_of_a_cell_are_those_of_its_compiled_graph(string name)
    {
        var cell = CellLibrary.Find(name)!;
        var sizes = new CellSizes(B: 2, J: 3, K: 4).Fitting(cell);

        AssertEqual(executor => TracedGraph.OfCell(cell, 3, sizes, executor));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_numbers_of_a_program_are_those_of_its_compiled_graph(string name)
    {
        var program = ProgramLibrary.All.Single(p => p.Name == name);

        AssertEqual(executor => TracedGraph.OfProgram(program, new CellSizes(B: 2, J: 3, K: 4, C: 5, I: 6), executor));
    }

    [Fact]
    public void The_document_has_the_numbers_of_a_graph_too()
    {
        var document = Rnn.Run("trace", "ugrnn", "--steps", "3", "--batch", "4", "--hidden", "5", "--seed", "7", "--json").Json;
        var cell = CellLibrary.Find("ugrnn")!;
        using var traced = TracedGraph.OfCell(cell, 3, new CellSizes(B: 4, J: 5, K: 3), new Compiler());
        PassTracer.Fill(traced.Graph, 7, arePositive: false);
        traced.Graph.Forward();
        traced.Graph.Backward(traced.Loss);

        var tensors = document["tensors"]!.AsArray().ToDictionary(t => (string)t!["name"]!, t => t!);
        Assert.Equal(traced.Graph.Nodes.Select(n => traced.Names.Text(n.Value)), tensors.Keys);
        Assert.All(traced.Graph.Nodes, node =>
        {
            var tensor = tensors[traced.Names.Text(node.Value)];
            AssertNear(node.Value.ToArray(), Numbers(tensor["values"]));
            if (tensor["grad"] is { } gradient)
            {
                AssertNear(node.Grad.ToArray(), Numbers(gradient));
            }
        });
        Assert.Equal("rnn.trace/1", (string)document["schema"]!);
        Assert.Equal([3, 4, 5, 7], ((string[])["steps", "batch", "hidden", "seed"]).Select(key => (int)document[key]!));
    }

    [Theory]
    [InlineData("ugrnn")]
    [InlineData("softmax-cross-entropy")]
    public void The_contributions_of_an_entry_add_up_to_it_bit_for_bit(string name)
    {
        var document = Rnn.Run("trace", name, "--json").Json;
        var statements = document["forward"]!.AsArray().Concat(document["backward"]!.AsArray()).ToList();

        Assert.NotEmpty(statements);
        Assert.All(statements, s => Assert.All(s!["entries"]!.AsArray(), e =>
        {
            var terms = e!["terms"]!.AsArray().Select(t => (double)t!["value"]!);
            if ((string)s["accumulation"]! != "max=")
            {
                var sign = (string)s["accumulation"]! == "+=" ? 1 : -1;
                Assert.Equal((double)e["after"]!, terms.Aggregate((double)e["before"]!, (sum, t) => sum + (sign * t)));
            }
        }));
    }

    [Fact]
    public void The_average_over_the_batch_enters_where_gradients_of_parameters_are_added_and_nowhere_else()
    {
        var backward = Rnn.Run("trace", "ugrnn", "--batch", "4", "--json").Json["backward"]!.AsArray();

        Assert.All(backward, s => Assert.All(s!["entries"]!.AsArray(), e => Assert.All(e!["terms"]!.AsArray(), t => Assert.Equal(
            ((string)s["statement"]!).Contains("1/B", StringComparison.Ordinal),
            ((string)t!["numbers"]!).StartsWith("1 / 4", StringComparison.Ordinal)))));
        Assert.Contains(backward, s => (string)s!["target"]! == "WhR.grad");
    }

    [Fact]
    public void The_text_shows_each_entry_with_its_contributions_in_their_order()
    {
        var run = Rnn.Run("trace", "ugrnn", "--batch", "1", "--steps", "1");
        var lines = run.Output.Split('\n');

        Assert.Equal(0, run.Exit);
        Assert.Equal("ugrnn: 1 time step, batch 1, hidden 2, 3 inputs, seed 1; float64", lines[0]);
        var at = Array.IndexOf(lines, "t = 0  for b,j,i: R~_0[b,j] += WhR[j,i] h_{-1}[b,i]");
        var sum = Sum().Match(lines[at + 1]);
        Assert.True(sum.Success, lines[at + 1]);
        var factors = sum.Groups["factor"].Captures.Select(c => double.Parse(c.Value.Trim('(', ')'), CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(
            (factors[0] * factors[1]) + (factors[2] * factors[3]),
            double.Parse(sum.Groups["after"].Value, CultureInfo.InvariantCulture), precision: 9);
        Assert.Contains("\ngradients\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_nothing_else_and_has_the_whole_trace()
    {
        var file = _folder.File("trace.html");
        var run = Rnn.Run("trace", "gru", "--html", file);
        var page = File.ReadAllText(file);

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        var data = JsonNode.Parse(Data().Match(page).Groups[1].Value)!;
        var document = Rnn.Run("trace", "gru", "--json").Json;
        Assert.Equal(document["forward"]!.ToJsonString(), data["forward"]!.ToJsonString());
        Assert.Equal(document["backward"]!.ToJsonString(), data["backward"]!.ToJsonString());
        Assert.Equal(2, Rnn.Run("trace", "gru", "--html", file).Exit);
        Assert.Equal(0, Rnn.Run("trace", "gru", "--html", file, "--force").Exit);
    }

    [Theory]
    [InlineData("trace nothing", "there is no cell or program 'nothing'")]
    [InlineData("trace lstm --steps 900 --batch 900 --hidden 900", "more than 100,000 contributions")]
    [InlineData("trace ugrnn --hidden 0", "--hidden expects a whole number from 1")]
    public void What_cannot_be_traced_is_refused(string line, string message)
    {
        var run = Rnn.Run(line.Split(' '));

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    static void AssertEqual(Func<IExecutor, TracedGraph> build)
    {
        var trace = PassTracer.Run(new TraceSubject("any", 3, 2, 3, 4, 5), build)!;
        using var traced = build(new Compiler());
        PassTracer.Fill(traced.Graph, 5, arePositive: false);
        traced.Graph.Forward();
        if (!traced.Loss.Value.ToArray().All(double.IsFinite))
        {
            PassTracer.Fill(traced.Graph, 5, arePositive: true);
            traced.Graph.Forward();
        }

        traced.Graph.Backward(traced.Loss);

        Assert.Equal(traced.Graph.Nodes.Count, trace.Results.Count);
        Assert.All(traced.Graph.Nodes.Zip(trace.Results), pair =>
        {
            AssertNear(pair.First.Value.ToArray(), pair.Second.Values);
            if (pair.Second.Gradient is { } gradient)
            {
                AssertNear(pair.First.Grad.ToArray(), gradient);
            }
        });
        Assert.Equal(traced.Graph.Statements.Select(s => s.ToString()), trace.Forward.Select(s => s.Statement.ToString()));
        Assert.Equal(traced.Graph.BackwardStatements.Select(s => s.ToString()), trace.Backward.Select(s => s.Statement.ToString()));
    }

    static void AssertNear(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-12 * Math.Max(1, Math.Abs(p.First))));

    static IEnumerable<double> Numbers(JsonNode? array) => array!.AsArray().Select(n => (double)n!);

    [GeneratedRegex(
        @"^    R~_0\[0,0\] = 0( \+ (?<factor>\(?-?[\d.]+\)?) \* (?<factor>\(?-?[\d.]+\)?)){2} = (?<after>-?[\d.]+)$")]
    private static partial Regex Sum();

    [GeneratedRegex("<script id=\"data\" type=\"application/json\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
