using System.Globalization;
using System.Text.RegularExpressions;

namespace RnnTrainer.Common;

/// <summary>A number of bytes as people write it: <c>256MB</c>, <c>1.5 GB</c>, <c>512KiB</c>.</summary>
/// <param name="Bytes">At least 1.</param>
readonly partial record struct MemorySize(long Bytes)
{
    /// <summary>What a size looks like, as a regular expression.</summary>
    public const string Pattern = "^[0-9]+([.][0-9]+)? ?[kKMGT]i?B$";

    const string Units = "KMGT";

    /// <summary>Reads a size: KB, MB, GB and TB are powers of 1000, KiB, MiB, GiB and TiB of 1024; null if it is none.</summary>
    public static MemorySize? Parse(string text)
    {
        if (!Form().IsMatch(text))
        {
            return null;
        }

        var isBinary = text[^2] == 'i';
        var number = text[..^(isBinary ? 3 : 2)];
        var power = 1 + Units.IndexOf(char.ToUpperInvariant(text[^(isBinary ? 3 : 2)]), StringComparison.Ordinal);
        var bytes = double.Parse(number, CultureInfo.InvariantCulture) * Math.Pow(isBinary ? 1024 : 1000, power);
        return bytes is >= 1 and < long.MaxValue ? new MemorySize((long)bytes) : null;
    }

    /// <summary>In the largest unit that says it exactly: <see cref="Parse"/> reads it back.</summary>
    public override string ToString()
    {
        for (var power = Units.Length; power > 0; power--)
        {
            foreach (var (unit, suffix) in new[] { (Math.Pow(1000, power), "B"), (Math.Pow(1024, power), "iB") })
            {
                if (Bytes >= unit && Bytes % unit == 0)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"{Bytes / unit}{Units[power - 1]}{suffix}");
                }
            }
        }

        return ((decimal)Bytes / 1000).ToString(CultureInfo.InvariantCulture) + "KB";
    }

    [GeneratedRegex(Pattern)]
    private static partial Regex Form();
}
