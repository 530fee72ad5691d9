using System.Globalization;

namespace RnnTrainer.Training.Files;

/// <summary>The memory of this machine.</summary>
static class AvailableMemory
{
    /// <summary>What may be kept of the steps of a batch where <c>training.memory</c> does not say it.</summary>
    /// <param name="jobs">Trainings that run at the same time and share the memory.</param>
    public static long ForSteps(int jobs = 1) => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / jobs;

    /// <summary>Refuses what this machine does not have the memory for.</summary>
    /// <param name="bytes">What it would take.</param>
    /// <param name="what">What would take the memory, as the subject of the message.</param>
    /// <exception cref="RunException">It does not fit.</exception>
    public static void Require(double bytes, string what, string hint)
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > limit)
        {
            throw new RunException($"{what} would take about {Format((long)bytes)} of memory, and {Format(limit)} may be used", hint);
        }
    }

    /// <summary>A number of bytes for a reader: <c>1.5 GB</c>.</summary>
    public static string Format(long bytes) => bytes >= 1e12
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e12:N1} TB")
        : string.Create(CultureInfo.InvariantCulture, $"{(bytes >= 1e9 ? bytes / 1e9 : bytes / 1e6):0.0} {(bytes >= 1e9 ? "GB" : "MB")}");
}
