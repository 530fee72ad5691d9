using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnTrainer.Tests.Training;

/// <summary>Exported C# files, compiled together against .NET alone.</summary>
sealed class CompiledModel
{
    internal static readonly MetadataReference[] Framework =
        [.. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll")
            .Where(f => !Path.GetFileName(f).Contains("Native", StringComparison.Ordinal))
                .Select(f => MetadataReference.CreateFromFile(f))];

    readonly Assembly _assembly;

    public CompiledModel(params IEnumerable<string> files)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var parsing = new CSharpParseOptions(LanguageVersion.CSharp12); // what .NET 8 has
        var compilation = CSharpCompilation.Create(
            "exported", files.Select(f => CSharpSyntaxTree.ParseText(f, parsing)), Framework, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success && result.Diagnostics.IsEmpty, string.Join("\n", result.Diagnostics.Take(10)));
        image.Position = 0;
        _assembly = new AssemblyLoadContext("exported", isCollectible: true).LoadFromStream(image);
    }

    /// <summary>What the class answers.</summary>
    public double[][] Answers<T>(string type, T steps) => (double[][])Call(type, "Answers", steps)!;

    public string[] Labels<T>(string type, T steps) => (string[])Call(type, "Labels", steps)!;

    /// <summary>Which of its outputs the class predicts.</summary>
    public bool[][] Found<T>(string type, T steps) => (bool[][])Call(type, "Labels", steps)!;

    /// <summary>What the class cuts a text into.</summary>
    public string[] Tokens(string type, string text) => (string[])Call(type, "Tokenize", text)!;

    public string[] Outputs(string type) => (string[])Type(type).GetField("Outputs")!.GetValue(null)!;

    object? Call<T>(string type, string method, T steps) => Type(type).GetMethod(method)!.Invoke(null, [steps]);

    Type Type(string name) => _assembly.GetType($"RnnModels.{name}", throwOnError: true)!;
}
