using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cells;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tracing;

namespace RnnTrainer.Cli.Tracing;

/// <summary><c>rnn trace CELL|PROGRAM</c>: every number of a forward and a backward pass.</summary>
static class TraceCommand
{
    const int UsualSteps = 2;
    const int UsualSize = 2;
    const int Inputs = 3;
    const int MostSteps = 1000;
    const int MostOfBatch = 1000;

    public static Command Make(Session session)
    {
        var target = CommonOptions.Name("CELL|PROGRAM", "a cell or a program that `rnn derive` prints, or the path of a .cell file");
        target.CompletionSources.Add(_ => ProgramChoice.Names);
        var steps = OptionValues.Whole("--steps", "time steps of a cell; default: 2", "T", 1, MostSteps);
        var batch = OptionValues.Whole("--batch", "examples in the batch", "B", 1, MostOfBatch, usual: UsualSize);
        var hidden = OptionValues.Whole("--hidden", "hidden size; default: 2, or the next that the cell can have", "H", 1, MostOfBatch);
        var seed = OptionValues.Seed("for the numbers that are given");
        var latex = new Option<bool>("--latex") { Description = "as LaTeX: a table for each statement, with amsmath only" };
        var html = new Option<string?>("--html")
        {
            Description = "write one self-contained HTML page that steps through both passes, forward and back; default: none",
            HelpName = "FILE",
        };
        var force = CommonOptions.Force();
        var command = new DocumentedCommand(
            "trace",
            "Print every value and gradient of a forward and a backward pass, statement by statement and contribution by contribution.",
            "rnn trace ugrnn",
            "rnn trace softmax --batch 1",
            "rnn trace my.cell --steps 3 --html trace.html")
        {
            target, steps, batch, hidden, seed, latex, html, force,
        };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(parse.GetValue(html) is null, "prints, and --html writes a page", "leave out one of them", latex);
            parse.RequireUse(parse.GetValue(html) is not null, "is for --html", "leave it out", force);
            var name = parse.GetRequiredValue(target);
            var file = parse.GetValue(html) is { } path
                ? OutputFile.Prepare(session, path, new OverwriteRule(parse.GetValue(force), CellChoice.IsPath(name) ? [name] : []))
                : null;
            var program = ProgramChoice.FindProgram(name);
            parse.RequireUse(program is null, $"is for cells, and '{name}' is a program, which has no time steps", "leave it out", steps);
            var trace = Trace(
                name, parse.GetValue(steps), parse.GetValue(batch), parse.GetValue(hidden), parse.GetValue(seed));
            StatementWarnings.Print(session, name);
            return file is null ? Print(session, trace, parse.GetValue(latex)) : Write(file, trace);
        });
        return command;
    }

    static PassTrace Trace(string name, int? steps, int batch, int? hidden, int seed)
    {
        var sizes = new CellSizes(B: batch, J: hidden ?? UsualSize, K: Inputs, C: Inputs, I: Inputs);
        PassTrace? trace;
        if (ProgramChoice.FindProgram(name) is { } program)
        {
            var subject = new TraceSubject(program.Name, null, batch, sizes.J, sizes.K, seed);
            trace = PassTracer.Run(subject, executor => TracedGraph.OfProgram(program, sizes, executor));
        }
        else
        {
            var cell = ProgramChoice.FindCell(name) ?? throw ProgramChoice.Unknown(name);
            sizes = hidden is null ? sizes.Fitting(cell) : sizes;
            var subject = new TraceSubject(cell.Name, steps ?? UsualSteps, batch, sizes.J, sizes.K, seed);
            trace = PassTracer.Run(subject, executor => TracedGraph.OfCell(cell, steps ?? UsualSteps, sizes, executor));
        }

        return trace ?? throw new UsageException(
            $"the trace would have more than {Words.Counted(PassTracer.MostContributions, "contribution")}",
            "use fewer time steps, or a smaller batch or hidden size");
    }

    static int Print(Session session, PassTrace trace, bool isLatex)
    {
        session.PrintResult(
            "rnn.trace/1", () => isLatex ? TraceLatex.Of(trace) : TraceText.Of(trace), () => TraceDocument.Of(trace));
        return ExitCode.Success;
    }

    static int Write(OutputFile file, PassTrace trace)
    {
        file.WriteText(TracePage.Of(trace));
        var statements = Words.Counted(trace.Forward.Count + trace.Backward.Count, "statement");
        file.PrintResult(
            "rnn.trace/1",
            () => $"{Printable.Line(file.Path)}: {statements}{file.LengthText}\n",
            () => new JsonObject { ["out"] = file.Path, ["bytes"] = file.Length });
        return ExitCode.Success;
    }
}
