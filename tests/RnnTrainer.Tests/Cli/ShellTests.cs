using System.Diagnostics;
using CsCheck;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Tests.Cli;

/// <summary>A command that is printed can be pasted: the shell reads each word as it was.</summary>
public sealed class ShellTests
{
    static readonly string[] Hostile =
    [
        "", " ", "a b", "it's", "\"", "$HOME", "`id`", "$(id)", "a\nb", "a\tb'c\\d", "\u001b[2J", "\u0085", "~", "~root", "*", "?", "[a]",
            "{a,b}", "a;b", "a&b", "a|b", "<a>", "!1", "#a", "=ls", "a=b", "'", "''", "\\", "\\n", "é", "日本", "😀", "a\rb", "\u007f",
        "runs/digits-2", "C:\\a b", "%d",
    ];

    [Fact]
    public void Bash_reads_back_every_word() => Read(Hostile);

    [Fact]
    public void Bash_reads_back_whatever_else() =>
        Gen.String[Gen.OneOf(Gen.Char['\u0001', '\u00ff'], Gen.Char["'\"\\$`!\n *?~#=-"]), 1, 20].Array[40]
            .Sample(words => Read(words), iter: 5);

    [Theory]
    [InlineData("runs/digits-2", "runs/digits-2")]
    [InlineData("my runs/a", "'my runs/a'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("-rf", "./-rf")]
    [InlineData("a\nb", "$'a\\nb'")]
    [InlineData("\u001b]0;", "$'\\x1b]0;'")]
    public void A_word_is_quoted_where_it_must_be(string word, string quoted) => Assert.Equal(quoted, Shell.Quoted(word));

    [Fact]
    public void What_is_printed_is_one_line_without_control_characters() =>
        Assert.All(Hostile, word => Assert.DoesNotContain(Shell.Quoted(word), char.IsControl));

    [Theory]
    [InlineData("my data's.csv", "`rnn init 'my data'\\''s.csv' --out 'my data'\\''s.yaml'`")]
    [InlineData("$(id).csv", "`rnn init '$(id).csv' --out '$(id).yaml'`")]
    public void A_hint_quotes_paths(string file, string hint) =>
        Assert.Contains(hint, Rnn.Run("train", file).Error, StringComparison.Ordinal);

    static void Read(string[] words)
    {
        using var bash = Process.Start(
            new ProcessStartInfo(
                "bash", ["-c", $"printf '%s\\0' {string.Join(' ', words.Select(Shell.Quoted))}"])
            {
                RedirectStandardOutput = true,
                Environment = { ["LC_ALL"] = "C.UTF-8" }
            })!;
        var read = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        Assert.Equal(words.Select(w => w.StartsWith('-') ? $"./{w}" : w), read.Split('\0')[..^1]);
    }
}
