using System.Globalization;

namespace RnnTrainer.Common;

/// <summary>Numbers and lists in sentences.</summary>
static class Words
{
    /// <summary><c>1 cell</c>, <c>2,000 cells</c>, <c>3 classes</c>.</summary>
    public static string Counted(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {Agree(count, noun, noun.EndsWith('s') ? noun + "es" : noun + "s")}");

    /// <summary>The form of a word that goes with a number: <c>is</c> with 1, <c>are</c> with any other.</summary>
    public static string Agree(long count, string one, string many) => count == 1 ? one : many;

    /// <summary>
    /// All names if there are at most <paramref name="most"/>; otherwise the first of them and the number of all: <c>a, b, … (7 in
    /// all)</c>.
    /// </summary>
    /// <param name="shown">The number of names before the dots; null: <paramref name="most"/>.</param>
    public static string FirstFew(IReadOnlyList<string> names, int most, int? shown = null) =>
        names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(shown ?? most))}, … ({names.Count} in all)";
}
