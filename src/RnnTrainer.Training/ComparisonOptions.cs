namespace RnnTrainer.Training;

/// <summary>What a comparison trains, see <see cref="Comparison.Begin"/>.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Names of built-in cells and paths of <c>.cell</c> files. The first sets the size.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>
    /// Whether every cell gets the hidden size at which its model has about as many parameters as that of the first cell; else all have
    /// that of the config.
    /// </summary>
    public bool MatchParameters { get; init; } = true;

    /// <summary>Runs of each cell, with the seeds 1 … N.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>In place of seeds, N random settings of learning rate, clip and momentum, the same for every cell; null: seeds.</summary>
    public int? Random { get; init; }

    /// <summary>The score that is compared; null: the main metric of the task.</summary>
    public string? Metric { get; init; }

    /// <summary>
    /// A threshold for a metric: updates are counted until an epoch's validation score, or without a validation split the training loss,
    /// reaches it. Null: not counted.
    /// </summary>
    public (string Metric, double Value)? Reach { get; init; }

    /// <summary>Folder of the runs. What is finished in it is not trained again. Null: <c>runs/NAME-compare-TIME</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>Folds of which each seed is trained with every one as the validation part; null: the config's validation part.</summary>
    internal int? Folds { get; init; }

    /// <summary>How each run is trained; its folder is chosen by the comparison.</summary>
    public TrainingOptions Training { get; init; } = new();
}
