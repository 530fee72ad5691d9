using System.Globalization;

namespace RnnTrainer.Tests.Cli;

/// <summary>SIGINT for processes that are started here: what a shell starts in the background ignores it, and so does all that is started
/// from there.</summary>
static class Interrupts
{
    /// <summary>The command, so started that SIGINT ends it.</summary>
    public static string[] Heeded(params string[] command) => AreIgnored ? ["env", "--default-signal=INT", .. command] : command;

    static bool AreIgnored =>
        File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (ulong.Parse(line[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
}
