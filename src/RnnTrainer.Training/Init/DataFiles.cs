namespace RnnTrainer.Training.Init;

/// <summary>The files of a config.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To validate on; null: a part of the training file is held out.</param>
/// <param name="Test">To test on; null: a part of the training file is held out.</param>
sealed record DataFiles(string Train, string? Validation, string? Test)
{
    /// <summary>Those that there are, and null for each of the others.</summary>
    public IEnumerable<string?> All => [Train, Validation, Test];
}
