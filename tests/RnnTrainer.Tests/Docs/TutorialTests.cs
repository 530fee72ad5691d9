using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.ML.OnnxRuntime;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Tests.Training;

namespace RnnTrainer.Tests.Docs;

/// <summary>The tutorial is run from its first command to its program.</summary>
public sealed partial class TutorialTests : IDisposable
{
    // Captures what the program prints, and has the usings that a console project has implicitly.
    const string Project = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        public static class Captured
        {
            public static string Last = "";
            public static void WriteLine(string text) => Last = text;
        }
        """;

    readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_command_prints_what_the_page_shows_and_the_program_names_the_digit_as_predict_does()
    {
        var page = File.ReadAllText(RepositoryFolder.File("docs/tutorial.md"));
        foreach (Match block in CommandBlocksTests.Block().Matches(page))
        {
            var run = Rnn.Run([.. block.Groups["command"].Value.Split(' ').Select(Here)]);
            Func<string, string> stable = block.Groups["timings"].Success ? CommandBlocksTests.WithoutNumbers : CommandBlocksTests.Stable;
            Documents.Shows(
                "tutorial.md", $"$ rnn {block.Groups["command"].Value}", block.Groups["output"].Value,
                CommandBlocksTests.Printed(run, _folder), stable);
        }

        var last = Run(Program().Match(page).Groups[1].Value, _folder.File("digits.onnx"), RepositoryFolder.File("data/digits-test.csv"));
        var first = Rnn.Run(
            "predict", _folder.File("runs/digits"), "--data", RepositoryFolder.File("data/digits-test.csv"), "--proba").Output.Split('\n')[
                1].Split(',');
        var p = first[2..].Max(v => double.Parse(v, CultureInfo.InvariantCulture));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{first[1]} with probability {p:0.00}"), last);
        Assert.Contains($"rnn predict runs/digits --follow --window 8    # after the eighth row: {first[0]},{first[1]}\n", page, StringComparison.Ordinal);
        var rows = string.Concat(File.ReadLines(RepositoryFolder.File("data/digits-test.csv")).Take(9).Select(line => $"{line}\n"));
        var live = Rnn.Run(rows, ["predict", _folder.File("runs/digits"), "--follow", "--window", "8"]).Output.TrimEnd('\n').Split('\n');
        Assert.Equal((9, $"{first[0]},{first[1]}"), (live.Length, live[^1]));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Data are the repository's; what is written goes into the folder.</summary>
    string Here(string word) => word.StartsWith("data/", StringComparison.Ordinal) ? RepositoryFolder.File(word)
        : word.StartsWith("runs/", StringComparison.Ordinal) || Path.GetExtension(word) is ".yaml" or ".csv" or ".onnx" ? _folder.File(word)
        : word;

    /// <summary>The last line that the program prints.</summary>
    static string Run(string program, params string[] args)
    {
        var compilation = CSharpCompilation.Create(
            "digits",
            [CSharpSyntaxTree.ParseText(program.Replace("Console.WriteLine", "Captured.WriteLine", StringComparison.Ordinal)),
            CSharpSyntaxTree.ParseText(Project)],
            [.. CompiledModel.Framework, MetadataReference.CreateFromFile(typeof(InferenceSession).Assembly.Location)],
            new CSharpCompilationOptions(
                Microsoft.CodeAnalysis.OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Take(10)));
        var assembly = System.Reflection.Assembly.Load(image.ToArray());
        assembly.EntryPoint!.Invoke(null, [args]);
        return (string)assembly.GetType("Captured")!.GetField("Last")!.GetValue(null)!;
    }

    [GeneratedRegex("```cs\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
