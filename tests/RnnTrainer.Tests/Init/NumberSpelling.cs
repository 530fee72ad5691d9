using System.Globalization;

namespace RnnTrainer.Tests.Init;

/// <summary>One of the ways in which files write numbers.</summary>
/// <param name="Name">The row of the table of rates.</param>
/// <param name="Write">Writes a number of about 20 to 90.</param>
/// <param name="Read">What the cell says.</param>
sealed record NumberSpelling(string Name, Func<double, string> Write, Func<double, double> Read)
{
    /// <summary>Whether its cells have a decimal comma.</summary>
    public bool HasComma { get; init; }

    /// <summary>Whether cells are always in quotes.</summary>
    public bool IsQuoted { get; init; }

    public static NumberSpelling Plain { get; } = Rounded("20.5", x => Text(x, "0.0#"));

    public static NumberSpelling[] All { get; } =
    [
        Plain,
        Rounded("20,5", x => Text(x, "0.0#").Replace('.', ',')) with { HasComma = true },
        new("1.020,55", x => Text(100 * x, "#,##0.00").Replace(',', ' ').Replace('.', ',').Replace(' ', '.'), x => Math.Round(100 * x, 2)) { HasComma = true },
        new("1,020.55", x => Text(100 * x, "#,##0.00"), x => Math.Round(100 * x, 2)),
        Rounded("$20.50", x => $"${Text(x, "0.00")}"),
        new("$1,020.50", x => $"${Text(100 * x, "#,##0.00")}", x => Math.Round(100 * x, 2)),
        Rounded("20,50 €", x => $"{Text(x, "0.00")} €".Replace('.', ',')) with { HasComma = true },
        Rounded("20.5%", x => $"{Text(x, "0.0#")}%"),
        Rounded("20.5 kW", x => $"{Text(x, "0.0#")} kW"),
        new("20.5K", x => $"{Text(x, "0.0#")}K", x => 1000 * Math.Round(x, 2)),
        new("20.5M", x => $"{Text(x, "0.00")}M", x => 1e6 * Math.Round(x, 2)),
        new("1'020.5", x => Text(100 * x, "#,##0.0").Replace(',', '\''), x => Math.Round(100 * x, 1)),
        new("1 020.5 with a no-break space", x => Text(100 * x, "#,##0.0").Replace(',', '\u00A0'), x => Math.Round(100 * x, 1)),
        Rounded("\"  20.5\"", x => $"  {Text(x, "0.0#")}") with { IsQuoted = true },
        Rounded("\"20.5\"", x => Text(x, "0.0#")) with { IsQuoted = true },
        new("whole numbers", x => Text(100 * x, "0"), x => Math.Round(100 * x)),
    ];

    static NumberSpelling Rounded(string name, Func<double, string> write) => new(name, write, x => Math.Round(x, 2));

    static string Text(double x, string format) => Math.Round(x, 2).ToString(format, CultureInfo.InvariantCulture);
}
