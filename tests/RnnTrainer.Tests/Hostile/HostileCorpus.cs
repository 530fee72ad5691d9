namespace RnnTrainer.Tests.Hostile;

/// <summary>Files that fuzzing by coverage found: each took a branch of its reader that no shorter one took.
/// tests/RnnTrainer.Endurance/corpus has a folder for each reader.</summary>
static class HostileCorpus
{
    /// <summary>Those of a reader.</summary>
    public static IEnumerable<byte[]> Of(HostileReader reader)
    {
        var folder = RepositoryFolder.File("tests", "RnnTrainer.Endurance", "corpus", NameOf(reader));
        return Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];
    }

    /// <summary>Of its folder: <c>csv, wide</c> is in <c>csv-wide</c>.</summary>
    public static string NameOf(HostileReader reader) => reader.Name.Replace(", ", "-", StringComparison.Ordinal);
}
