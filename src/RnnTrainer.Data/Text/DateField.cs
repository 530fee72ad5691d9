namespace RnnTrainer.Data.Text;

/// <summary>A part of a date-time in a text.</summary>
/// <param name="Part">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">The number of its characters.</param>
readonly record struct DateField(DatePart Part, int Start, int Length)
{
    /// <summary>The least number of digits to write, and whether a name is written out: then it is more than three.</summary>
    public int Width { get; init; } = Length;
}

/// <summary>What a part of a date-time is.</summary>
enum DatePart
{
    /// <summary>Four digits or two.</summary>
    Year,

    /// <summary>1 to 4.</summary>
    Quarter,

    /// <summary>A number.</summary>
    Month,

    /// <summary>Jan or January.</summary>
    MonthName,

    /// <summary>The week of the year by ISO 8601.</summary>
    Week,

    /// <summary>1 to 7, Monday to Sunday.</summary>
    WeekDay,

    /// <summary>Mon or Monday.</summary>
    DayName,

    /// <summary>The day of the month.</summary>
    Day,

    /// <summary>The letters of 1st, 2nd and the like.</summary>
    Ordinal,

    /// <summary>0 to 23, or 1 to 12 with AM and PM.</summary>
    Hour,

    /// <summary>0 to 59.</summary>
    Minute,

    /// <summary>0 to 59.</summary>
    Second,

    /// <summary>The digits after the point.</summary>
    Fraction,

    /// <summary>The A or P of AM and PM.</summary>
    HalfDay,
}
