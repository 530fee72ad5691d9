using System.Globalization;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Learning;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>Whether there is room for the windows of a forecast.</summary>
static class WindowRoom
{
    /// <summary>Refuses windows that the series are too short for, or the memory too small: before anything of their sizes is made.</summary>
    /// <exception cref="DataException">No window fits into the training part.</exception>
    /// <exception cref="RunException">They would take more memory than there is.</exception>
    public static void Require(Config config, Portions portions)
    {
        var task = SequenceTask.Of(config);
        if (task.WindowsOf(config.Data, config.Data.Stride ?? 1) is not { } training || task.WindowsOf(config.Data) is not { } all)
        {
            return;
        }

        if (CountOf(portions.Train, training) == 0)
        {
            throw Reading.Nothing(config, portions.Train.Set, "its training part");
        }

        // As read and as scaled.
        var set = portions.Train.Set;
        var windows = CountOf(portions.Train, training) + CountOf(portions.Validation, all) + CountOf(portions.Test, all);
        var numbers = windows * (((double)all.Window * set.InputColumns.Count) + (((double)all.Horizon + all.Past) * set.TargetColumns.Count));
        MemoryEstimate.Require(
            2 * 8 * numbers,
            string.Create(CultureInfo.InvariantCulture, $"{windows:N0} windows of {all.Window:N0} steps"),
            "set data.stride, so that fewer windows are cut in training, or a smaller data.window");
    }

    static double CountOf(Portion portion, WindowOptions options) => portion.Set.Sequences.Select((s, n) => (double)Windows.Count(s.Length, options, portion.RangeOf(n))).Sum();
}
