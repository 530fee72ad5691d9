using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files;

/// <summary>
/// Writes a table: the names of its columns, then its rows, cell by cell. A column holds texts, numbers or whole numbers.
/// </summary>
abstract class TableWriter
{
    /// <summary>Begins the table.</summary>
    public abstract void Begin(IReadOnlyList<string> names);

    /// <summary>Writes a text; an empty one is missing.</summary>
    public abstract void Cell(string text);

    /// <summary>Writes a number; NaN is missing.</summary>
    public abstract void Cell(double number);

    /// <summary>Writes a whole number.</summary>
    public abstract void Cell(long number);

    /// <summary>Ends a row, which has a cell for each column.</summary>
    public abstract void EndRow();

    /// <summary>Ends the table.</summary>
    public abstract void End();
}

/// <summary>Writes CSV that data files are read from; numbers have the shortest form that reads back the same.</summary>
sealed class CsvTableWriter(TextWriter to) : TableWriter
{
    bool _isInRow;

    public override void Begin(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            Cell(name);
        }

        EndRow();
    }

    public override void Cell(string text)
    {
        Separate();
        to.Write(CsvText.QuotedForReading(text));
    }

    public override void Cell(double number)
    {
        Separate();
        Span<char> buffer = stackalloc char[32];
        if (!double.IsNaN(number) && number.TryFormat(buffer, out var count, provider: CultureInfo.InvariantCulture))
        {
            to.Write(buffer[..count]);
        }
    }

    public override void Cell(long number)
    {
        Separate();
        to.Write(number.ToString(CultureInfo.InvariantCulture));
    }

    public override void EndRow()
    {
        to.Write('\n');
        _isInRow = false;
    }

    public override void End()
    {
    }

    void Separate()
    {
        if (_isInRow)
        {
            to.Write(',');
        }

        _isInRow = true;
    }
}
