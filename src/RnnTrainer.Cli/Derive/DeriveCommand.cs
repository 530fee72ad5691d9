using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;

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
        var command = new DocumentedCommand(
            "derive",
            "Print a program and the backward loops derived from it.",
            "rnn derive ugrnn --backward",
            "rnn derive softmax --latex",
            "rnn derive ugrnn --forward > my.cell")
        {
            target, forward, backward, simplify, latex, plan,
        };
        command.SetAction(int (parse) =>
        {
            var hasBackward = !parse.GetValue(forward) || parse.GetValue(backward);
            parse.RequireUse(hasBackward, "is for the derived loops, and --forward leaves them out", "leave out one of them", simplify);
            parse.RequireUse(
                !parse.GetValue(plan),
                "is not for --plan, which shows both passes as they run",
                "leave out one of them",
                forward,
                backward,
                simplify,
                latex);
            if (parse.GetValue(plan))
            {
                return PlanJob.Run(session, parse.GetRequiredValue(target));
            }

            var (forwardText, backwardText) = ProgramChoice.Text(
                parse.GetRequiredValue(target), parse.GetValue(latex), parse.GetValue(simplify));
            StatementWarnings.Print(session, parse.GetRequiredValue(target));
            var both = parse.GetValue(forward) == parse.GetValue(backward);
            return Run(
                session,
                parse.GetRequiredValue(target),
                parse.GetValue(latex),
                both || parse.GetValue(forward) ? forwardText : null,
                both || parse.GetValue(backward) ? backwardText : null);
        });
        return command;
    }

    // Without LaTeX the text with both parts can be read again as a file with its own backward part.
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
