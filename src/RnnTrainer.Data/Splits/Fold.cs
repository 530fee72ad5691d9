using System.Globalization;

namespace RnnTrainer.Data.Splits;

/// <summary>One of several parts of the data, each of which is held out once: written <c>2/5</c>, the second of five.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Count">How many there are, at least 2.</param>
sealed record Fold(int Number, int Count)
{
    /// <summary>The most folds.</summary>
    public const int Most = 1_000_000;

    /// <summary>Reads <c>2/5</c>; null: it is no fold.</summary>
    public static Fold? Parse(string text) =>
        text.Split('/') is [var number, var count] && TryRead(number, out var n) && TryRead(count, out var all)
        && n >= 1 && all is >= 2 and <= Most && n <= all ? new Fold(n, all) : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    static bool TryRead(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
