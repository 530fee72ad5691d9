namespace RnnTrainer.Cli;

/// <summary>A line of a figure.</summary>
/// <param name="Points">Where y is no finite number, there is no point.</param>
sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);
