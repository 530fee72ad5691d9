using System.Diagnostics;
using RnnTrainer.Tests;

namespace RnnTrainer.Endurance;

/// <summary>The tests of what is unsafe or depends on the machine, in a process with other surroundings: kernels, graphs, sequences, cells,
/// and trainings compared.</summary>
static class Suite
{
    const string Filter =
        "FullyQualifiedName~Autodiff|FullyQualifiedName~Cells|FullyQualifiedName~Sheet|FullyQualifiedName~LayersTests|FullyQualifiedName~ExactnessTests|FullyQualifiedName~IndependentTrainingTests";

    /// <summary>Whether all of them pass; says how many there were.</summary>
    public static bool Passes(params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["test", RepositoryFolder.File("tests/RnnTrainer.Tests"), "--no-build", "--filter", Filter, "--nologo"])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var tests = Process.Start(start)!;
        var lines = tests.StandardOutput.ReadToEnd().Split('\n');
        tests.WaitForExit();
        Console.WriteLine(
            $"{string.Join(' ', environment.Select(e => $"{e.Name}={e.Value}"))}: " +
            $"{lines.LastOrDefault(l => l.Contains("Passed:", StringComparison.Ordinal))?.Trim() ?? "no tests were run"}");
        if (tests.ExitCode != 0)
        {
            Console.WriteLine(string.Join('\n', lines));
        }

        return tests.ExitCode == 0;
    }
}
