using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RnnTrainer.Endurance;

/// <summary>The result of a run of AFL++.</summary>
/// <param name="Executions">Files read.</param>
/// <param name="Corpus">Files that covered a new branch, or a branch a new number of times.</param>
/// <param name="Crashes">Different files that ended in an exception.</param>
/// <param name="Hangs">Different files that took too long.</param>
sealed record AflResult(long Executions, long Corpus, long Crashes, long Hangs)
{
    public override string ToString() => $"{Executions} files, {Corpus} of them took new branches, {Crashes} crashes, {Hangs} hangs";
}

/// <summary>AFL++, https://aflplus.plus: the program afl-fuzz.</summary>
static class Afl
{
    const int MostMilliseconds = 60_000; // the first file waits until .NET has compiled its reader
    const int LongestWord = 128; // AFL++ accepts none longer

    static readonly (string Name, string Value)[] Settings =
    [
        ("AFL_SKIP_BIN_CHECK", "1"), // `dotnet` itself is not instrumented
        ("AFL_SKIP_CPUFREQ", "1"),
        ("AFL_NO_AFFINITY", "1"),
        ("AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES", "1"),
        ("AFL_NO_UI", "1"),
    ];

    public static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "afl-fuzz")));

    /// <summary>Feeds files to a .NET program for a number of seconds.</summary>
    /// <param name="folder">Folder for seeds, words and finds.</param>
    /// <param name="seeds">Files to begin with.</param>
    /// <param name="words">Words to insert into them.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="program">The program and its arguments.</param>
    public static AflResult Run(string folder, IEnumerable<byte[]> seeds, IEnumerable<byte[]> words, int seconds, params string[] program)
    {
        var input = Directory.CreateDirectory(Path.Combine(folder, "seeds")).FullName;
        foreach (var (n, seed) in seeds.Index())
        {
            File.WriteAllBytes(Path.Combine(input, $"{n:000}"), seed);
        }

        var dictionary = Path.Combine(folder, "words");
        File.WriteAllLines(
            dictionary,
            words.Where(w => w.Length is > 0 and <= LongestWord).Select(w => $"\"{string.Concat(w.Select(b => $"\\x{b:x2}"))}\""));
        var start = new ProcessStartInfo(
            "afl-fuzz",
            ["-i", input, "-o", folder, "-x", dictionary, "-t", $"{MostMilliseconds}", "-m", "none", "-V", $"{seconds}", "--", "dotnet",
            .. program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        using var afl = Process.Start(start)!;
        var said = new StringBuilder();
        afl.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        afl.BeginErrorReadLine();
        said.Append(afl.StandardOutput.ReadToEnd());
        afl.WaitForExit();
        var stats = Path.Combine(folder, "default", "fuzzer_stats");
        return File.Exists(stats) ? Of(File.ReadLines(stats)) : throw new InvalidOperationException($"afl-fuzz did not start:\n{said}");
    }

    // A line of fuzzer_stats is such as "execs_done        : 12345".
    static AflResult Of(IEnumerable<string> stats)
    {
        var numbers = stats.Select(l => l.Split(':', 2, StringSplitOptions.TrimEntries)).Where(p => p.Length == 2)
            .ToDictionary(p => p[0], p => p[1]);
        return new AflResult(Number("execs_done"), Number("corpus_count"), Number("saved_crashes"), Number("saved_hangs"));

        long Number(string name) => long.Parse(numbers[name], CultureInfo.InvariantCulture);
    }
}
