using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Tests.Training;

namespace RnnTrainer.Tests.Docs;

/// <summary>The program of docs/edf.md is the sample, and prints what the page shows.</summary>
public sealed partial class EdfPageTests
{
    const string Project = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        public static class Captured
        {
            public static List<string> Lines { get; } = new();
            public static void WriteLine(string text) => Lines.Add(text);
        }
        """;

    static readonly string Page = File.ReadAllText(RepositoryFolder.File("docs/edf.md"));
    static readonly string Sample = File.ReadAllText(RepositoryFolder.File("samples/Problem5/Program.cs"));

    [Fact]
    public void The_program_of_the_page_is_the_sample() => Assert.Contains($"```csharp\n{Sample}```\n", Page, StringComparison.Ordinal);

    [Fact]
    public void The_program_prints_what_the_page_shows_and_its_loss_falls()
    {
        const string First = "It prints the loss as it falls:\n\n```";
        var lines = Run(Sample);

        Documents.Shows("edf.md", First, Output().Match(Page).Groups[1].Value, string.Join('\n', lines), text => text);
        var losses = lines.Select(l => double.Parse(l.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(4, losses.Count);
        Assert.Equal(losses.OrderDescending(), losses);
        Assert.True(losses[^1] < 0.9 * losses[0]);
    }

    static IReadOnlyList<string> Run(string program)
    {
        Type[] libraries = [typeof(Graph), typeof(ICell)];
        var compilation = CSharpCompilation.Create(
            "problem5",
            [CSharpSyntaxTree.ParseText(program.Replace("Console.WriteLine", "Captured.WriteLine", StringComparison.Ordinal)),
            CSharpSyntaxTree.ParseText(Project)],
            [.. CompiledModel.Framework, .. libraries.Select(t => MetadataReference.CreateFromFile(t.Assembly.Location))],
            new CSharpCompilationOptions(
                Microsoft.CodeAnalysis.OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Take(10)));
        var assembly = Assembly.Load(image.ToArray());
        assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        return (IReadOnlyList<string>)assembly.GetType("Captured")!.GetProperty("Lines")!.GetValue(null)!;
    }

    [GeneratedRegex("It prints the loss as it falls:\n\n```\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Output();
}
