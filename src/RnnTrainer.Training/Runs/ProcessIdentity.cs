using System.Diagnostics;
using System.Globalization;

namespace RnnTrainer.Training.Runs;

/// <summary>A process, identified so that a later one with the same number is not taken for it.</summary>
/// <param name="Host">Name of its machine.</param>
/// <param name="Id">Its number there.</param>
/// <param name="Started">When it started, in a form that can only be compared: on Linux the boot and the ticks since, which setting the
/// clock does not change.</param>
sealed record ProcessIdentity(string Host, int Id, string Started)
{
    /// <summary>The current process.</summary>
    public static ProcessIdentity OfThis() =>
        new(Environment.MachineName, Environment.ProcessId, StartOf(Environment.ProcessId) ?? "unknown");

    /// <summary>Whether it may still run; true for a process of another machine, which cannot be checked.</summary>
    public bool MayRun => IsElsewhere || StartOf(Id) == Started;

    /// <summary>Whether it is on another machine.</summary>
    public bool IsElsewhere => Host != Environment.MachineName;

    static string? StartOf(int id)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // proc(5): field 22, counted behind the name, which may hold anything and ends at the last bracket.
                var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
                var ticks = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
                return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}+{ticks}";
            }

            using var process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime().ToString("s", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (
            e is IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException
            or System.ComponentModel.Win32Exception or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
