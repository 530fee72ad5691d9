using System.Diagnostics;

namespace RnnTrainer.Endurance;

/// <summary>This program started once more for what ends a process, or depends on how it was started.</summary>
static class Planted
{
    /// <summary>Reads beyond a tensor that is guarded.</summary>
    public const string ReachesBeyond = "reaches-beyond";

    /// <summary>Says which instruction set is used.</summary>
    public const string Set = "set";

    public static (int Exit, string Output) Run(string what, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(Planted).Assembly.Location, what])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
