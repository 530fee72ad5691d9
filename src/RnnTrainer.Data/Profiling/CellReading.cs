namespace RnnTrainer.Data.Profiling;

/// <summary>What a cell is, at first sight.</summary>
enum CellKind
{
    /// <summary>Empty.</summary>
    Missing,

    /// <summary>A missing-value marker; among words it is a word.</summary>
    Marker,

    /// <summary>A number in the file's format.</summary>
    Number,

    /// <summary>A number with a unit, such as $20 or 20 kW.</summary>
    Unit,

    /// <summary>A number in another format than the file's, such as 1,5 for 1.5.</summary>
    OtherNumber,

    /// <summary>A date-time.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Clock,

    /// <summary>Anything else.</summary>
    Word,
}

/// <summary>What one distinct cell of a column can be read as.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Number">The number; of a date the seconds since 1970, of a clock those since midnight; NaN for words.</param>
/// <param name="MonthFirst">Of a date the seconds since 1970 if the month is written first; NaN if it cannot be.</param>
/// <param name="Unit">The unit of a number; empty if it has none.</param>
readonly record struct CellReading(CellKind Kind, double Number, double MonthFirst, string Unit)
{
    /// <summary>Whether the number is written with zeros in front, as names are: 007.</summary>
    public bool IsPadded { get; init; }

    public bool IsNumber => Kind is CellKind.Number or CellKind.Unit;

    /// <summary>Whether it is a date only with the day, or only with the month, first or with either.</summary>
    public bool NeedsOrder => Kind == CellKind.Date && Number.CompareTo(MonthFirst) != 0;
}
