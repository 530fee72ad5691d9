using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary><c>rnn verify-resume CONFIG</c>: whether a training that is killed and resumed ends with the same bytes.</summary>
static class VerifyResumeCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Config();
        var set = CommonOptions.Set();
        var threads = CommonOptions.Threads();
        var steps = OptionValues.Count("--steps", "optimiser steps to train; default: one and a half epochs, at least 12 and at most 60", "N");
        var command = new Command("verify-resume", "Train once without and once with two kills and resumes on the way, and compare checkpoints and metrics byte for byte.")
        {
            config, set, threads, steps,
        };
        command.SetAction(parse => VerifyResumeJob.Run(
            session,
            parse.GetRequiredValue(config),
            CommonOptions.Assignments(parse.GetValue(set), parse.GetValue(threads)),
            parse.GetValue(steps)));
        return command;
    }
}
