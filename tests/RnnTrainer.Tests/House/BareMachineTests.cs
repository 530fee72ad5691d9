using System.Text.RegularExpressions;

namespace RnnTrainer.Tests.House;

/// <summary>
/// The program runs where there is nothing but the C and C++ runtime libraries: what of .NET calls OpenSSL, ICU or Kerberos is not used.
/// tests/check-bare shows the same by running the published file in such a folder.
/// </summary>
public sealed partial class BareMachineTests
{
    static readonly string[] Sources = Directory.GetFiles(RepositoryFolder.File("src"), "*.cs", SearchOption.AllDirectories);

    [Fact]
    public void No_source_file_uses_what_needs_another_native_library() => Assert.Empty(
        Sources.Where(file => !Path.GetRelativePath(RepositoryFolder.Path, file).Split(Path.DirectorySeparatorChar).Contains("obj"))
            .SelectMany(
                file => Found(File.ReadAllText(file)).Select(what => $"{Path.GetRelativePath(RepositoryFolder.Path, file)}: {what}")));

    [Theory]
    [InlineData("using System.Security.Cryptography;")]
    [InlineData("var hash = System.Security.Cryptography.SHA256.HashData(bytes);")]
    [InlineData("using var client = new HttpClient();")]
    [InlineData("using System.Net.Http;")]
    [InlineData("new JsonDocumentOptions { AllowDuplicateProperties = false }")]
    [InlineData("var name = Guid.NewGuid();")]
    [InlineData("[LibraryImport(\"libssl\")]")]
    [InlineData("[DllImport(\"libgomp\", EntryPoint = \"open\")]")]
    public void What_needs_another_native_library_would_be_seen(string line) => Assert.NotEmpty(Found(line));

    [Theory]
    [InlineData("using System.Net;")]
    [InlineData("[DllImport(\"libc\", EntryPoint = \"open\")]")]
    public void What_needs_none_is_let_through(string line) => Assert.Empty(Found(line));

    static IEnumerable<string> Found(string source) => NeedsLibrary().Matches(source).Select(m => m.Value);

    // AllowDuplicateProperties hashes with a seed from OpenSSL; Guid.NewGuid fails without /dev/urandom. System.Net by itself holds
    // WebUtility, which is managed; what connects, and what is hashed or drawn by the system's libraries, is not. Of native libraries only
    // the C library is always there.
    [GeneratedRegex("""System\.Security\.Cryptography|System\.Net\.\w+|\bHttpClient\b|\bWebClient\b|\bRandomNumberGenerator\b|\bAllowDuplicateProperties = false\b|\bGuid\.NewGuid\b|(DllImport|LibraryImport)\("(?!libc")\w+""")]
    private static partial Regex NeedsLibrary();
}
