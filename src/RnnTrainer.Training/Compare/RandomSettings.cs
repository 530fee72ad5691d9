using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Compare;

/// <summary>
/// Settings of a training drawn at random: how many of them fail tells how hard a cell is to train. After Collins, Sohl-Dickstein and
/// Sussillo, "Capacity and trainability
/// in recurrent neural networks", 2017.
/// </summary>
static class RandomSettings
{
    /// <summary>
    /// The n-th setting, the same for every cell: <c>learning_rate</c> = 10^u with u uniform in [−4, 0], <c>clip</c> = 10^u with u in [−1,
    /// 2], and if the optimizer has one,
    /// <c>momentum</c> = 1 − 10^−u with u in [0, 2].
    /// </summary>
    /// <returns>Assignments <c>key=value</c>.</returns>
    public static IReadOnlyList<string> Of(int n, OptimizerKind optimizer)
    {
        var random = new RandomStream(n, "compare settings", 0);
        var (rate, clip, momentum) = (PowerOfTen(random, -4, 0), PowerOfTen(random, -1, 2), 1 - PowerOfTen(random, -2, 0));
        List<string> settings = [Assign("learning_rate", rate), Assign("clip", clip)];
        return optimizer == OptimizerKind.Adamw ? settings : [.. settings, Assign("momentum", momentum)];
    }

    static double PowerOfTen(RandomStream random, double low, double high) => Math.Pow(10, low + ((high - low) * random.NextDouble()));

    // Three digits: a setting can be read, and typed again.
    static string Assign(string key, double value) =>
        $"training.{key}={double.Parse(value.ToString("g3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}";
}
