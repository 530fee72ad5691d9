using System.Reflection;

namespace RnnTrainer.Training.Runs;

/// <summary>The version of this program.</summary>
static class ProgramVersion
{
    /// <summary>The version, with the commit if the build recorded it.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
