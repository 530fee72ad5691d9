using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Tests.Training;

namespace RnnTrainer.Tests.Hostile;

/// <summary>What a user's files call things.</summary>
/// <param name="Column">The input column.</param>
/// <param name="Label">One of two labels; the other is <c>ok</c>.</param>
/// <param name="Sequence">The beginning of every sequence's id.</param>
/// <param name="File">The data file, without its ending.</param>
/// <param name="Run">The folder of the run.</param>
sealed partial record HostileNames(string Column, string Label, string Sequence, string File, string Run)
{
    public static HostileNames Harmless { get; } = new("a", "down", "s", "data", "run");

    public static Gen<HostileNames> Any { get; } = Gen.Select(
        HostileTexts.Names, HostileTexts.Names, HostileTexts.Names, HostileTexts.Files, HostileTexts.Files)
        .Select((column, label, sequence, file, run) => new HostileNames(column, label, sequence, file, run));

    /// <summary>Goes through all commands with these names and with harmless ones: nothing but the names may differ.</summary>
    public static void Check(HostileNames names)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("hostile"));
        Directory.CreateDirectory(folder.File("harmless"));
        var (hostile, harmless) = (names.Outcome(folder.File("hostile")), Harmless.Outcome(folder.File("harmless")));
        Assert.Equal(harmless.Config, hostile.Config);
        Assert.Equal(harmless.Lines, hostile.Lines);
        Assert.Equal(harmless.Tags, hostile.Tags);
    }

    /// <summary>What all commands make of it: the config of init, how many lines each says, and how many tags of each name the report
    /// has.</summary>
    (string Config, string Lines, string Tags) Outcome(string folder)
    {
        var (data, config, run) = (Path.Combine(folder, File + ".csv"), Path.Combine(folder, "c.yaml"), Path.Combine(folder, Run));
        System.IO.File.WriteAllText(data, Csv());
        var lines = string.Join('\n', new (string Name, Rnn Did)[]
        {
            ("init", Rnn.Run("init", data, "--out", config)),
            ("check", Rnn.Run("data", "check", data)),
            ("train", Rnn.Run("train", config, "--out", run, "--set", "training.epochs=2", "--set", "model.hidden=2", "--verbose")),
            ("inspect", Rnn.Run("inspect", run)),
            ("eval", Rnn.Run("eval", run, "--data", data, "--by", "class")),
            ("list", Rnn.Run("runs", "list", folder)),
            ("show", Rnn.Run("runs", "show", run)),
            ("report", Rnn.Run("report", run)),
            ("export", Rnn.Run("export", run, "--format", "csharp", "--out", Path.Combine(folder, "exported.cs"))),
            ("onnx", Rnn.Run("export", run, "--format", "onnx")),
            ("config", Rnn.Run("config", "show", config)),
        }.Select(r => $"{r.Name}: {Lines(r.Did)}"));
        var yaml = System.IO.File.ReadAllText(config);
        Assert.DoesNotContain(yaml, c => c != '\n' && HostileTexts.Hides(c));
        var page = System.IO.File.ReadAllText(Path.Combine(run, "report.html"));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page, c => c != '\n' && HostileTexts.Hides(c));
        AssertSameLabels(run, data, System.IO.File.ReadAllText(Path.Combine(folder, "exported.cs")));
        return (
            ConfigOf(folder, config, data), lines,
            string.Join(
                '\n',
                Tags().Matches(NumbersAlone().Replace(page, "")).GroupBy(m => m.Value).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => $"{g.Key} {g.Count()}")));
    }

    /// <summary>The config that was read, its own names taken for the harmless ones.</summary>
    string ConfigOf(string folder, string config, string data)
    {
        var tree = Rnn.Run("config", "show", config, "--json").Json["config"]!;
        Assert.Equal(
            (Column, Path.GetFullPath(data)), ((string?)tree["data"]!["inputs"], Path.GetFullPath((string)tree["data"]!["train"]!)));
        (tree["data"]!["inputs"], tree["data"]!["train"]) = (Harmless.Column, "");
        return tree.ToJsonString();
    }

    /// <summary>The exported source is compiled, and labels as predict does.</summary>
    void AssertSameLabels(string run, string data, string source)
    {
        var compiled = new CompiledModel(source);
        var predicted = Rnn.Run("predict", run, "--data", data, "--json").Json["predictions"]!.AsArray();
        Assert.Equal(Sequences, predicted.Count);
        for (var n = 0; n < Sequences; n++)
        {
            Assert.Equal($"{Sequence}{n}", (string?)predicted[n]!["seq"]);
            Assert.Equal(
                (string?)predicted[n]!["prediction"],
                Assert.Single(
                    compiled.Labels<double[][]>("Exported", [.. Enumerable.Range(0, Steps).Select(t => new[] { Number(n, t) })])));
        }

        Assert.Equal(new[] { Label, "ok" }.Order(StringComparer.Ordinal), compiled.Outputs("Exported"));
    }

    const int Sequences = 40, Steps = 3;

    string Csv()
    {
        var text = new StringBuilder($"seq,step,{Quoted(Column)},label\n");
        for (var n = 0; n < Sequences; n++)
        {
            for (var t = 0; t < Steps; t++)
            {
                text.Append(
                    CultureInfo.InvariantCulture, $"{Quoted($"{Sequence}{n}")},{t},{Number(n, t)},{Quoted(n % 2 == 0 ? Label : "ok")}\n");
            }
        }

        return text.ToString();
    }

    static double Number(int n, int t) => ((7 * n) + (3 * t) + (n % 2 * 5)) % 23 / 4.0;

    static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static string Lines(Rnn did)
    {
        Assert.True(did.Exit == 0, did.Error);
        Assert.DoesNotContain(did.Output + did.Error, c => c != '\n' && HostileTexts.Hides(c));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{did.Output.Count(c => c == '\n')} and {did.Error.Split('\n').Count(line => !IsOfScores(line))}");
    }

    // The order of the labels decides what their weights begin with.
    static bool IsOfScores(string line) => line.StartsWith("warning: on ", StringComparison.Ordinal);

    // All but those that draw, and name what they draw: how much is drawn, the scores decide.
    [GeneratedRegex("<(?!/?(circle|g|line|path|polygon|polyline|rect|text|title)\\b)[a-zA-Z/!][a-zA-Z0-9]*")]
    private static partial Regex Tags();

    // How many points a curve has depends on the scores, and these on the classes' order: such rows have no names.
    [GeneratedRegex("<tr>(<t[hd]>[-0-9.eE+]+)+(?=\\s*<)")]
    private static partial Regex NumbersAlone();
}
