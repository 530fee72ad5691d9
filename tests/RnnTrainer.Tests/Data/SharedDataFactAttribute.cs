namespace RnnTrainer.Tests.Data;

/// <summary>A test that needs the real sets next to the repository; it is skipped where there is no such folder at all, and fails where the
/// folder lacks its set.</summary>
sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (!Directory.Exists(Folder) && !IsRequired)
        {
            Skip = "The real data sets are absent: RNN_DATA names no folder, and there is no ../shared/data.";
        }
    }

    public static string Folder { get; } = Environment.GetEnvironmentVariable("RNN_DATA") is { Length: > 0 } named ? named
        : RepositoryFolder.File("..", "shared", "data");

    /// <summary>Whether tests must run that need the sets: in CI, where RNN_DATA or ../shared/data is there to give them.</summary>
    public static bool IsRequired { get; } = Requires(Environment.GetEnvironmentVariable);

    internal static bool Requires(Func<string, string?> variable) =>
        variable("CI") == "true"
            && (variable("RNN_DATA") is { Length: > 0 } || Directory.Exists(RepositoryFolder.File("..", "shared", "data")));
}
