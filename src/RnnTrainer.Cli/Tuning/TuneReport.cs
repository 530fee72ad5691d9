using System.Text.Json.Nodes;
using RnnTrainer.Cli.Ensembles;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tuning;
using static System.FormattableString;

namespace RnnTrainer.Cli.Tuning;

/// <summary>A search, as text and as a document.</summary>
static class TuneReport
{
    const int Shown = 10;

    /// <summary>The best trials with what they change, the scores of the best, and what was written.</summary>
    public static string Text(Tuner tuner, TuneResult? result)
    {
        var (runs, metric) = (tuner.Ranking, tuner.Metric);
        SweptRun[] shown = [.. runs.Take(Shown)];
        int[] keys = [.. Enumerable.Range(0, tuner.Space.Count)
            .Where(n => shown.Select(r => tuner.ValuesOf(r.Setting)[n]).Distinct().Count() > 1)];
        string[] head = ["", $"validation {metric}", .. keys.Select(n => ConfigKeys.Short(tuner.Space[n].Key)), "epochs", "run"];
        var table = TextTable.Of([head, .. shown.Select((r, n) => (string[])
        [
            r.Score(metric) is null ? "-" : Invariant($"{n + 1}"), ScoreTable.Cell(r.Score(metric)),
            .. keys.Select(k => tuner.ValuesOf(r.Setting)[k]), Invariant($"{r.Epochs.Count}"), r.Path,
        ])]);
        var more = runs.Count > Shown ? $"… {runs.Count - Shown} more in --json\n" : "";
        return result is null ? $"{table}{more}no trial has a score\n"
            : $"{table}{more}\n{(result.Scores.Count > 0 ? ScoreTable.Of(result.Scores) : "")}"
            + $"the best trial, chosen by validation: {Printable.Line(result.Run)}; its config: {Printable.Line(result.Config)}\n"
            + (result.Ensemble is not { } ensemble ? ""
                : $"\n{(ensemble.Scores.Count > 0 ? ScoreTable.Of(ensemble.Scores) : "")}"
                + $"the ensemble of the best {ensemble.Members.Count}: {Printable.Line(ensemble.Folder)}\n");
    }

    public static JsonObject Document(Tuner tuner, TuneResult? result, TimeSpan elapsed) => new()
    {
        ["folder"] = tuner.Options.Folder,
        ["split"] = "validation",
        ["metric"] = tuner.Metric,
        ["trials"] = tuner.Ranking.Count,
        ["seconds"] = elapsed.TotalSeconds,
        ["note"] = tuner.Note,
        ["best"] = result?.Run,
        ["config"] = result?.Config,
        ["metrics"] = result?.Scores.Metrics(),
        ["baselines"] = result?.Scores.Baselines(),
        ["ensemble"] = result?.Ensemble is { } ensemble ? EnsembleCommand.Document(ensemble) : null,
        ["leaderboard"] = new JsonArray([.. tuner.Ranking.Select((r, n) => new JsonObject
        {
            ["rank"] = r.Score(tuner.Metric) is null ? null : n + 1,
            ["score"] = FiniteNumber.ToJson(r.Score(tuner.Metric)),
            ["settings"] = tuner.SettingsOf(r.Setting).ToJson(),
            ["epochs"] = r.Epochs.Count,
            ["run"] = r.Path,
            ["status"] = r.Status,
            ["message"] = r.Problem,
            ["seconds"] = r.Seconds,
        })]),
    };
}
