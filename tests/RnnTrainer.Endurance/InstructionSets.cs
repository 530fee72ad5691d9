using System.Diagnostics;
using RnnTrainer.Tests;

namespace RnnTrainer.Endurance;

/// <summary>The tests of kernels, graphs and training, with each instruction set switched off in turn for the whole process.</summary>
static class InstructionSets
{
    const string Filter = "FullyQualifiedName~Autodiff|FullyQualifiedName~Sheet|FullyQualifiedName~Training.LayersTests|FullyQualifiedName~Durability.ExactnessTests";

    static readonly string[] Switches = ["EnableHWIntrinsic", "EnableAVX", "EnableAVX2", "EnableFMA", "EnableAVX512"];

    public static bool Run(int unused)
    {
        var held = true;
        foreach (var name in Switches)
        {
            var start = new ProcessStartInfo("dotnet", ["test", RepositoryFolder.File("tests/RnnTrainer.Tests"), "--no-build", "--filter", Filter, "-v", "q", "--nologo"]) { RedirectStandardOutput = true };
            start.Environment[$"DOTNET_{name}"] = "0";
            using var tests = Process.Start(start)!;
            var line = tests.StandardOutput.ReadToEnd().Split('\n').LastOrDefault(l => l.Contains("Passed:", StringComparison.Ordinal)) ?? "no tests were run";
            tests.WaitForExit();
            Console.WriteLine($"DOTNET_{name}=0: {line.Trim()}");
            held &= tests.ExitCode == 0;
        }

        return held;
    }
}
