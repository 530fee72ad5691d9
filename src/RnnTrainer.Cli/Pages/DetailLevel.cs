using RnnTrainer.Autodiff.Sequences;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Cli.Pages;

/// <summary>How much a page shows: however much there is to see, it stays light.</summary>
/// <param name="Points">Of a curve.</param>
/// <param name="Rows">Of a table.</param>
/// <param name="Dots">Of a cloud.</param>
/// <param name="Units">Rows of a heat map.</param>
/// <param name="Steps">Columns of one.</param>
/// <param name="Classes">Of a confusion.</param>
/// <param name="Text">Characters of a value.</param>
/// <param name="HasSections">Whether each run has a section of its own.</param>
/// <param name="Runs">Rows of the table of runs.</param>
sealed record DetailLevel(int Points, int Rows, int Dots, int Units, int Steps, int Classes, int Text, bool HasSections, int Runs)
{
    /// <summary>Bytes of a page.</summary>
    public const int MostBytes = 500_000;

    /// <summary>From much to little; with the last, a page is light whatever it is of.</summary>
    public static IReadOnlyList<DetailLevel> Levels { get; } =
    [
        new(400, 100, 300, 48, 96, 30, 2000, HasSections: true, 1000),
        new(200, 50, 150, 24, 64, 20, 500, HasSections: true, 1000),
        new(80, 20, 60, 12, 32, 12, 200, HasSections: true, 1000),
        new(30, 8, 20, 6, 16, 6, 80, HasSections: true, 1000),
        new(30, 8, 0, 0, 0, 0, 60, HasSections: false, 150),
    ];

    /// <summary>A text that is cut where it is too long.</summary>
    public string Cut(string text) => text.Length <= Text ? text : $"{text[..Text]} … ({text.Length} characters)";
}
