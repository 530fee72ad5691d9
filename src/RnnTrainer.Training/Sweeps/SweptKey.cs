using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>A key of the config that a sweep changes from run to run.</summary>
interface ISweptKey
{
    /// <summary>Dotted, as in <c>--set</c>.</summary>
    string Key { get; }

    /// <summary>One of its values, as YAML writes it.</summary>
    string Draw(RandomStream random);
}

/// <summary>A key that takes each of some values.</summary>
/// <param name="Values">As YAML writes them; at least one.</param>
sealed record SweptChoice(string Key, IReadOnlyList<string> Values) : ISweptKey
{
    public string Draw(RandomStream random) => Values[random.Next(Values.Count)];
}

/// <summary>A key that takes any number between two.</summary>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest, above <paramref name="Low"/>.</param>
/// <param name="IsWhole">Whether only whole numbers are meant.</param>
sealed record SweptRange(string Key, double Low, double High, bool IsWhole) : ISweptKey
{
    /// <summary>
    /// Whether small and large numbers are alike: where the range is positive and spans a factor of 10 or more, exp(u) is drawn with u uniform in [ln Low, ln High], as J. Bergstra and
    /// Y. Bengio, «Random search for hyper-parameter optimization», JMLR 13, 2012, do for learning rates and sizes.
    /// </summary>
    public bool IsLogarithmic => Low > 0 && High >= 10 * Low;

    // Three digits: a value can be read, and typed again. A whole number n stands for [n, n + 1).
    public string Draw(RandomStream random)
    {
        var (low, high) = (Low, IsWhole ? High + 1 : High);
        var u = random.NextDouble();
        var drawn = IsLogarithmic ? low * Math.Pow(high / low, u) : low + ((high - low) * u);
        var value = IsWhole ? Math.Floor(drawn) : double.Parse(drawn.ToString("g3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Clamp(value, Low, High).ToString(CultureInfo.InvariantCulture);
    }
}
