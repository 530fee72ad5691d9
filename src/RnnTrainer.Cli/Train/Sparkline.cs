using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Train;

/// <summary>Numbers as a line of characters of different heights.</summary>
static class Sparkline
{
    const string Unicode = "▁▂▃▄▅▆▇";
    const string Ascii = "_.-=*#";

    // Numbers that span more than this factor are drawn by their logarithms.
    const double WideRange = 10;

    /// <param name="values">A number that is not finite is drawn as a space.</param>
    public static string Of(IReadOnlyList<double> values, bool isUnicode)
    {
        var levels = isUnicode ? Unicode : Ascii;
        var finite = values.Where(double.IsFinite).ToList();
        if (finite.Count == 0)
        {
            return "";
        }

        var isLogarithmic = finite.Min() > 0 && finite.Max() > WideRange * finite.Min();
        var (low, high) = (At(finite.Min()), At(finite.Max()));
        return string.Concat(
            values.Select(
                v => !double.IsFinite(v) ? ' '
                : levels[high > low ? (int)Math.Round((At(v) - low) / (high - low) * (levels.Length - 1)) : levels.Length / 2]));

        double At(double value) => isLogarithmic ? Math.Log(value) : value;
    }
}
