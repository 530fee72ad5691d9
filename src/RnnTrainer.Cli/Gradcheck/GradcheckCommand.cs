using System.CommandLine;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Common;
using RnnTrainer.Training.Gradcheck;

namespace RnnTrainer.Cli.Gradcheck;

/// <summary><c>rnn gradcheck</c>: compares the derived gradients with finite differences.</summary>
static class GradcheckCommand
{
    public static Command Make(Session session)
    {
        var target = CommonOptions.Name(
            "CONFIG|CELL|RUN", "a config (checked on a small batch of its data), a run, a cell or a program; default: ugrnn",
            optional: true);
        target.CompletionSources.Add(_ => ProgramChoice.Names.Concat(Suggestions.Runs()));
        var set = CommonOptions.Set();
        var sample = OptionValues.Count(
            "--sample", "entries of each tensor to check; default: all, or as many as can be checked in a few seconds", "N", int.MaxValue);
        var seed = OptionValues.Seed("for the choice of entries, directions and random numbers", "S");
        var spoil = new Option<string?>("--break")
        {
            Description = "make one derivative wrong (WhR, x, R~, …) to see that the check finds it; default: none",
            HelpName = "NAME",
        };
        var bySteps = new Option<bool>("--by-step")
        {
            Description = "also check x_t.grad and h_t.grad at each time step, to see where a gradient becomes wrong",
        };
        var grade = new Option<bool>("--grade")
        {
            Description = "mark the backward part of a .cell file: a point for each right statement, and how the others are wrong",
        };
        var command = new DocumentedCommand(
            "gradcheck",
            "Compare every derived gradient with central differences in float64; exit 4 if one is wrong.",
            "rnn gradcheck ugrnn",
            "rnn gradcheck my.yaml --sample 40",
            "rnn gradcheck ugrnn --break WhR",
            "rnn gradcheck my.cell --grade")
        {
            target, set, sample, seed, spoil, bySteps, grade,
        };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(
                !parse.GetValue(grade), "is for the check by differences, and --grade compares with the derived statements",
                "leave out one of them", set, sample, seed, spoil, bySteps);
            if (parse.GetValue(grade))
            {
                return GradeJob.Run(session, parse.GetValue(target) ?? "ugrnn");
            }

            parse.RequireUse(
                GradcheckSubjects.IsConfig(parse.GetValue(target) ?? "ugrnn"), "changes keys of a config, and no config is checked",
                "name a config, or leave it out", set);
            var subject = GradcheckSubjects.Find(parse.GetValue(target) ?? "ugrnn", parse.GetValue(set) ?? [], parse.GetValue(seed));
            StatementWarnings.Print(session, parse.GetValue(target) ?? "");
            return Run(session, subject, parse.GetValue(sample), parse.GetValue(seed), parse.GetValue(spoil), parse.GetValue(bySteps));
        });
        return command;
    }

    static int Run(Session session, ICheckSubject subject, int? sample, int seed, string? spoil, bool bySteps)
    {
        if (spoil is not null)
        {
            RequireKnown(subject, spoil);
        }

        if (bySteps && subject.Length is null)
        {
            throw new UsageException("--by-step: a program has no time steps", "it is for cells, configs and runs");
        }

        var compiler = new Compiler();
        IExecutor executor = spoil is null ? compiler : new FaultyExecutor(compiler, spoil);
        var report = GradientChecks.Run(subject, executor, sample, seed);
        report = bySteps ? report with { Steps = GradientChecks.BySteps(subject, executor, sample, seed) } : report;
        session.PrintResult("rnn.gradcheck/1", () => GradcheckText.Of(report), () => GradcheckDocument.Of(report));
        return report.Passed ? ExitCode.Success : ExitCode.Check;
    }

    static void RequireKnown(ICheckSubject subject, string spoil)
    {
        var probe = new FaultyExecutor(new Compiler(), spoil);
        using var graph = subject.Build(probe);
        graph.Gradients();
        if (!probe.Found)
        {
            throw new UsageException(
                $"--break: there is no derivative of '{spoil}'",
                NearestName.To(spoil, probe.Known) is { } near ? $"did you mean '{near}'?" : $"there are {string.Join(", ", probe.Known)}");
        }
    }
}
