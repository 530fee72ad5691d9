namespace RnnTrainer.Training.Tuning;

/// <summary>How a search is done.</summary>
sealed record TuneOptions
{
    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The most trials; null: until it is stopped.</summary>
    public int? Trials { get; init; }

    /// <summary>Trials that are trained at the same time.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Processors that they share.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>Determines what is tried.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The validation score to compare trials by; null: the main metric of the task.</summary>
    public string? Metric { get; init; }

    /// <summary>
    /// Folds of which each trial is trained with every one as the validation part, and compared by the mean; null: there is one validation
    /// part.
    /// </summary>
    public int? Folds { get; init; }

    /// <summary>How each trial is trained.</summary>
    public TrainingOptions Training { get; init; } = new();
}
