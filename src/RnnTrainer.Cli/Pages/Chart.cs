namespace RnnTrainer.Cli.Pages;

/// <summary>What a figure shows: the picture and the table beneath it are made from the same.</summary>
/// <param name="X">What the horizontal axis counts.</param>
/// <param name="Y">What the vertical axis counts; empty: the title says it.</param>
sealed record Chart(string Title, string X, string Y = "")
{
    public IReadOnlyList<Curve> Curves { get; init; } = [];

    public IReadOnlyList<Band> Bands { get; init; } = [];

    /// <summary>What x = 0, 1, … stand for; empty: numbers.</summary>
    public IReadOnlyList<string> XNames { get; init; } = [];

    /// <summary>What y = 0, 1, … stand for; empty: numbers.</summary>
    public IReadOnlyList<string> YNames { get; init; } = [];

    /// <summary>A place x that is marked.</summary>
    public (string Name, double X)? Marked { get; init; }

    /// <summary>The base of a logarithmic horizontal axis; null: it is linear.</summary>
    public double? XBase { get; init; }

    public AxisScale YScale { get; init; }

    /// <summary>A sentence beneath the title.</summary>
    public string Note { get; init; } = "";
}

/// <summary>How a vertical axis divides.</summary>
enum AxisScale
{
    /// <summary>Logarithmic where values are above zero and span more than a factor of 10; from zero where all are the same.</summary>
    AsFits,
    Linear,
    Logarithmic,

    /// <summary>Linear from zero.</summary>
    FromZero,

    /// <summary>Linear, of numbers that are never above 1.</summary>
    Share,
}

/// <summary>How a curve is drawn.</summary>
enum CurveStyle
{
    Line,
    Dashed,

    /// <summary>Level around each point, which are 1 apart.</summary>
    Stairs,
    Dots,

    /// <summary>On top of the bars before it.</summary>
    Bars,
}

/// <summary>A line of a chart.</summary>
/// <param name="Points">Where y is no finite number, there is a gap.</param>
sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points, CurveStyle Style = CurveStyle.Line)
{
    /// <summary>Its place in the palette; null: its place among the curves; −1: that of text.</summary>
    public int? Colour { get; init; }

    /// <summary>It leads the eye, and stands in no table.</summary>
    public bool IsGuide { get; init; }
}

/// <summary>A range of a chart.</summary>
/// <param name="Colour">Its place in the palette.</param>
sealed record Band(string Name, IReadOnlyList<(double X, double Low, double High)> Points, int Colour);
