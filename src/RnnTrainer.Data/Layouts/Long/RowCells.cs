using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Reads the cells of one row into its sequence. A cell that cannot be read is recorded, and counts as 0.</summary>
sealed class RowCells(CsvReader reader, LongColumns columns, ErrorLog errors)
{
    readonly MissingMarkers missing = new(columns.Options);
    readonly CellFormat form = CellFormat.Of(columns.Options, reader.Separator);
    readonly StringPool pool = new();
    readonly bool steady = columns.Options.TargetLevel == TargetLevel.Sequence;
    readonly bool keepSteps = columns.Options.KeepSteps || columns.IsSeries;
    readonly int[] inputs = columns.Inputs;
    StepKind? kind; // of the first step that could be read
    readonly int features = CalendarColumns.Count(columns.Options.Calendar);

    public void ReadInto(SequenceRows rows)
    {
        var x = rows.AddRow();
        for (var k = 0; k < inputs.Length; k++)
            x[k] = form.TryNumber(reader.GetSpan(inputs[k]), out var value) && !missing.IsNumber(reader.GetSpan(inputs[k])) ? value : Odd(inputs[k], missing.Allowed);
        for (var d = 0; d < columns.Dates.Length; d++)
            ReadDate(columns.Dates[d], x.Slice(inputs.Length + (d * features), features));
        foreach (var i in columns.Texts)
            ReadText(rows, i);
        if (columns.Step >= 0)
            ReadStep(rows);
        if (columns.TargetKind == TargetKind.Label)
            ReadLabel(rows, columns.Targets[0]);
        else
            ReadTargets(rows);
    }

    /// <summary>NaN if the cell is allowed to be missing; else 0, and the mistake is recorded.</summary>
    double Odd(int i, bool mayMiss)
    {
        if (mayMiss && missing.Has(reader.GetSpan(i)))
            return double.NaN;
        if (errors.IsFull)
        {
            errors.Add(0, "", "");
            return 0;
        }

        var (message, hint) = NumberText.Explain(reader.GetString(i), columns.Header[i], form);
        Report(i, message, hint);
        return 0;
    }

    void ReadDate(int i, Span<double> x)
    {
        if (form.TryDate(reader.GetSpan(i), out var time))
            CalendarColumns.Write(time, columns.Options.Calendar, x);
        else
            Report(i, $"{Found(i)} is not a date-time in column '{columns.Header[i]}'", DateHint(reader.GetString(i)));
    }

    void ReadText(SequenceRows rows, int i)
    {
        var cell = reader.GetSpan(i);
        if (cell.IsEmpty && !missing.Allowed)
            Report(i, $"the cell in column '{columns.Header[i]}' is empty", "Write a word, or set missing: mean, by which an empty cell counts as unknown.");
        rows.AddText(pool.Of(cell));
    }

    void ReadStep(SequenceRows rows)
    {
        var cell = reader.GetSpan(columns.Step);
        var good = StepValue.TryRead(cell, columns.IsSeries, form, out var step);
        rows.AddStep(step, CsvFile.OffsetOf(reader, columns.Step), good);
        if (keepSteps)
            rows.AddStepText(reader.GetString(columns.Step));
        if (good)
        {
            kind ??= step.Kind;
            return;
        }

        var (expected, hint) = Expected(reader.GetString(columns.Step));
        Report(columns.Step, $"{Found(columns.Step)} is not {expected} in column '{columns.Header[columns.Step]}'", hint);
    }

    void ReadLabel(SequenceRows rows, int i)
    {
        var label = reader.GetSpan(i);
        if (label.IsEmpty)
            Report(i, $"the label in column '{columns.Header[i]}' is empty", steady ? "Give every row the label of its sequence." : "Give every row a label.");
        else if (!steady)
            rows.AddStepLabel(pool.Of(label));
        else if (!rows.Agrees(label, pool))
            Report(i, $"sequence '{Printable.Cell(rows.Id)}' has the label '{Printable.Cell(reader.GetString(i))}' here but '{Printable.Cell(rows.Label!)}' in line {errors.LineOf(rows.Offset)}", "A sequence has one label, the same in all its rows; a label for each step is the task tag.");
    }

    void ReadTargets(SequenceRows rows)
    {
        for (var n = 0; n < columns.Targets.Length; n++)
        {
            var i = columns.Targets[n];
            var mayMiss = missing.Allowed && !steady && inputs.Contains(i);
            if (!form.TryNumber(reader.GetSpan(i), out var value) || (mayMiss && missing.IsNumber(reader.GetSpan(i))))
                value = Odd(i, mayMiss);
            if (columns.TargetKind == TargetKind.Binary && value is not (0 or 1))
                Report(i, $"{Found(i)} is neither 0 nor 1 in column '{columns.Header[i]}'", "The targets of multilabel are 1 where the label holds, else 0.");
            if (!steady)
                rows.AddStepTarget(value);
            else if (!rows.Agrees(n, value))
                Report(i, $"sequence '{Printable.Cell(rows.Id)}' has the target {Printable.Cell(reader.GetString(i))} here but another in line {errors.LineOf(rows.Offset)}", "A sequence has one target, the same in all its rows.");
        }
    }

    string Found(int i) => $"'{Printable.Cell(reader.GetString(i))}'";

    void Report(int i, string message, string hint) => errors.AddCell(reader, i, message, hint);

    string DateHint(string cell) => form.Dates switch
    {
        _ when DateText.HasWideOffset(cell) => "An offset from UTC lies between -14:00 and +14:00.",
        DateOrder.DayFirst => "Write 31/07/2016 (date_order: day-first), 2016-07-31 or 2016-07-31 13:05:00.",
        DateOrder.MonthFirst => "Write 07/31/2016 (date_order: month-first), 2016-07-31 or 2016-07-31 13:05:00.",
        _ => DateText.IsAmbiguous(cell)
            ? "Day and month can be confused here: set date_order: day-first or month-first, or write the year first, 2016-07-31 or 2016-07-31 13:05:00."
            : "Write 2016-07-31 or 2016-07-31 13:05:00.",
    };

    /// <summary>What a step must be: as the first one that could be read.</summary>
    (string Kind, string Hint) Expected(string cell) => kind switch
    {
        StepKind.Time => ("a date-time, as those before it are,", DateHint(cell)),
        StepKind.Whole => ("a whole number", "Number the rows of a sequence 0, 1, 2, …"),
        StepKind.Number => ("a number", "Write a number such as 2.5."),
        _ => columns.IsSeries ? ("a number or a date-time", DateHint(cell)) : ("a whole number or a date-time", $"Number the rows of a sequence 0, 1, 2, …, or give their times. {DateHint(cell)}"),
    };
}
