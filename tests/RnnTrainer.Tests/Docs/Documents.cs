namespace RnnTrainer.Tests.Docs;

/// <summary>The Markdown files under docs/.</summary>
static class Documents
{
    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(RepositoryFolder.File("docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
