using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace RnnTrainer.Tests.House;

/// <summary>Words that docs/glossary.md has retired do not occur in pages, comments, messages or names. A name such as <c>NaiveAnswer</c>
/// is read as its words.</summary>
public sealed partial class WordsTests
{
    /// <summary>A pattern, upper and lower case alike, and what is written instead; in all files, or in those whose path begins with a
    /// prefix.</summary>
    static readonly (string Pattern, string Instead, string[] In)[] Retired =
    [
        ("naive answers?", "baseline", []),
        ("truths?", "target, label, actual value", []),
        ("answer(s|ed|ing)?", "output, prediction, label, result", []),
        ("pieces?", "chunk", []),
        ("carried states?", "stateful hidden state", []),
        ("watched", "monitored", []),
        ("surprise[ds]?", "surprisal", []),
        ("nudge[ds]?", "perturbation", []),
        ("suspicions?", "finding", []),
        ("mistakes?", "error", []),
        ("remark(s|ed)?", "warning, note", []),
        ("look-ups?|(?-i:Look Up)", "gather", []),
        ("late (products?|sums?)|(?-i:Late (Products?|Sums?))", "deferred weight gradient", []),
        ("held values?", "saved value", []),
        ("teams?", "worker group", []),
        ("bells?|meetings?", "wake, barrier", ["src/RnnTrainer.Autodiff/", "docs/adr/", "docs/benchmarks.md"]),
        ("call(s|ed)? back", "cancel", []),
        ("mend(s|ed|ing)?", "fix, reset", []),
        ("letters?", "index", ["src/RnnTrainer.Autodiff/", "src/RnnTrainer.Cells/", "docs/notation.md", "docs/errata"]),
        ("axes|axis", "index", ["src/RnnTrainer.Autodiff/", "src/RnnTrainer.Cells/"]),
        ("composites?", "grouped index", ["src/RnnTrainer.Autodiff/", "src/RnnTrainer.Cells/", "docs/notation.md"]),
        ("slots?", "optimizer state", ["src/RnnTrainer.Training/", "docs/training.md"]),
        ("floors?|doors?", "layer, entry point", ["docs/"]),
        ("stands? in|stood in", "is in", []),
        ("for ever", "forever", []),
        ("go on|goes on|going on|gone on|went on", "resume, continue", []),
        ("(is|are|was|were|be|been) told", "reported, printed", []),
        ("so many(?![^.]{0,40} (that|as)\\b)", "N", []),
        ("beside", "next to, against", []),
        ("whoever", "rewrite the sentence", []),
        ("by heart", "memorize", []),
        ("learnt|(optimi|normali|initiali|minimi|maximi)s(e|es|ed|er|ers|ing|ation)",
        "learned, optimized (American spelling, as in the config keys)", []),
        ("[«»]", "straight quotes", []),
    ];

    /// <summary>Files, by the beginning of their path, in which a retired word has another meaning or is quoted.</summary>
    static readonly (string Files, string Pattern, string Reason)[] Exceptions =
    [
        ("docs/glossary.md", ".*", "lists the retired words"),
        ("docs/notation.md", "(ASCII|several) letters", "letters of the alphabet"),
        ("src/RnnTrainer.Cells/", "ASCII letters?|letters, digits", "letters of the alphabet"),
        ("docs/",
        "(something else|what) is to be told|looks like an answer|the answer is a change|answers to learn from|so many steps before|to " +
        "be learnt by heart", "messages that are being rewritten"),
        ("src/RnnTrainer.Autodiff/Printing/", "letters?", "letters of the alphabet"),
        ("src/RnnTrainer.Autodiff/Threads/", "pieces?", "a piece of work"),
        ("tests/RnnTrainer.Tests/Autodiff/Threads/", "pieces?", "a piece of work"),
        ("docs/export.md", "Answers", "a member of exported C# files, on which programs depend"),
        ("src/RnnTrainer.Training/Export/CSharp", "Answers", "a member of exported C# files, on which programs depend"),
        ("docs/training.md", @"optim\.slot", "a name in checkpoints"),
        ("CHANGELOG.md", "naive answer|piece|letter", "says which words were replaced"),
        ("tests/RnnTrainer.Tests/House/WordsTests.cs", ".*", "lists the retired words"),
        ("", "truth table|</?remarks>", "terms of their own"),
    ];

    /// <summary>What is checked, by the beginning of its path.</summary>
    static readonly string[] Checked =
    [
        "README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", ".github/", "docs/", "data/", "configs/", "samples/",
            "src/RnnTrainer.Autodiff/", "src/RnnTrainer.Cells/", "src/RnnTrainer.Cli/", "src/RnnTrainer.Common/", "src/RnnTrainer.Data/",
        "src/RnnTrainer.Training/",
        "tests/RnnTrainer.Benchmarks/", "tests/RnnTrainer.Endurance/", "tests/RnnTrainer.Tests/Autodiff/", "tests/RnnTrainer.Tests/Cells/",
        "tests/RnnTrainer.Tests/Common/", "tests/RnnTrainer.Tests/Data/", "tests/RnnTrainer.Tests/Docs/", "tests/RnnTrainer.Tests/Hostile/",
        "tests/RnnTrainer.Tests/House/", "tests/RnnTrainer.Tests/Sheet/",
    ];

    /// <summary>What is not checked yet, with the reason.</summary>
    static readonly (string Files, string Reason)[] NotYet =
    [
    ];

    static readonly ConcurrentDictionary<string, Regex> Terms = new();

    [Fact]
    public void A_retired_word_is_not_used()
    {
        var found = Files().SelectMany(file => Found(file, File.ReadAllText(RepositoryFolder.File(file)))).ToList();

        Assert.True(found.Count == 0, $"{found.Count} retired words (docs/glossary.md):\n{string.Join('\n', found.Take(100))}");
    }

    [Theory]
    [InlineData("docs/a.md", "one\nthe naive answer\n", "docs/a.md:2: 'naive answer': write baseline")]
    [InlineData("src/RnnTrainer.Training/A.cs", "class NaiveAnswers;", "src/RnnTrainer.Training/A.cs:1: 'Naive Answers': write baseline")]
    [InlineData("src/RnnTrainer.Training/A.cs", "// the run goes on", "src/RnnTrainer.Training/A.cs:1: 'goes on': write resume, continue")]
    [InlineData("src/RnnTrainer.Training/A.cs", "var _slotCount = 1;", "src/RnnTrainer.Training/A.cs:1: 'slot': write optimizer state")]
    [InlineData("README.md", "say «so»", "README.md:1: '«': write straight quotes")]
    public void A_planted_word_is_found(string file, string text, string expected) => Assert.Contains(expected, Found(file, text));

    [Theory]
    [InlineData("docs/a.md", "the baseline")]
    [InlineData("docs/a.md", "there are so many that it fails")]
    [InlineData("docs/glossary.md", "| naive answer | baseline |")]
    [InlineData("src/RnnTrainer.Data/A.cs", "// the letters of a word")]
    [InlineData("src/RnnTrainer.Training/A.cs", "/// <remarks>Steam, teammate, bypieces.</remarks>")]
    public void A_word_in_use_is_not(string file, string text) => Assert.Empty(Found(file, text));

    static IEnumerable<string> Files() => Checked
        .SelectMany(path => Directory.Exists(RepositoryFolder.File(path))
            ? Directory.EnumerateFiles(RepositoryFolder.File(path), "*", SearchOption.AllDirectories)
            : Directory.EnumerateFiles(RepositoryFolder.Path, path))
        .Select(file => Path.GetRelativePath(RepositoryFolder.Path, file).Replace('\\', '/'))
        .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".yaml" or ".cell" or ".json" && !BuildFolder().IsMatch(file))
        .Where(file => !NotYet.Any(n => file.StartsWith(n.Files, StringComparison.Ordinal)));

    static IEnumerable<string> Found(string file, string text)
    {
        var read = file.EndsWith(".cs", StringComparison.Ordinal) ? WordBorder().Replace(text, " ") : text;
        foreach (var (files, pattern, _) in Exceptions.Where(e => file.StartsWith(e.Files, StringComparison.Ordinal)))
        {
            read = Regex.Replace(read, pattern, match => new string(' ', match.Length), RegexOptions.IgnoreCase);
        }

        return from term in Retired
               where term.In.Length == 0 || Array.Exists(term.In, prefix => file.StartsWith(prefix, StringComparison.Ordinal))
               from Match match in Term(term.Pattern).Matches(read)
               select $"{file}:{read.AsSpan(0, match.Index).Count('\n') + 1}: '{match.Value}': write {term.Instead}";
    }

    static Regex Term(string pattern) =>
        Terms.GetOrAdd(pattern, p => new Regex(p[0] == '[' ? p : $@"\b({p})\b", RegexOptions.IgnoreCase | RegexOptions.Compiled));

    /// <summary>Between the words of a name: <c>NaiveAnswer</c>, <c>_slot</c>, <c>naive_answer</c>.</summary>
    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|_")]
    private static partial Regex WordBorder();

    [GeneratedRegex("(^|/)(bin|obj)/")]
    private static partial Regex BuildFolder();
}
