using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Says how a date-time has to be written.</summary>
static class DateCells
{
    /// <summary>The hint for a cell that is not a date-time.</summary>
    public static string Hint(string cell, CellFormat format) => format.Dates switch
    {
        _ when DateText.HasWideOffset(cell) => "An offset from UTC lies between -14:00 and +14:00.",
        DateOrder.DayFirst => "Write 31/07/2016 (date_order: day-first), 2016-07-31 or 2016-07-31 13:05:00.",
        DateOrder.MonthFirst => "Write 07/31/2016 (date_order: month-first), 2016-07-31 or 2016-07-31 13:05:00.",
        _ => DateText.IsAmbiguous(cell)
            ? "Day and month can be confused here: set date_order: day-first or month-first, or write the year first, 2016-07-31 or " +
                "2016-07-31 13:05:00."
            : "Write 2016-07-31 or 2016-07-31 13:05:00.",
    };
}
