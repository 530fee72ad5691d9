using System.Diagnostics;
using System.Text;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;

namespace RnnTrainer.Tests.Cli;

/// <summary>What <c>rnn derive --latex</c> prints is a LaTeX document's part: compiled where a LaTeX is installed.</summary>
public sealed class LatexTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LatexFact]
    public void Every_program_compiles_and_fits_the_page()
    {
        var text = new StringBuilder("\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n");
        foreach (var name in CellLibrary.All.Select(c => c.Name).Concat(ProgramLibrary.All.Select(p => p.Name)))
        {
            text.Append($"\\section*{{{name}}}\n").Append(Rnn.Run("derive", name, "--latex").Output);
        }

        var path = _folder.Write("all.tex", text.Append("\\end{document}\n").ToString());
        var log = Compile(Path.GetDirectoryName(path)!);

        Assert.DoesNotContain("Overfull", log, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.ChangeExtension(path, ".pdf")), log);
    }

    [LatexFact]
    public void Explanations_time_steps_and_traces_compile_and_fit_the_page()
    {
        var text = new StringBuilder("\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n");
        foreach (var cell in CellLibrary.Names)
        {
            text.Append(Rnn.Run("derive", cell, "--backward", "--latex", "--explain", "--time").Output);
        }

        foreach (var name in (string[])["ugrnn", "lstm", "softmax", "softmax-cross-entropy"])
        {
            text.Append(Rnn.Run("trace", name, "--latex").Output);
        }

        var path = _folder.Write("all.tex", text.Append("\\end{document}\n").ToString());
        var log = Compile(Path.GetDirectoryName(path)!);

        Assert.DoesNotContain("Overfull", log, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.ChangeExtension(path, ".pdf")), log);
    }

    static string Compile(string folder)
    {
        var start = new ProcessStartInfo(
            LatexFactAttribute.Program, "-interaction=nonstopmode -halt-on-error all.tex")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true
        };
        using var latex = Process.Start(start)!;
        var log = latex.StandardOutput.ReadToEnd();
        latex.WaitForExit();
        Assert.True(latex.ExitCode == 0, log);
        return log;
    }
}

/// <summary>A fact that needs pdflatex.</summary>
sealed class LatexFactAttribute : FactAttribute
{
    public const string Program = "pdflatex";

    public LatexFactAttribute() =>
        Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(HasIt) ? null!
        : "there is no pdflatex here";

    static bool HasIt(string folder) => File.Exists(Path.Combine(folder, Program)) || File.Exists(Path.Combine(folder, Program + ".exe"));
}
