using System.Runtime.CompilerServices;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Reads the step of a row from its column or columns. A cell that cannot be read is recorded as an error.</summary>
sealed class StepCells(CsvCells record, LongColumns columns, CellFormat format, ErrorLog errors)
{
    readonly bool _keep = columns.Options.KeepSteps || columns.IsSeries;
    readonly bool _keepOffsets = !record.Trims;
    DayCells _day;
    StepKind? _kind; // of the first step that could be read

    static StepValue NoStep => new(StepKind.Whole, double.NaN);

    /// <summary>The moment of the last step of several columns.</summary>
    public DateTime Moment { get; private set; }

    /// <summary>Reads the step of the current row into its sequence.</summary>
    public void ReadInto(RowBlock rows)
    {
        if (_keepOffsets)
        {
            rows.StepOffsets.Add(record.OffsetOf(columns.Steps[0]));
        }

        if (columns.Steps.Length == 1)
        {
            ReadOne(rows, columns.Steps[0]);
        }
        else
        {
            ReadSeveral(rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // called for every row from the first on
    void ReadOne(RowBlock rows, int i)
    {
        var cell = record[i];
        var isStep = TryCounter(cell, out var step) || _day.TryRead(cell, format, out step) || StepValue.TryRead(cell, format, out step);
        rows.AddStep(isStep ? step : NoStep);
        if (_keep)
        {
            rows.AddStepCell(cell);
        }

        if (isStep)
        {
            _kind ??= step.Kind;
            return;
        }

        var (expected, hint) = ExpectedStep(record.Text(i));
        Report(i, expected, hint);
    }

    /// <summary>Reads a short whole number, which is no time.</summary>
    bool TryCounter(ReadOnlySpan<byte> cell, out StepValue step)
    {
        var isCounter = NumberText.TryReadEight(cell, NumberText.NoSign, out var x) && format.DateNumbers == DateFormat.Auto;
        step = new StepValue(StepKind.Whole, x);
        return isCounter;
    }

    void ReadSeveral(RowBlock rows)
    {
        string[] cells = [.. columns.Steps.Select(i => record.Text(i).Trim())];
        var isStep = StepJoin.TryRead(cells, format, out var time, out var fault, out var expected);
        Moment = time;
        rows.AddStep(isStep ? StepValue.At(time) : NoStep);
        if (_keep)
        {
            rows.AddStepCell(isStep ? Encoding.UTF8.GetBytes(StepJoin.Text(cells, time, format)) : []);
        }

        if (!isStep)
        {
            Report(columns.Steps[fault], expected, fault == 0 && DateText.IsAmbiguous(cells[0]) ? DateCells.Hint(cells[0], format)
                : "Name the columns of a moment from its largest part to its smallest: step: [date, time] or step: [year, month, day].");
        }
    }

    void Report(int i, string expected, string hint) =>
        errors.Add(() => record.OffsetOf(i), $"'{Printable.Cell(record.Text(i))}' is not {expected} in column '{columns.Header[i]}'", hint);

    /// <summary>What a step must be: the same kind as the first one that could be read.</summary>
    (string Kind, string Hint) ExpectedStep(string cell) => _kind switch
    {
        _ when format.DateNumbers != DateFormat.Auto && NumberText.TryReadPlain(Encoding.UTF8.GetBytes(cell), format, out _) =>
        (
            $"a date as date_format: {format.DateNumbers.ToString().ToLowerInvariant()} says",
            "Correct the number, or set another date_format."),
        StepKind.Time => ("a date-time, as those before it are,", DateCells.Hint(cell, format)),
        StepKind.Clock => ("a time of day, as those before it are,", "Write 13:05, 13:05:59 or 1:05 PM."),
        StepKind.Whole => ("a whole number", "Number the rows of a sequence 0, 1, 2, …"),
        StepKind.Number => ("a number", "Write a number such as 2.5."),
        _ => columns.IsSeries ? ("a number or a date-time", DateCells.Hint(cell, format))
            : (
                "a whole number or a date-time",
                $"Number the rows of a sequence 0, 1, 2, …, or give their times. {DateCells.Hint(cell, format)}"),
    };
}
