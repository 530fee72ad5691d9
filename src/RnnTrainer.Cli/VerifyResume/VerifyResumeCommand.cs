using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;

namespace RnnTrainer.Cli.VerifyResume;

/// <summary><c>rnn verify-resume CONFIG</c>: checks that a run which is killed and resumed ends with the same bytes.</summary>
static class VerifyResumeCommand
{
    public static Command Make(Session session)
    {
        var config = CommonOptions.Config();
        var set = CommonOptions.Set();
        var threads = CommonOptions.Threads();
        var steps = OptionValues.Count("--steps", "updates to train; default: one and a half epochs, at least 12 and at most 60", "N");
        var command = new DocumentedCommand(
            "verify-resume",
            "Train once without a break and once killed and resumed twice, and compare checkpoints and metrics byte for byte.",
            "rnn verify-resume configs/quickstart.yaml --steps 20")
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
