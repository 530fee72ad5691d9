using System.Text.Json.Nodes;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Ensembles;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Training.Tuning;

/// <summary>What a search leaves in its folder besides its trials.</summary>
/// <param name="Best">The best trial.</param>
/// <param name="Run"><c>best</c>, scored: a copy of its run; with folds, a training of its config on all that they held out in
/// turn.</param>
/// <param name="Config">Its config: <c>best.yaml</c>.</param>
/// <param name="Scores">Of its validation and test split.</param>
/// <param name="Ensemble">Of the best trials; null: none was asked for.</param>
sealed record TuneResult(SweptRun Best, string Run, string Config, IReadOnlyList<ScoredPart> Scores, EnsembleRun? Ensemble)
{
    /// <summary>Writes it; null: no trial has a score.</summary>
    /// <param name="members">How many of the best trials are averaged in an ensemble; null: there is none.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static TuneResult? Of(Tuner tuner, int? members)
    {
        var scored = tuner.Ranking.Where(r => r.Score(tuner.Metric) is not null).ToList();
        if (scored.Count == 0)
        {
            return null;
        }

        var (best, options) = (scored[0], tuner.Options);
        var (run, config) = (Path.Combine(options.Folder, "best"), Path.Combine(options.Folder, "best.yaml"));
        AtomicFile.WriteText(config, Yaml(tuner, best, options.Folder), options.Training.Disk);
        var scores = options.Folds is null ? Copy(best, run, options.Training) : tuner.Refit(best.Setting, run);
        return new TuneResult(
            best, run, config, scores, members is not { } K ? null : EnsembleRun.Make(
                [.. scored.Take(K).SelectMany(r => tuner.PathsOf(r.Setting))],
                options.Training with { Sets = [], Folder = Path.Combine(options.Folder, "ensemble"), Replace = true, IsLatest = false }));
    }

    /// <summary>Copies the run, and scores it where it was not trained to its end.</summary>
    static IReadOnlyList<ScoredPart> Copy(SweptRun best, string to, TrainingOptions options)
    {
        if (RunDirectory.Exists(to))
        {
            RunDirectory.Clear(to);
        }

        RunCopy.Make(best.Path, ModelFile.Find(best.Path, null), to, options.Disk);
        var (scores, _) = EnsembleRun.Scored(to, options.DataFolders);
        var record = RunDirectory.Open(to).Record;
        if (best.Status != "finished" && ConfigJson.Node(File.ReadAllText(record)) is JsonObject run)
        {
            (run["status"], run["metrics"], run["baselines"]) = ("finished", scores.Metrics(), scores.Baselines());
            AtomicFile.WriteText(record, run.ToJsonString(RunRecord.Indented) + "\n", options.Disk);
        }

        return scores;
    }

    /// <summary>The config of a trial: the keys that the first config names, and those that differ from it.</summary>
    static string Yaml(Tuner tuner, SweptRun best, string folder)
    {
        var (loaded, settings) = (tuner.ConfigOf(best.Setting), best.Setting.Values.Select(v => v.Key).ToHashSet());
        var (data, model) = (loaded.Config.Data, loaded.Config.Model);
        var placed = loaded.Config with
        {
            Data = data with
            {
                Train = ConfigPaths.From(folder, data.Train),
                Validation = ConfigPaths.From(folder, data.Validation),
                Test = ConfigPaths.From(folder, data.Test),
            },
            Model = model with
            {
                Cell = CellChoice.IsPath(model.Cell) ? ConfigPaths.From(folder, model.Cell) : model.Cell,
                Init = ConfigPaths.From(folder, model.Init),
            },
        };
        var (own, usual) = (
            ConfigJson.ToJson(loaded.Config),
            ConfigJson.ToJson(new Config { Task = loaded.Config.Task, Data = new DataConfig { Train = data.Train } }));
        string[] keys =
        [
            .. ConfigKeys.All.Where(
                k => loaded.SourceMap.Of(k) is not null || !JsonNode.DeepEquals(ConfigJson.At(own, k), ConfigJson.At(usual, k))),
        ];
        return $"# The best of {tuner.Ranking.Count} trials of rnn tune: validation {tuner.Metric} "
            + $"{ScoreFormat.Format(best.Score(tuner.Metric)!.Value)}.\n"
            + placed.ToYaml(key => settings.Contains(key) ? "found by rnn tune" : null, keys);
    }
}
