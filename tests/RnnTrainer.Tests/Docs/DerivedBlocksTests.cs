using System.Text.RegularExpressions;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;

namespace RnnTrainer.Tests.Docs;

/// <summary>Loops in the documents are what the printer writes: each block after <c>&lt;!-- derive NAME --backward --&gt;</c> is
/// compared.</summary>
public sealed partial class DerivedBlocksTests
{
    public static TheoryData<string, string, string, string> Blocks
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var file in Documents.All)
            {
                foreach (Match block in Block().Matches(File.ReadAllText(file)))
                {
                    data.Add(
                        Path.GetRelativePath(RepositoryFolder.File("docs"), file), block.Groups["name"].Value, block.Groups["side"].Value,
                        block.Groups["text"].Value);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_printed_block_is_the_program_s_own_output(string file, string name, string side, string text) =>
        Documents.Shows(file, $"<!-- derive {name} --{side} -->\n```", text, Printed(name, side), printed => printed);

    [Fact]
    public void The_sheet_prints_the_backward_of_each_of_its_programs()
    {
        var printed = Blocks.Where(b => b[0] is "sheet.md" && b[2] is "backward").Select(b => (string)b[1]);

        Assert.Equal(["relu-unit", "softmax", "softmax-cheaper", "ugrnn"], printed);
    }

    [Fact]
    public void A_changed_sign_would_be_seen() =>
        Assert.NotEqual(Printed("softmax", "backward"), Printed("softmax", "backward").Replace("-=", "+=", StringComparison.Ordinal));

    static string Printed(string name, string side)
    {
        var (forward, backward) = Build(name);
        return string.Join('\n', side == "forward" ? forward : backward);
    }

    static (IEnumerable<string> Forward, IEnumerable<string> Backward) Build(string name)
    {
        if (CellLibrary.Find(name) is { } cell)
        {
            var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
            return (step.ForwardText, step.BackwardText);
        }

        var graph = new Graph(Precision.Float64, new CellSizes().B);
        var result = ProgramLibrary.All.Single(p => p.Name == name).Build(graph, new CellSizes());
        return (ProgramText.Lines("program", name, graph.Nodes, graph.Statements), TextPrinter.Lines(graph.BackwardFrom([result])));
    }

    [GeneratedRegex("<!-- derive (?<name>\\S+) --(?<side>forward|backward) -->\n```\n(?<text>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
