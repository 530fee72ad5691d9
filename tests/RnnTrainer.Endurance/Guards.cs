using System.Diagnostics;
using RnnTrainer.Autodiff;
using RnnTrainer.Tests;

namespace RnnTrainer.Endurance;

/// <summary>The tests of kernels, cells and training with a guarded page behind every tensor; before that, a process that reaches beyond one has to die.</summary>
static class Guards
{
    const string Filter = "FullyQualifiedName~Autodiff|FullyQualifiedName~Cells|FullyQualifiedName~Sheet|FullyQualifiedName~Training.LayersTests";

    /// <summary>What the planted process is started with.</summary>
    public const string Planted = "planted";

    public static bool Run(int unused)
    {
        using var planted = Process.Start(new ProcessStartInfo("dotnet", [typeof(Guards).Assembly.Location, Planted]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        planted.StandardError.ReadToEnd();
        planted.WaitForExit();
        Console.WriteLine($"a process that reads two vectors behind a tensor: exit {planted.ExitCode}");
        var start = new ProcessStartInfo("dotnet", ["test", RepositoryFolder.File("tests/RnnTrainer.Tests"), "--no-build", "--filter", Filter, "--nologo"]) { RedirectStandardOutput = true };
        start.Environment["RNN_GUARDED_PAGES"] = "1";
        using var tests = Process.Start(start)!;
        var line = tests.StandardOutput.ReadToEnd().Split('\n').LastOrDefault(l => l.Contains("Passed:", StringComparison.Ordinal)) ?? "no tests were run";
        tests.WaitForExit();
        Console.WriteLine(line.Trim());
        return planted.ExitCode is not (0 or 4) && tests.ExitCode == 0;
    }

    /// <summary>Reads beyond its memory.</summary>
    public static unsafe int ReachBeyond()
    {
        AppContext.SetSwitch("RnnTrainer.GuardedPages", true);
        using var arena = new Arena();
        var tensor = (byte*)arena.Take(100);
        return tensor[100 + 128] == 0 ? 0 : 4;
    }
}
