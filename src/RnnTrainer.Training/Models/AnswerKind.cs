using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>What a model answers.</summary>
public enum AnswerKind
{
    /// <summary>A class, by a score for each.</summary>
    Class,

    /// <summary>Numbers.</summary>
    Number,
}

/// <summary>What the tasks have in common and where they differ.</summary>
public static class Tasks
{
    public static AnswerKind Answers(this TaskKind task) =>
        task is TaskKind.Classify or TaskKind.Tag or TaskKind.Language ? AnswerKind.Class : AnswerKind.Number;

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
