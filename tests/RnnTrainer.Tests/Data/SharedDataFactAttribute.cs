namespace RnnTrainer.Tests.Data;

/// <summary>A test that needs the real sets beside the repository; where they are absent it is skipped, and says so.</summary>
sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (!Directory.Exists(Folder))
            Skip = "The folder ../shared/data, with the real data sets, is absent.";
    }

    public static string Folder { get; } = RepositoryFolder.File("..", "shared", "data");
}
