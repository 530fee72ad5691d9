using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary><c>rnn derive CELL|PROGRAM</c>: the program and its derived backward loops.</summary>
static class DeriveCommand
{
    public static Command Make(Session session)
    {
        var target = CommonOptions.Name("CELL|PROGRAM", $"one of {string.Join(", ", ProgramChoice.Names)}");
        var forward = new Option<bool>("--forward") { Description = "the program only" };
        var backward = new Option<bool>("--backward") { Description = "the derived loops only" };
        var command = new Command("derive", "Print a program and the backward loops derived from it.") { target, forward, backward };
        command.SetAction(int (parse) =>
            Run(session, parse.GetRequiredValue(target), parse.GetValue(forward), parse.GetValue(backward)));
        return command;
    }

    static int Run(Session session, string name, bool forward, bool backward)
    {
        var both = forward == backward;
        var (forwardText, backwardText) = ProgramChoice.Text(name);
        session.Answer(
            "rnn.derive/1",
            () => string.Concat((both || forward ? forwardText : []).Concat(both ? [""] : []).Concat(both || backward ? backwardText : []).Select(l => l + "\n")),
            () => new JsonObject
            {
                ["name"] = name,
                ["forward"] = both || forward ? Lines(forwardText) : null,
                ["backward"] = both || backward ? Lines(backwardText) : null,
            });
        return ExitCode.Success;
    }

    static JsonArray Lines(IEnumerable<string> lines) => new([.. lines.Select(l => (JsonNode?)l)]);
}

/// <summary>Programs by name.</summary>
static class ProgramChoice
{
    public static IEnumerable<string> Names => Library.Cells.Select(c => c.Name).Concat(Library.Programs.Select(p => p.Name));

    /// <summary>A cell's or a program's statements and the backward ones.</summary>
    /// <exception cref="UsageException">There is none of this name.</exception>
    public static (IEnumerable<string> Forward, IEnumerable<string> Backward) Text(string name)
    {
        if ((CellChoice.IsPath(name) ? CellChoice.Find(name) : Library.FindCell(name)) is { } cell)
        {
            var step = Library.Trace(cell, Precision.Float64, new Sizes());
            return (step.ForwardText, step.BackwardText);
        }

        var program = Library.Programs.FirstOrDefault(p => p.Name == name) ?? throw Unknown(name);
        var graph = new Graph(Precision.Float64, new Sizes().B);
        program.Build(graph, new Sizes());
        return (ProgramText.Forward("program", name, graph), ProgramText.Backward(graph));
    }

    public static UsageException Unknown(string name) => new(
        $"there is no cell or program '{name}'",
        EditDistance.Nearest(name, Names) is { } near ? $"did you mean '{near}'?" : $"there are {string.Join(", ", Names)}");
}
