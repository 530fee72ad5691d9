using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RnnTrainer.Tests.Training;

/// <summary>Exported headers, compiled together into one program that answers rows of numbers.</summary>
sealed class CompiledHeaders : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly List<string> _names = [];
    readonly string _compiler;

    /// <param name="compiler">A C compiler.</param>
    /// <param name="headers">Of each model the prefix of its names and its header.</param>
    public CompiledHeaders(string compiler, params IEnumerable<(string Prefix, string Text)> headers)
    {
        _compiler = compiler;
        var (includes, cases) = (new StringBuilder(), new StringBuilder());
        foreach (var (prefix, text) in headers)
        {
            _folder.Write($"{prefix}.h", text);
            includes.Append(CultureInfo.InvariantCulture, $"#include \"{prefix}.h\"\n");
            cases.Append(CultureInfo.InvariantCulture, $"    if (atoi(argv[1]) == {_names.Count}) RUN({prefix}, {prefix.ToUpperInvariant()})\n");
            _names.Add(prefix);
        }

        _folder.Write("main.c", $$"""
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            {{includes}}
            #define RUN(name, NAME) { \
                static name##_state state; float x[NAME##_INPUTS]; float y[NAME##_OUTPUTS]; char cell[64]; int k; \
                name##_reset(&state); \
                while (scanf("%63s", cell) == 1) { \
                    if (strcmp(cell, "reset") == 0) { name##_reset(&state); continue; } \
                    x[0] = strtof(cell, 0); \
                    for (k = 1; k < NAME##_INPUTS; k++) if (scanf("%63s", cell) == 1) x[k] = strtof(cell, 0); \
                    name##_step(&state, x, y); \
                    for (k = 0; k < NAME##_OUTPUTS; k++) printf("%.9g ", y[k]); \
                    printf("\n"); } }

            int main(int argc, char **argv)
            {
                if (argc < 2) return 1;
            {{cases}}    return 0;
            }

            """);
        string[] options = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-O1"];
        var result = Run(compiler, "", [.. options, .. Compilers.IsArm(compiler) ? ["-static"] : Sanitizers(), "-o", "main", "main.c", "-lm"]);
        Assert.True(result.Exit == 0, result.Text);
    }

    /// <summary>What a model answers at each step of each sequence.</summary>
    /// <param name="sequences">Rows of <c>x</c>.</param>
    public double[][][] Answers(string prefix, IEnumerable<double[][]> sequences)
    {
        var text = new StringBuilder();
        var lengths = new List<int>();
        foreach (var sequence in sequences)
        {
            lengths.Add(sequence.Length);
            text.Append("reset\n");
            foreach (var row in sequence)
            {
                text.AppendJoin(' ', row.Select(v => double.IsNaN(v) ? "nan" : v.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
            }
        }

        var index = _names.IndexOf(prefix).ToString(CultureInfo.InvariantCulture);
        var main = Path.Combine(_folder.Path, "main");
        var result = Compilers.IsArm(_compiler) ? Run(Compilers.ArmEmulator, text.ToString(), main, index)
            : Run(main, text.ToString(), index);
        Assert.True(result.Exit == 0, $"{prefix}: {result.Text}");
        var lines = new Queue<string>(result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return [.. lengths.Select(T => Enumerable.Range(0, T).Select(_ => Numbers(lines.Dequeue())).ToArray())];
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The options for the sanitizers, where the compiler has their libraries.</summary>
    string[] Sanitizers()
    {
        string[] options = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
        _folder.Write("empty.c", "int main(void) { return 0; }\n");
        return Run(_compiler, "", [.. options, "-o", "empty", "empty.c"]).Exit == 0 ? options : [];
    }

    static double[] Numbers(string line) => [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(v => v.Contains("nan", StringComparison.Ordinal) ? double.NaN : double.Parse(v, CultureInfo.InvariantCulture))];

    (int Exit, string Text) Run(string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        var text = output.GetAwaiter().GetResult();
        return (process.ExitCode, program == _compiler || process.ExitCode != 0 ? text + error.GetAwaiter().GetResult() : text);
    }
}

/// <summary>A theory over C compilers.</summary>
sealed class CompilerTheoryAttribute : TheoryAttribute
{
    public CompilerTheoryAttribute() => Skip = Compilers.All.Count > 0 ? null! : "there is no gcc and no clang here";
}

/// <summary>The C compilers of this machine.</summary>
public static class Compilers
{
    /// <summary>Runs programs for ARM on other machines.</summary>
    public const string ArmEmulator = "qemu-arm";

    const string Arm = "arm-linux-gnueabihf-gcc";

    /// <summary>All of them; one for ARM where its programs can be run.</summary>
    public static TheoryData<string> All { get; } =
        [.. new[] { "gcc", "clang", Arm }.Where(c => IsThere(c) && (!IsArm(c) || IsThere(ArmEmulator)))];

    /// <summary>One of them.</summary>
    public static TheoryData<string> One { get; } = [.. new[] { "gcc", "clang" }.Where(IsThere).Take(1)];

    /// <summary>Whether a compiler makes programs for ARM.</summary>
    public static bool IsArm(string compiler) => compiler == Arm;

    static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
