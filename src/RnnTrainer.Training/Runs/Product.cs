using System.Reflection;

namespace RnnTrainer.Training.Runs;

/// <summary>What this program calls itself.</summary>
static class Product
{
    /// <summary>Its version, with the commit where the build knows it.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
