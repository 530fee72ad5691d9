using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Training.Sweeps;

namespace RnnTrainer.Training.Tuning;

/// <summary>A setting, and how far it was trained.</summary>
/// <param name="number">From 0: the config as it was.</param>
/// <param name="setting">What it changes in the config.</param>
/// <param name="values">Of each key of the space.</param>
/// <param name="folds">Folds of which each is the validation part of a run; null: the trial is one run.</param>
sealed class Trial(int number, SweepSetting setting, IReadOnlyList<string> values, int? folds)
{
    public int Number => number;

    public SweepSetting Setting => setting;

    public IReadOnlyList<string> Values => values;

    public string Key { get; } = string.Join('\n', values);

    /// <summary>The settings of its runs: the setting itself, or one for each fold.</summary>
    public IReadOnlyList<SweepSetting> Runs { get; } = folds is not { } K ? [setting]
        : [.. FoldSets.Values(K).Select(fold => new SweepSetting([.. setting.Values, new(FoldSets.Key, fold)]))];

    public int Rung { get; set; }

    /// <summary>How far it has come; null: it was not trained yet.</summary>
    public SweptRun? Run { get; set; }

    /// <summary>The name of its folder.</summary>
    public string Name => number.ToString("000", CultureInfo.InvariantCulture);

    /// <summary>The name of the folder of one of its runs.</summary>
    public string NameOf(SweepSetting run) => folds is null ? Name
        : Path.Combine(Name, string.Create(CultureInfo.InvariantCulture, $"fold-{Runs.ToList().IndexOf(run) + 1}"));

    /// <summary>Its runs as one, whose score is the mean of theirs.</summary>
    /// <param name="path">The folder of the trial.</param>
    /// <param name="runs">Those of <see cref="Runs"/>.</param>
    /// <param name="metrics">The scores that are needed.</param>
    public SweptRun Mean(string path, IReadOnlyList<SweptRun> runs, params IReadOnlyList<string> metrics)
    {
        if (folds is null)
        {
            return runs[0];
        }

        if (runs.FirstOrDefault(r => r.IsLost) is { } lost)
        {
            return lost with { Setting = setting, Path = path };
        }

        var epochs = Enumerable.Range(0, runs.Max(r => r.Epochs.Count)).Select(n => new JsonObject
        {
            ["epoch"] = n + 1,
            ["step"] = runs.Sum(r => r.Epochs.Count == 0 ? 0 : (long)r.Epochs[Math.Min(n, r.Epochs.Count - 1)]["step"]!),
            ["seconds"] = runs.Sum(r => n < r.Epochs.Count ? (double)r.Epochs[n]["seconds"]! : 0),
        }).ToList();

        // Each fold has a best epoch of its own.
        foreach (var metric in runs.All(r => r.Epochs.Count > 0) ? metrics : [])
        {
            if (runs.All(r => r.Score(metric) is not null))
            {
                epochs[^1][$"validation/{metric}"] = runs.Average(r => r.Score(metric)!.Value);
            }
        }

        return new SweptRun(setting, path, runs.All(r => r.Status == "finished") ? "finished" : "stopped", null) { Epochs = epochs };
    }
}
