using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Models;

/// <summary>What a model answers.</summary>
enum OutputKind
{
    /// <summary>A class, by a score for each.</summary>
    Class,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Independent answers, each 0 or 1, by a score for each.</summary>
    Binary,
}

/// <summary>What the tasks have in common and where they differ.</summary>
static class Tasks
{
    const int UsualChunk = 128;

    public static OutputKind Output(this TaskKind task) => task switch
    {
        TaskKind.Classify or TaskKind.Tag or TaskKind.Language => OutputKind.Class,
        TaskKind.Multilabel => OutputKind.Binary,
        _ => OutputKind.Number,
    };

    /// <summary>Steps of the pieces that sequences are cut into; null: they are computed whole.</summary>
    /// <param name="sequences">How many there are: a text that is one stream is too long to be computed whole.</param>
    public static int? ChunkLength(this Config config, int sequences) =>
        config.Training.Truncate ?? (config.Task == TaskKind.Language && sequences == 1 ? UsualChunk : null);

    /// <summary>What a target of this config's files belongs to.</summary>
    public static TargetLevel Level(this Config config) => config.Task switch
    {
        TaskKind.Forecast or TaskKind.Language => TargetLevel.Step,
        TaskKind.Classify => TargetLevel.Sequence,
        TaskKind.Tag => config.Data.TargetLevel ?? TargetLevel.Step,
        TaskKind.Multilabel => config.Data.TargetLevel ?? TargetLevel.Next,
        _ => config.Data.TargetLevel ?? TargetLevel.Sequence,
    };

    /// <summary>Whether every step is answered, not only the whole sequence; a forecast is one answer for its window.</summary>
    public static bool IsPerStep(this Config config) => config.Task != TaskKind.Forecast && config.Level() != TargetLevel.Sequence;

    /// <summary>What a target of this task is; a text has none, its next symbol is.</summary>
    public static TargetKind Targets(this TaskKind task) => task switch
    {
        TaskKind.Classify or TaskKind.Tag => TargetKind.Label,
        TaskKind.Language => TargetKind.None,
        TaskKind.Multilabel => TargetKind.Binary,
        _ => TargetKind.Number,
    };
}
