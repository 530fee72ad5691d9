using System.CommandLine;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Cli.Derive;

/// <summary><c>rnn derive CELL|PROGRAM</c>: prints a program and the backward loops derived from it.</summary>
static class DeriveCommand
{
    public static Command Make(Session session)
    {
        var target = CommonOptions.Name("CELL|PROGRAM", $"one of {string.Join(", ", ProgramChoice.Names)}, or the path of a .cell file");
        target.CompletionSources.Add(_ => ProgramChoice.Names);
        var forward = new Option<bool>("--forward") { Description = "the program only" };
        var backward = new Option<bool>("--backward") { Description = "the derived loops only" };
        var latex = new Option<bool>("--latex") { Description = "as LaTeX: an align* that needs only the package amsmath" };
        var simplify = new Option<bool>("--simplify")
        {
            Description = "simplify the derived loops: reuse stored products, move factors out of sums, factor out common terms",
        };
        var plan = new Option<bool>("--plan")
        {
            Description = "print how a cell runs: its products and loops, what is saved for the backward pass, and bytes per step",
        };
        var explain = new Option<bool>("--explain")
        {
            Description = "name the rules behind each derived line: sum, product, quotient, chain, saved value, parameter average, …",
        };
        var time = new Option<bool>("--time")
        {
            Description = "write the time steps of a cell: h_{t-1} for the state before the step, h_t for the one after it",
        };
        var command = new DocumentedCommand(
            "derive",
            "Print a program and the backward loops derived from it.",
            "rnn derive ugrnn --backward",
            "rnn derive softmax --latex",
            "rnn derive ugrnn --backward --explain",
            "rnn derive ugrnn --forward > my.cell")
        {
            target, forward, backward, simplify, latex, explain, time, plan,
        };
        command.SetAction(int (parse) =>
        {
            var hasBackward = !parse.GetValue(forward) || parse.GetValue(backward);
            parse.RequireUse(
                hasBackward, "is for the derived loops, and --forward leaves them out", "leave out one of them", simplify, explain);
            parse.RequireUse(
                !parse.GetValue(simplify), "is for the loops as they are derived, and --simplify rewrites them", "leave out one of them",
                explain);
            parse.RequireUse(
                !parse.GetValue(plan),
                "is not for --plan, which shows both passes as they run",
                "leave out one of them",
                forward,
                backward,
                simplify,
                latex,
                explain,
                time);
            var name = parse.GetRequiredValue(target);
            if (parse.GetValue(plan))
            {
                return PlanJob.Run(session, name);
            }

            var both = parse.GetValue(forward) == parse.GetValue(backward);
            return DeriveJob.Run(session, name, new DerivedParts(both || parse.GetValue(forward), both || parse.GetValue(backward))
            {
                IsLatex = parse.GetValue(latex),
                IsSimplified = parse.GetValue(simplify),
                IsExplained = parse.GetValue(explain),
                HasTime = parse.GetValue(time),
            });
        });
        return command;
    }
}
