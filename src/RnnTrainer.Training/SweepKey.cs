using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Training;

/// <summary>A key of the config that a sweep changes from run to run: it takes each of some values, or a number from a range.</summary>
public sealed record SweepKey
{
    SweepKey(string key) => Key = key;

    /// <summary>The dotted key, such as <c>training.learning_rate</c>.</summary>
    public string Key { get; }

    /// <summary>The values, as YAML writes them; empty for a range.</summary>
    public IReadOnlyList<string> Values { get; private init; } = [];

    /// <summary>The smallest and the largest number of a range, and whether only whole numbers are meant; null for values.</summary>
    public (double Low, double High, bool IsWhole)? Range { get; private init; }

    /// <summary>
    /// Whether numbers are drawn evenly in their logarithm. That is where a range is positive and spans a factor of 10 or more: exp(u) is
    /// drawn with u uniform in
    /// [ln low, ln high], as J. Bergstra and Y. Bengio, "Random search for hyper-parameter optimization", JMLR 13, 2012, do for learning
    /// rates and sizes.
    /// </summary>
    public bool IsLogarithmic => Range is ( > 0 and var low, var high, _) && high >= 10 * low;

    /// <summary>A key that takes each of some values.</summary>
    /// <param name="key">Dotted.</param>
    /// <param name="values">As YAML writes them, such as <c>gru</c> or <c>0.1</c>; at least one.</param>
    public static SweepKey Of(string key, params IReadOnlyList<string> values) => new(key) { Values = values };

    /// <summary>A key that takes numbers from <paramref name="low"/> to <paramref name="high"/>; a sweep draws them
    /// (<see cref="SweepOptions.Random"/>).</summary>
    /// <param name="key">Dotted.</param>
    /// <param name="low">The smallest.</param>
    /// <param name="high">The largest, above <paramref name="low"/>.</param>
    /// <param name="isWhole">Whether only whole numbers are drawn.</param>
    public static SweepKey Between(string key, double low, double high, bool isWhole = false) => new(key) { Range = (low, high, isWhole) };

    /// <summary>One of its values, as YAML writes it.</summary>
    internal string Draw(RandomStream random) =>
        Range is (var low, var high, var isWhole) ? Number(random, low, high, isWhole) : Values[random.Next(Values.Count)];

    // Three digits: a value can be read, and typed again. A whole number n represents [n, n + 1).
    string Number(RandomStream random, double low, double high, bool isWhole)
    {
        var end = isWhole ? high + 1 : high;
        var u = random.NextDouble();
        var drawn = IsLogarithmic ? low * Math.Pow(end / low, u) : low + ((end - low) * u);
        var value = isWhole ? Math.Floor(drawn)
            : double.Parse(drawn.ToString("g3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Clamp(value, low, high).ToString(CultureInfo.InvariantCulture);
    }
}
