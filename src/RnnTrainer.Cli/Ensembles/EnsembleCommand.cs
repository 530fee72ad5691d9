using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Ensembles;

namespace RnnTrainer.Cli.Ensembles;

/// <summary><c>rnn ensemble RUN…</c>: makes one run folder of several models, which predicts their average.</summary>
static class EnsembleCommand
{
    public static Command Make(Session session)
    {
        var runs = CommonOptions.Runs(1);
        var output = new Option<string?>("--out", "-o")
        {
            Description = "folder of the ensemble; DIR-2 if DIR is a run; default: runs/ensemble-TIME",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force")
        {
            Description = "replace the run in --out, unless it is still being written; other files in the folder are kept",
        };
        var command = new DocumentedCommand(
            "ensemble",
            "Make one run of several trained models: it predicts the mean of their probabilities, or of their numbers.",
            "rnn ensemble runs/a runs/b runs/c --out runs/abc",
            "rnn ensemble runs/my-sweep/seed=* --out runs/five")
        {
            runs, output, force, CommonOptions.Memory(),
        };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(parse.Has(output), "replaces the run in --out", "add --out DIR, or leave it out", force);
            var options = CommandInputs.Options(session, []) with { Folder = parse.GetValue(output), Replace = parse.GetValue(force) };
            var made = EnsembleRun.Make(parse.GetRequiredValue(runs), options);
            Warn(session, made, parse.GetValue(output));
            session.PrintResult("rnn.ensemble/1", () => Text(made), () => Document(made));
            return ExitCode.Success;
        });
        return command;
    }

    static void Warn(Session session, EnsembleRun made, string? wanted)
    {
        if (wanted is not null && Path.TrimEndingDirectorySeparator(wanted) != made.Folder)
        {
            session.Warn($"warning: {wanted} exists: the ensemble is written to {made.Folder} (--force replaces a run)");
        }

        foreach (var warning in made.Warnings)
        {
            session.Log($"warning: {warning}");
        }
    }

    static string Text(EnsembleRun made) => (made.Scores.Count > 0 ? ScoreTable.Of(made.Scores) : "")
        + $"an ensemble of {Words.Counted(made.Members.Count, "model")}, in {Printable.Line(made.Folder)}\n";

    /// <summary>The ensemble as documents have it.</summary>
    public static JsonObject Document(EnsembleRun made) => new()
    {
        ["run"] = made.Folder,
        ["members"] = new JsonArray([.. made.Members.Select(m => (JsonNode?)m)]),
        ["metrics"] = made.Scores.Metrics(),
        ["baselines"] = made.Scores.Baselines(),
    };
}
