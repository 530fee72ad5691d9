using RnnTrainer.Data.Layouts.Csv;

namespace RnnTrainer.Data.Summary;

/// <summary>Names that people give to columns that name sequences.</summary>
static class SequenceNames
{
    static readonly string[] Names =
    [
        "seq", "sequence", "id", "series", "patient", "subject", "user", "person", "customer", "session", "trial", "case", "unit",
        "episode", "recording", "sentence", "sentence #", "document", "doc", "game", "store", "station", "sensor", "device", "machine",
        "engine", "vehicle", "ticker", "stock", "country", "city", "region", "item", "product",
    ];

    /// <summary>Whether a column of that name names sequences without being chosen.</summary>
    public static bool IsUsual(string name) => HeaderNames.SequenceNames.Contains(name);

    public static bool Is(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(" id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Id", StringComparison.Ordinal)
        || name.EndsWith("ID", StringComparison.Ordinal);

    /// <summary>The place of a name among those that are known: the lower, the likelier.</summary>
    public static int Rank(string name) =>
        Array.IndexOf(Names, name.ToLowerInvariant()) is >= 0 and var known ? known : Names.Length;
}
