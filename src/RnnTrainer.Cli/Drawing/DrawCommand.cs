using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Drawing;

namespace RnnTrainer.Cli.Drawing;

/// <summary><c>rnn draw CELL|PROGRAM</c>: the computation graph as a picture.</summary>
static class DrawCommand
{
    const int MostSteps = 100;

    public static Command Make(Session session)
    {
        var target = CommonOptions.Name("CELL|PROGRAM", "a cell or a program that `rnn derive` prints, or the path of a .cell file");
        target.CompletionSources.Add(_ => ProgramChoice.Names);
        var steps = OptionValues.Whole("--steps", "unroll a cell over T time steps; default: one step, from t-1 to t", "T", 1, MostSteps);
        var format = new Option<string?>("--format")
        {
            Description = "svg, dot (Graphviz) or mermaid; default: by the extension of --out (.svg, .dot, .gv, .mmd), otherwise svg",
            HelpName = "FORMAT",
        };
        format.TakesOneOf("svg", "dot", "mermaid");
        var output = new Option<string?>("--out", "-o") { Description = "the file to write; default: standard output", HelpName = "FILE|-" };
        var force = CommonOptions.Force();
        var command = new DocumentedCommand(
            "draw",
            "Draw the computation graph of a cell or a program, one step or unrolled over time.",
            "rnn draw ugrnn --out ugrnn.svg",
            "rnn draw gru --steps 3 --format mermaid")
        {
            target, steps, format, output, force,
        };
        command.SetAction(int (parse) =>
        {
            var name = parse.GetRequiredValue(target);
            var path = parse.GetValue(output);
            parse.RequireUse(path is not null, "is for --out", "leave it out", force);
            var program = ProgramChoice.FindProgram(name);
            parse.RequireUse(program is null, $"is for cells, and '{name}' is a program, which has no time steps", "leave it out", steps);
            var rule = new OverwriteRule(parse.GetValue(force), CellChoice.IsPath(name) ? [name] : []) { IsInDocument = true };
            var file = OutputFile.Prepare(session, path ?? "-", rule);
            var graph = program is not null ? ComputationGraph.OfProgram(program)
                : ComputationGraph.OfCell(ProgramChoice.FindCell(name) ?? throw ProgramChoice.Unknown(name), parse.GetValue(steps));
            StatementWarnings.Print(session, name);
            return Run(session, file, graph, parse.GetValue(format) ?? FormatOf(path));
        });
        return command;
    }

    static int Run(Session session, OutputFile file, ComputationGraph graph, string format)
    {
        var picture = format switch
        {
            "dot" => DotPicture.Of(graph),
            "mermaid" => MermaidPicture.Of(graph),
            _ => SvgPicture.Of(graph),
        };
        if (file.IsStandard)
        {
            session.PrintResult("rnn.draw/1", to => to.Write(picture), () => Document(graph, format, picture));
            return ExitCode.Success;
        }

        file.WriteText(picture);
        file.PrintResult(
            "rnn.draw/1",
            () => $"{Printable.Line(file.Path)}: {Words.Counted(graph.Nodes.Count, "node")}, {Words.Counted(graph.Edges.Count, "edge")}\n",
            () => Document(graph, format, null));
        return ExitCode.Success;
    }

    static string FormatOf(string? path) => Path.GetExtension(path ?? "").ToUpperInvariant() switch
    {
        ".DOT" or ".GV" => "dot",
        ".MMD" or ".MERMAID" => "mermaid",
        _ => "svg",
    };

    static JsonObject Document(ComputationGraph graph, string format, string? picture) => new()
    {
        ["name"] = graph.Name,
        ["steps"] = graph.Steps,
        ["format"] = format,
        ["nodes"] = new JsonArray([.. graph.Nodes.Select(n => (JsonNode?)new JsonObject
        {
            ["id"] = n.Id,
            ["name"] = n.Label,
            ["kind"] = n.Kind.ToString().ToLowerInvariant(),
            ["step"] = n.Step,
            ["statements"] = new JsonArray([.. n.Statements.Select(s => (JsonNode?)s)]),
        })]),
        ["edges"] = new JsonArray([.. graph.Edges.Select(e => (JsonNode?)new JsonArray([(JsonNode?)e.From.Id, (JsonNode?)e.To.Id]))]),
        ["picture"] = picture,
    };
}
