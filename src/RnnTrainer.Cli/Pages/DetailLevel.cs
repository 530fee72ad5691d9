namespace RnnTrainer.Cli.Pages;

/// <summary>How much a page shows, so that it stays light however large a run is.</summary>
/// <param name="Points">Points of a curve.</param>
/// <param name="Rows">Rows of a table.</param>
/// <param name="Dots">Points of a cloud.</param>
/// <param name="Units">Rows of a heat map.</param>
/// <param name="Steps">Columns of a heat map.</param>
/// <param name="Classes">Classes of a confusion matrix.</param>
/// <param name="Text">Characters of a value.</param>
/// <param name="HasSections">Whether each run has a section of its own.</param>
/// <param name="Runs">Rows of the table of runs.</param>
sealed record DetailLevel(int Points, int Rows, int Dots, int Units, int Steps, int Classes, int Text, bool HasSections, int Runs)
{
    /// <summary>The largest size of a page in bytes.</summary>
    public const int MostBytes = 500_000;

    /// <summary>From the most to the least; with the last level every page is light.</summary>
    public static IReadOnlyList<DetailLevel> Levels { get; } =
    [
        new(400, 100, 300, 48, 96, 30, 2000, HasSections: true, 1000),
        new(200, 50, 150, 24, 64, 20, 500, HasSections: true, 1000),
        new(80, 20, 60, 12, 32, 12, 200, HasSections: true, 1000),
        new(30, 8, 20, 6, 16, 6, 80, HasSections: true, 1000),
        new(30, 8, 0, 0, 0, 0, 60, HasSections: false, 150),
    ];

    /// <summary>A text, cut after <see cref="Text"/> characters.</summary>
    public string Cut(string text) => text.Length <= Text ? text : $"{text[..Text]} … ({text.Length} characters)";
}
