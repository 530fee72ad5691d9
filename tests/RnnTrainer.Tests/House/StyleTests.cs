namespace RnnTrainer.Tests.House;

/// <summary>What `dotnet format` does not check.</summary>
public sealed class StyleTests
{
    const int MostColumns = 140;

    public static TheoryData<string> Folders => ["src", "tests", "samples"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_line_of_code_has_at_most_140_columns(string folder) =>
        Assert.Equal("", string.Join('\n', Directory.GetFiles(RepositoryFolder.File(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsBuilt(file))
            .SelectMany(file => Long(File.ReadAllLines(file)).Select(line => $"{file}:{line}"))));

    [Fact]
    public void A_line_that_is_too_long_would_be_seen() =>
        Assert.Equal([2], Long([new string('x', MostColumns), new string('x', MostColumns + 1)]));

    [Fact]
    public void The_text_of_a_raw_string_may_be_as_long_as_it_is() =>
        Assert.Equal([], Long(["var text = \"\"\"", new string('x', MostColumns + 1), "    \"\"\";"]));

    [Fact]
    public void A_line_with_text_may_be_as_long_as_its_text() =>
        Assert.Equal([], Long([$"\"{new string('x', MostColumns)}\""]));

    /// <summary>The numbers of the lines that are too long; text in quotes is not code.</summary>
    static IEnumerable<int> Long(string[] lines)
    {
        var isText = false;
        for (var n = 0; n < lines.Length; n++)
        {
            var marks = lines[n].Split("\"\"\"").Length - 1;
            if (!isText && !lines[n].Contains('"') && lines[n].Length > MostColumns)
            {
                yield return n + 1;
            }

            isText ^= marks % 2 == 1;
        }
    }

    static bool IsBuilt(string file) => file.Split(Path.DirectorySeparatorChar) is var parts && (parts.Contains("obj") || parts.Contains("bin"));
}
