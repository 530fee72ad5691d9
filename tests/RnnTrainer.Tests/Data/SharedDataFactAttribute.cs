namespace RnnTrainer.Tests.Data;

/// <summary>A test that needs the real sets beside the repository; where they are absent it is skipped, and says so.</summary>
sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (!Directory.Exists(Folder))
            Skip = "The real data sets are absent: RNN_DATA names no folder, and there is no ../shared/data.";
    }

    public static string Folder { get; } = Environment.GetEnvironmentVariable("RNN_DATA") is { Length: > 0 } named ? named : RepositoryFolder.File("..", "shared", "data");
}
