using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Gradcheck;

namespace RnnTrainer.Cli.Derive;

/// <summary><c>rnn derive CELL|PROGRAM</c>: the program and its derived backward loops.</summary>
static class DeriveCommand
{
    public static Command Make(Session session)
    {
        var target = CommonOptions.Name("CELL|PROGRAM", $"one of {string.Join(", ", ProgramChoice.Names)}, or the path of a .cell file");
        target.CompletionSources.Add(_ => ProgramChoice.Names);
        var forward = new Option<bool>("--forward") { Description = "the program only" };
        var backward = new Option<bool>("--backward") { Description = "the derived loops only" };
        var latex = new Option<bool>("--latex") { Description = "as LaTeX: an align* for a paper, it needs the package amsmath only" };
        var simplify = new Option<bool>(
            "--simplify") { Description = "the derived loops made cheaper: stored products read, factors out of sums, common factors" };
        var plan = new Option<bool>(
            "--plan") { Description = "how a cell runs: its products and loops, what is saved for the backward pass, bytes per step" };
        var command = new Command(
            "derive", "Print a program and the backward loops derived from it.") { target, forward, backward, simplify, latex, plan };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(
                !parse.GetValue(forward)
                || parse.GetValue(backward), "is for the derived loops, and --forward leaves them out", "leave out one of them", simplify);
            parse.RequireUse(
                !parse.GetValue(plan), "is not for --plan, which shows both passes as they run", "leave out one of them", forward, backward,
                simplify, latex);
            if (parse.GetValue(plan))
            {
                return PlanJob.Run(session, parse.GetRequiredValue(target));
            }

            var (forwardText, backwardText) = ProgramChoice.Text(
                parse.GetRequiredValue(target), parse.GetValue(latex), parse.GetValue(simplify));
            StatementWarnings.Print(session, parse.GetRequiredValue(target));
            var both = parse.GetValue(forward) == parse.GetValue(backward);
            return Run(
                session, parse.GetRequiredValue(target), parse.GetValue(latex), both || parse.GetValue(forward) ? forwardText : null, both
                || parse.GetValue(backward) ? backwardText : null);
        });
        return command;
    }

    // Without LaTeX both halves together are a file again: one with a backward part of its own.
    static int Run(Session session, string name, bool latex, IEnumerable<string>? forward, IEnumerable<string>? backward)
    {
        session.PrintResult(
            "rnn.derive/1",
            () =>
                string.Concat(
                    (forward ?? []).Concat(forward is null || backward is null ? [] : latex ? [""] : ["", "backward"])
                    .Concat(backward ?? []).Select(l => l + "\n")),
            () => new JsonObject
            {
                ["name"] = name,
                ["forward"] = forward is null ? null : Lines(forward),
                ["backward"] = backward is null ? null : Lines(backward),
            });
        return ExitCode.Success;
    }

    static JsonArray Lines(IEnumerable<string> lines) => new([.. lines.Select(l => (JsonNode?)l)]);
}

/// <summary>Programs by name.</summary>
static class ProgramChoice
{
    public static IEnumerable<string> Names => CellLibrary.Names.Concat(ProgramLibrary.All.Select(p => p.Name));

    /// <summary>A cell's or a program's statements and the backward ones.</summary>
    /// <exception cref="UsageException">There is none of this name.</exception>
    public static (IEnumerable<string> Forward, IEnumerable<string> Backward) Text(string name, bool latex, bool simplify)
    {
        var (graph, forward, results) = Build(name);
        if (simplify)
        {
            graph.SimplifyBackward(results);
        }

        return latex
            ? (LatexPrinter.Lines(graph.Statements), LatexPrinter.Lines(graph.BackwardFrom(results)))
            : (forward, TextPrinter.Lines(graph.BackwardFrom(results)));
    }

    static (Graph Graph, IEnumerable<string> Forward, IReadOnlyList<Node> Results) Build(string name)
    {
        var program = ProgramLibrary.All.FirstOrDefault(p => p.Name == name) ?? CellChoice.FindProgram(name);
        if (program is null && (CellChoice.IsPath(name) ? CellChoice.Find(name) : CellLibrary.Find(name)) is { } cell)
        {
            var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
            return (step.Graph, step.ForwardText, step.After);
        }

        if (program is not null && CellChoice.IsPath(name) && new ProgramSubject(program, seed: 1).BackwardErrors() is { Count: > 0 } wrong)
        {
            throw new CellException(wrong);
        }

        var graph = new Graph(Precision.Float64, new CellSizes().B);
        var result = (program ?? throw Unknown(name)).Build(graph, new CellSizes());
        return (graph, ProgramText.Lines("program", program.Name, graph.Nodes, graph.Statements), [result]);
    }

    public static UsageException Unknown(string name) => new(
        $"there is no cell or program '{name}'",
        NearestName.To(name, Names) is { } near ? $"did you mean '{near}'?" : $"there are {string.Join(", ", Names)}");
}
