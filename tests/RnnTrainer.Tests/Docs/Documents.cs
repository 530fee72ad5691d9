namespace RnnTrainer.Tests.Docs;

/// <summary>
/// The Markdown files under docs/. Text in them that the program prints is compared by tests; with the environment variable
/// <c>RNN_WRITE_DOCS=1</c>
/// the same tests write it into the pages: <c>RNN_WRITE_DOCS=1 dotnet test tests/RnnTrainer.Tests --filter
/// FullyQualifiedName~Tests.Docs</c>.
/// </summary>
static class Documents
{
    static readonly Lock Writing = new();

    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(RepositoryFolder.File("docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    static bool AreWritten => Environment.GetEnvironmentVariable("RNN_WRITE_DOCS") == "1";

    /// <summary>Fails unless the page shows what is printed; both are given from a line that stands on the page once, such as the
    /// command.</summary>
    public static void Shows(string page, string first, string shown, string printed, Func<string, string> stable)
    {
        if (stable(printed) == stable(shown))
        {
            return;
        }

        Assert.True(AreWritten, $"docs/{page}: \"{first}\" prints (RNN_WRITE_DOCS=1 writes it into the page)\n{printed}");
        Write(page, $"{first}\n{shown}", $"{first}\n{printed}");
    }

    /// <summary>Fails unless the whole page is what the program writes.</summary>
    public static void Is(string page, string written)
    {
        var file = RepositoryFolder.File("docs", page);
        if (AreWritten)
        {
            File.WriteAllText(file, written);
        }

        Assert.True(
            File.Exists(file)
            && File.ReadAllText(file) == written,
            $"docs/{page} is out of date; write it with RNN_WRITE_DOCS=1 dotnet test tests/RnnTrainer.Tests --filter " +
            $"FullyQualifiedName~Tests.Docs");
    }

    static void Write(string page, string shown, string printed)
    {
        lock (Writing)
        {
            var file = RepositoryFolder.File("docs", page);
            var text = File.ReadAllText(file);
            Assert.Contains(shown, text, StringComparison.Ordinal);
            File.WriteAllText(file, text.Replace(shown, printed, StringComparison.Ordinal));
        }
    }
}
