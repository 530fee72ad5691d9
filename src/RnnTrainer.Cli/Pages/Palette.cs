namespace RnnTrainer.Cli.Pages;

/// <summary>The classes of <c>report.css</c> that colour the curves of a chart.</summary>
static class Palette
{
    // As many as report.css has.
    const int Colours = 8;

    /// <summary>The classes of a curve: how it is drawn, and its colour.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="index">Its index in the chart.</param>
    public static string Classes(Curve curve, int index) => Classes(Shape(curve), curve.Colour ?? index);

    /// <summary>A class together with that of a colour.</summary>
    /// <param name="shape">How it is drawn.</param>
    /// <param name="colour">An index, or <see cref="Curve.TextColour"/>.</param>
    public static string Classes(string shape, int colour) => colour == Curve.TextColour ? shape : $"{shape} c{colour % Colours}";

    static string Shape(Curve curve) => curve.Style switch
    {
        CurveStyle.Bars => "bar",
        CurveStyle.Dots => "dots",
        _ when curve.Points.Count == 1 => "dots",
        CurveStyle.Dashed => curve.IsGuide ? "line dashed guide" : "line dashed",
        _ => curve.IsGuide ? "line guide" : "line",
    };
}
