using System.Globalization;

namespace RnnTrainer.Tests.Init;

/// <summary>One of the ways in which files write numbers.</summary>
/// <param name="Name">The row of the table of rates.</param>
/// <param name="Form">Writes a number that is rounded.</param>
sealed record NumberSpelling(string Name, Func<decimal, string> Form)
{
    /// <summary>What a drawn number is multiplied by before it is written.</summary>
    public decimal Scale { get; init; } = 1;

    /// <summary>What the unit stands for, such as 1000 for K.</summary>
    public double Unit { get; init; } = 1;

    /// <summary>The digits behind the decimal sign.</summary>
    public int Digits { get; init; } = 2;

    /// <summary>Whether its cells have a decimal comma.</summary>
    public bool HasComma { get; init; }

    /// <summary>Whether cells are always in quotes.</summary>
    public bool IsQuoted { get; init; }

    public static NumberSpelling Plain { get; } = new("20.5", x => Text(x, "0.0#"));

    public static NumberSpelling[] All { get; } =
    [
        Plain,
        new("20,5", x => Text(x, "0.0#").Replace('.', ',')) { HasComma = true },
        new("1.020,55", x => Text(x, "#,##0.00").Replace(',', ' ').Replace('.', ',').Replace(' ', '.')) { Scale = 100, HasComma = true },
        new("1,020.55", x => Text(x, "#,##0.00")) { Scale = 100 },
        new("$20.50", x => $"${Text(x, "0.00")}"),
        new("$1,020.50", x => $"${Text(x, "#,##0.00")}") { Scale = 100 },
        new("20,50 €", x => $"{Text(x, "0.00")} €".Replace('.', ',')) { HasComma = true },
        new("20.5%", x => $"{Text(x, "0.0#")}%"),
        new("20.5 kW", x => $"{Text(x, "0.0#")} kW"),
        new("20.5K", x => $"{Text(x, "0.0#")}K") { Unit = 1000 },
        new("20.5M", x => $"{Text(x, "0.00")}M") { Unit = 1e6 },
        new("1'020.5", x => Text(x, "#,##0.0").Replace(',', '\'')) { Scale = 100, Digits = 1 },
        new("1 020.5 with a no-break space", x => Text(x, "#,##0.0").Replace(',', '\u00A0')) { Scale = 100, Digits = 1 },
        new("\"  20.5\"", x => $"  {Text(x, "0.0#")}") { IsQuoted = true },
        new("\"20.5\"", x => Text(x, "0.0#")) { IsQuoted = true },
        new("whole numbers", x => Text(x, "0")) { Scale = 100, Digits = 0 },
    ];

    /// <summary>The cell of a drawn number of about 20 to 90.</summary>
    public string Write(double x) => Form(Rounded(x));

    /// <summary>What that cell says; NaN if the number is missing.</summary>
    public double Read(double x) => double.IsNaN(x) ? x : (double)Rounded(x) * Unit;

    decimal Rounded(double x) => Math.Round(Scale * (decimal)x, Digits);

    static string Text(decimal x, string format) => x.ToString(format, CultureInfo.InvariantCulture);
}
