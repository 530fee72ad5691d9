namespace RnnTrainer.Cli.Pages;

/// <summary>Points as stairs: level from half a step before each point to half a step after it.</summary>
static class Stairs
{
    public const double Half = 0.5;

    public static IEnumerable<(double X, double Y)> Of(IReadOnlyList<(double X, double Y)> points) =>
        points.SelectMany(p => new[] { (p.X - Half, p.Y), (p.X + Half, p.Y) });
}
