using System.Globalization;
using System.Text.RegularExpressions;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Docs;

/// <summary>
/// A block that begins with <c>$ rnn …</c> shows what the command prints. Rounding differs between machines: errors below 1e-6 count as
/// equal, other numbers are
/// compared to five digits, and the place of a tensor's worst entry is not compared (two may be equally bad), nor are the errors of a
/// tensor that passes.
/// After <c>&lt;!-- timings --&gt;</c> and <c>&lt;!-- scores --&gt;</c>, which depend on the machine, numbers and the conclusions from them
/// are not compared. What a page writes into <c>runs/</c> goes to a temporary folder.
/// </summary>
public sealed partial class CommandBlocksTests
{
    static readonly string[] Folders = ["docs/", "data/", "configs/"];

    public static TheoryData<string, string, string, bool> Blocks
    {
        get
        {
            var data = new TheoryData<string, string, string, bool>();
            // its blocks build on one another: TutorialTests
            foreach (var file in Documents.All.Where(f => Path.GetFileName(f) != "tutorial.md"))
            {
                foreach (Match block in Block().Matches(File.ReadAllText(file)))
                {
                    data.Add(
                        Path.GetRelativePath(RepositoryFolder.File("docs"), file), block.Groups["command"].Value,
                        block.Groups["output"].Value, block.Groups["timings"].Success);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_command_prints_what_the_page_shows(string file, string command, string output, bool timings)
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run([.. command.Split(' ').Select(Placed)]);
        var printed = Printed(run, folder);

        Documents.Shows(file, $"$ rnn {command}", output, printed, timings ? WithoutNumbers : Stable);

        string Placed(string word) =>
            Array.Exists(Folders, f => word.StartsWith(f, StringComparison.Ordinal)) ? RepositoryFolder.File(word)
            : word.StartsWith("runs/", StringComparison.Ordinal) ? folder.File(word)
            : word;
    }

    [Theory]
    [InlineData("worst 3.4e-12  ok", "worst 0  ok")]
    [InlineData("analytic -0.0123456789", "analytic -0.012346")]
    [InlineData("x  [6,3,4]  72/72  1.2e-11  3.4e-10  [1,2]  0.12  0.12  ok", "x [6,3,4] 72/72 ok")]
    [InlineData("x  [6,3,4]  72/72  1.2e-01  3.4e-02  [1,2]  0.12  0.14  WRONG", "x [6,3,4] 72/72 0.12 0.034 WRONG")]
    [InlineData("passed: worst relative error 5.7e-11 in BR[2]", "passed")]
    public void What_rounding_decides_is_left_out_and_nothing_else(string line, string stable) => Assert.Equal(stable, Stable(line));

    /// <summary>Both outputs, without the folders that are only this test's.</summary>
    internal static string Printed(Rnn run, TemporaryFolder folder) => (run.Output + run.Error)
        .Replace(RepositoryFolder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
        .Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    internal static string Stable(string text)
    {
        text = Passing().Replace(text, "$1 $2 $3 ok");
        text = Failing().Replace(text, "$1 $2 $3 $4 $5 WRONG");
        text = Passed().Replace(text, "passed");
        return Number()
            .Replace(
                text, m =>
                    double.Parse(m.Value, CultureInfo.InvariantCulture) is var x
                    && Math.Abs(x) < 1e-6 ? "0" : x.ToString("G5", CultureInfo.InvariantCulture));
    }

    // Columns are as wide as their numbers.
    internal static string WithoutNumbers(string text) =>
        Blanks().Replace(AnyNumber().Replace(Conclusion().Replace(NoPeak().Replace(text, ""), "the time …"), " #"), " ");

    [GeneratedRegex(
        "(?<timings><!-- (?:timings|scores) -->\\n)?```console\\n\\$ rnn (?<command>[^\\n]*)\\n(?<output>.*?)```", RegexOptions.Singleline)]
    internal static partial Regex Block();

    [GeneratedRegex(@"^(\S+) +(\[[0-9,]*\]) +(\d+/\d+) .* ok$", RegexOptions.Multiline)]
    private static partial Regex Passing();

    [GeneratedRegex(@"^(\S+) +(\[[0-9,]*\]) +(\d+/\d+) +(\S+) +(\S+) +\[[0-9,]*\] .* WRONG$", RegexOptions.Multiline)]
    private static partial Regex Failing();

    [GeneratedRegex(@"^the time .*$", RegexOptions.Multiline)]
    private static partial Regex Conclusion();

    [GeneratedRegex(@"^of peak –: .*\n", RegexOptions.Multiline)]
    private static partial Regex NoPeak();

    [GeneratedRegex(@"^passed: .*$", RegexOptions.Multiline)]
    private static partial Regex Passed();

    [GeneratedRegex(@"(?<![\w.\[,/])-?\d+\.\d+(e[+-]\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Blanks();

    [GeneratedRegex(@" *(-?\d+(\.\d+)?(e[+-]\d+)?%?|–(?=\n))")]
    private static partial Regex AnyNumber();
}
