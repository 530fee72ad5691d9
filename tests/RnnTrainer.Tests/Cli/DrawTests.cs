using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;
using RnnTrainer.Tests.Docs;
using RnnTrainer.Training.Drawing;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn draw</c>.</summary>
public sealed class DrawTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string, int?> Graphs
    {
        get
        {
            var data = new TheoryData<string, int?>();
            foreach (var name in CellLibrary.Names)
            {
                data.Add(name, null);
                data.Add(name, 3);
            }

            foreach (var program in ProgramLibrary.All)
            {
                data.Add(program.Name, null);
            }

            return data;
        }
    }

    public static TheoryData<string, string> Pictures => new()
    {
        { "ugrnn.svg", "draw ugrnn" },
        { "ugrnn-unrolled.svg", "draw ugrnn --steps 3" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Graphs))]
    public void A_picture_is_well_formed_and_no_two_nodes_overlap(string name, int? steps)
    {
        var graph = Of(name, steps);
        var svg = XElement.Parse(SvgPicture.Of(graph));
        var layout = GraphLayout.Of(graph);

        Assert.Equal(graph.Nodes.Count, svg.Descendants().Count(e => e.Name.LocalName == "g"));
        Assert.All(graph.Nodes, n => Assert.InRange(layout.Centers[n].X, GraphLayout.NodeWidth / 2, layout.Width));
        Assert.All(graph.Nodes, n => Assert.InRange(layout.Centers[n].Y, 0, layout.Height));
        var computed = graph.Nodes.Where(n => n.Kind != NodeKind.Parameter).Select(n => layout.Centers[n]).ToList();
        Assert.All(computed.Index(), a => Assert.All(computed.Skip(a.Index + 1), b => Assert.True(
            Math.Abs(a.Item.X - b.X) >= GraphLayout.NodeWidth || Math.Abs(a.Item.Y - b.Y) >= GraphLayout.NodeHeight, $"{a.Item} {b}")));
    }

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Edges_go_from_left_to_right_and_those_of_parameters_from_above(string name, int? steps)
    {
        var layout = GraphLayout.Of(Of(name, steps));

        Assert.All(layout.Edges, e =>
        {
            var (first, last) = (e.Points[0], e.Points[^1]);
            Assert.True(e.Edge.From.Kind == NodeKind.Parameter ? first.Y < last.Y : first.X < last.X, $"{e.Edge}");
            Assert.Equal(e.Points.Select(p => p.X).Order(), e.Edge.From.Kind == NodeKind.Parameter ? e.Points.Select(p => p.X).Order()
                : e.Points.Select(p => p.X));
        });
    }

    [Fact]
    public void Unrolled_the_parameters_are_there_once_and_every_step_reads_them()
    {
        var graph = Of("ugrnn", 3);

        Assert.Equal(["WhR", "WxR", "BR", "WhG", "WxG", "BG"], graph.Phi.Select(n => n.Label));
        Assert.All(graph.Phi, p => Assert.Equal(3, graph.Edges.Count(e => e.From == p)));
        Assert.Equal(6 + 1 + (3 * 6), graph.Nodes.Count);
        Assert.Equal(["h_{-1}", "h_0", "h_1", "h_2"], graph.Nodes.Where(n => n.Kind == NodeKind.State).Select(n => n.Label));
        Assert.Contains(graph.Edges, e => (e.From.Label, e.To.Label) == ("h_0", "G~_1"));
    }

    [Fact]
    public void One_step_goes_from_t_minus_1_to_t() =>
        Assert.Equal(["h_{t-1}", "h_t"], Of("ugrnn", null).Nodes.Where(n => n.Kind == NodeKind.State).Select(n => n.Label));

    [Fact]
    public void The_edges_are_what_the_statements_read()
    {
        var edges = Rnn.Run("draw", "softmax", "--json").Json["edges"]!.AsArray().Select(e => ((string)e![0]!, (string)e[1]!));
        var ids = Rnn.Run("draw", "softmax", "--json").Json["nodes"]!.AsArray().ToDictionary(n => (string)n!["id"]!, n => (string)n!["name"]!);

        Assert.Equal([("s", "Z"), ("s", "p"), ("Z", "p")], edges.Select(e => (ids[e.Item1], ids[e.Item2])));
    }

    [Theory]
    [InlineData("dot", "->")]
    [InlineData("mermaid", "-->")]
    public void The_other_formats_have_every_node_and_edge_once(string format, string arrow)
    {
        var graph = Of("lstm", 2);
        var text = Rnn.Run("draw", "lstm", "--steps", "2", "--format", format).Output;

        Assert.Equal(graph.Edges.Count, Regex.Count(text, $"n[0-9]+ {arrow} n[0-9]+"));
        Assert.All(graph.Nodes, n => Assert.Equal(1, Regex.Count(text, $@"(?m)^ +{n.Id} ?\[")));
        Assert.All(graph.Nodes, n => Assert.Contains($"\"{n.Label}\"", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a.svg", "<svg ")]
    [InlineData("a.dot", "digraph \"gru\" {")]
    [InlineData("a.mmd", "flowchart LR")]
    public void The_extension_of_the_file_decides_the_format(string name, string start)
    {
        var file = _folder.File(name);

        Assert.Equal(0, Rnn.Run("draw", "gru", "--out", file).Exit);
        Assert.StartsWith(start, File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(2, Rnn.Run("draw", "gru", "--out", file).Exit);
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void The_pictures_of_the_pages_are_those_that_the_command_draws(string picture, string line) =>
        Documents.Is($"images/{picture}", Rnn.Run(line.Split(' ')).Output);

    static ComputationGraph Of(string name, int? steps) => CellLibrary.Find(name) is { } cell ? ComputationGraph.OfCell(cell, steps)
        : ComputationGraph.OfProgram(ProgramLibrary.All.Single(p => p.Name == name));
}
