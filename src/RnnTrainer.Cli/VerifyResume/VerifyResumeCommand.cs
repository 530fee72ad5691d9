using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;

namespace RnnTrainer.Cli.VerifyResume;

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
        command.SetAction(parse => Run(
            session,
            CommandInputs.RequireConfig(parse.GetRequiredValue(config)),
            parse.GetValue(steps),
            CommandInputs.Options(session, CommonOptions.Assignments(parse.GetValue(set), parse.GetValue(threads)))));
        return command;
    }

    static int Run(Session session, string config, int? steps, TrainingOptions options)
    {
        var check = ResumeCheck.Begin(config, steps, options);
        foreach (var stage in check.Stages())
        {
            session.Log(stage);
        }

        session.PrintResult("rnn.verify-resume/1", () => Text(check), () => Document(check));
        return check.Differences!.Count == 0 ? ExitCode.Success : ExitCode.Check;
    }

    static string Text(ResumeCheck check)
    {
        var killed = $"{check.Steps} steps, killed after {string.Join(" and ", check.KilledAfter)} and resumed";
        return check.Differences!.Count == 0
            ? $"equal: {killed}, end with the same checkpoints and metrics, byte for byte\n"
            : $"NOT equal after {killed}: {string.Join(", ", check.Differences)}\n";
    }

    static JsonObject Document(ResumeCheck check) => new()
    {
        ["equal"] = check.Differences!.Count == 0,
        ["steps"] = check.Steps,
        ["killed_after"] = new JsonArray([.. check.KilledAfter.Select(k => JsonValue.Create(k))]),
        ["different"] = new JsonArray([.. check.Differences.Select(d => JsonValue.Create(d))]),
    };
}
