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

    /// <summary>Whether every step is answered, not only the whole sequence.</summary>
    public static bool IsPerStep(this TaskKind task) => task is TaskKind.Tag or TaskKind.Language;
}
