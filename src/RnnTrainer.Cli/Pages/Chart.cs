namespace RnnTrainer.Cli.Pages;

/// <summary>The data of a figure with two axes; the picture and the table under it are both made from this.</summary>
/// <param name="Title">The caption.</param>
/// <param name="X">The title of the horizontal axis.</param>
/// <param name="Y">The title of the vertical axis; empty if the caption says it.</param>
sealed record Chart(string Title, string X, string Y = "")
{
    public IReadOnlyList<Curve> Curves { get; init; } = [];

    public IReadOnlyList<Band> Bands { get; init; } = [];

    /// <summary>The names of x = 0, 1, …; empty if x is a number.</summary>
    public IReadOnlyList<string> XNames { get; init; } = [];

    /// <summary>The names of y = 0, 1, …; empty if y is a number.</summary>
    public IReadOnlyList<string> YNames { get; init; } = [];

    /// <summary>A value of x to mark, and what it is.</summary>
    public (string Name, double X)? Marked { get; init; }

    /// <summary>The base of a logarithmic horizontal axis; null for a linear one.</summary>
    public double? XBase { get; init; }

    public AxisScale YScale { get; init; }

    /// <summary>A sentence under the caption.</summary>
    public string Note { get; init; } = "";
}

/// <summary>The scale of a vertical axis.</summary>
enum AxisScale
{
    /// <summary>Logarithmic if all values are positive and span more than a factor of 10, else linear; from zero if all are
    /// equal.</summary>
    Auto,
    Linear,
    Logarithmic,

    /// <summary>Linear, starting at zero.</summary>
    FromZero,

    /// <summary>Linear, for values that cannot exceed 1.</summary>
    Share,
}

/// <summary>How a curve is drawn.</summary>
enum CurveStyle
{
    Line,
    Dashed,

    /// <summary>A horizontal step around each point; points are 1 apart.</summary>
    Stairs,
    Dots,

    /// <summary>Bars, stacked on the bars of the curves before.</summary>
    Bars,
}

/// <summary>One series of a chart.</summary>
/// <param name="Name">Its name in the legend and in the table.</param>
/// <param name="Points">A point whose y is not finite leaves a gap.</param>
/// <param name="Style">How it is drawn.</param>
sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points, CurveStyle Style = CurveStyle.Line)
{
    /// <summary>The colour of the text instead of one of the palette.</summary>
    public const int TextColour = -1;

    /// <summary>Its colour: an index into the palette, or <see cref="TextColour"/>; null for the curve's own index.</summary>
    public int? Colour { get; init; }

    /// <summary>Whether it only guides the eye: drawn thinner, and left out of the table.</summary>
    public bool IsGuide { get; init; }
}

/// <summary>A range of y over x, drawn as an area.</summary>
/// <param name="Name">Its name in the legend and in the table.</param>
/// <param name="Points">The lower and the upper limit at each x.</param>
/// <param name="Colour">An index into the palette.</param>
sealed record Band(string Name, IReadOnlyList<(double X, double Low, double High)> Points, int Colour);
