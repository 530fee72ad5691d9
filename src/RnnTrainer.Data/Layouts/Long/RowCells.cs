using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Reads the cells of one row into its sequence. A cell that cannot be read is recorded as an error and becomes 0.</summary>
sealed class RowCells
{
    readonly CsvReader _reader;
    readonly LongColumns _columns;
    readonly ErrorLog _errors;
    readonly CellFormat _format;
    readonly NumberCells _numbers;
    readonly StringPool _pool = new();
    readonly bool _mayMiss;
    readonly bool _keepSteps;
    readonly int[] _inputs;
    readonly int[] _targetInputs; // of each target, which input it is, or −1
    readonly int _features;
    StepKind? _stepKind; // of the first step that could be read

    public RowCells(CsvReader reader, LongColumns columns, ErrorLog errors)
    {
        (_reader, _columns, _errors) = (reader, columns, errors);
        _format = CellFormat.Of(columns.Options, reader.Separator);
        _numbers = new NumberCells(columns.Options, _format, errors);
        _mayMiss = _numbers.Missing.AreAllowed;
        _keepSteps = columns.Options.KeepSteps || columns.IsSeries;
        _inputs = columns.Inputs;
        _targetInputs = [.. columns.Targets.Select(i => columns.HasSequenceTargets ? -1 : Array.IndexOf(columns.Inputs, i))];
        _features = CalendarColumns.Count(columns.Options.Calendar);
    }

    /// <summary>Reads the current row.</summary>
    public void ReadInto(SequenceRows rows)
    {
        var x = rows.AddRow();
        for (var k = 0; k < _inputs.Length; k++)
        {
            x[k] = _numbers.TryRead(_reader.GetSpan(_inputs[k]), _mayMiss, out var value) ? value : MissingOrInvalid(_inputs[k], _mayMiss);
        }

        for (var d = 0; d < _columns.Dates.Length; d++)
        {
            ReadDate(_columns.Dates[d], x.Slice(_inputs.Length + (d * _features), _features));
        }

        foreach (var i in _columns.Texts)
        {
            ReadText(rows, i);
        }

        if (_columns.Step >= 0)
        {
            ReadStep(rows);
        }

        if (_columns.TargetKind == TargetKind.Label)
        {
            ReadLabel(rows, _columns.Targets[0]);
        }
        else
        {
            ReadTargets(rows, x);
        }
    }

    double MissingOrInvalid(int i, bool mayMiss) => mayMiss && _numbers.Missing.Contains(_reader.GetSpan(i)) ? double.NaN : Invalid(i);

    double Invalid(int i) => _numbers.Invalid(_reader.GetSpan(i), _columns.Header[i], () => CsvFile.OffsetOf(_reader, i));

    void ReadDate(int i, Span<double> x)
    {
        if (DateText.TryParse(_reader.GetSpan(i), _format.Dates, out var time))
        {
            CalendarColumns.Write(time, _columns.Options.Calendar, x);
        }
        else
        {
            Report(i, $"{Found(i)} is not a date-time in column '{_columns.Header[i]}'", DateHint(_reader.GetString(i)));
        }
    }

    void ReadText(SequenceRows rows, int i)
    {
        var cell = _reader.GetSpan(i);
        if (cell.IsEmpty && !_mayMiss)
        {
            Report(
                i, $"the cell in column '{_columns.Header[i]}' is empty",
                "Write a word, or set missing: mean, so that an empty cell counts as unknown.");
        }

        rows.AddText(_pool.Of(cell));
    }

    void ReadStep(SequenceRows rows)
    {
        var i = _columns.Step;
        var isStep = StepValue.TryRead(_reader.GetSpan(i), _columns.IsSeries, _format, out var step);
        rows.AddStep(step, CsvFile.OffsetOf(_reader, i), isStep);
        if (_keepSteps)
        {
            rows.AddStepText(_reader.GetString(i));
        }

        if (isStep)
        {
            _stepKind ??= step.Kind;
            return;
        }

        var (expected, hint) = ExpectedStep(_reader.GetString(i));
        Report(i, $"{Found(i)} is not {expected} in column '{_columns.Header[i]}'", hint);
    }

    void ReadLabel(SequenceRows rows, int i)
    {
        var label = _reader.GetSpan(i);
        if (label.IsEmpty)
        {
            Report(
                i,
                $"the label in column '{_columns.Header[i]}' is empty",
                _columns.HasSequenceTargets ? "Give every row the label of its sequence, or leave out the sequence."
                : "Give every row a label, or leave out the rows without one.");
        }
        else if (!_columns.HasSequenceTargets)
        {
            rows.AddStepLabel(_pool.Of(label));
        }
        else if (!rows.Agrees(label, _pool))
        {
            Report(
                i,
                $"sequence '{Printable.Cell(rows.Id)}' has the label {Found(i)} here but '{Printable.Cell(rows.Label!)}' in line " +
                $"{_errors.LineOf(rows.Offset)}",
                "A sequence has one label, the same in all its rows; for a label at each step use the task tag.");
        }
    }

    void ReadTargets(SequenceRows rows, ReadOnlySpan<double> x)
    {
        for (var n = 0; n < _columns.Targets.Length; n++)
        {
            var i = _columns.Targets[n];
            var value = _targetInputs[n] is >= 0 and var k ? x[k] : Target(i);
            if (_columns.TargetKind == TargetKind.Binary && value is not (0 or 1))
            {
                Report(
                    i, $"{Found(i)} is neither 0 nor 1 in column '{_columns.Header[i]}'",
                    "The targets of multilabel are 1 if the label applies, otherwise 0.");
            }

            if (!_columns.HasSequenceTargets)
            {
                rows.AddStepTarget(value);
            }
            else if (!rows.Agrees(n, value))
            {
                Report(
                    i,
                    $"sequence '{Printable.Cell(rows.Id)}' has the target {Printable.Cell(_reader.GetString(i))} here but another in " +
                    $"line {_errors.LineOf(rows.Offset)}",
                    "A sequence has one target, the same in all its rows.");
            }
        }
    }

    double Target(int i) =>
        _numbers.Target(_reader.GetSpan(i), _columns.Options.TargetsMayMiss, _columns.Header[i], () => CsvFile.OffsetOf(_reader, i));

    string Found(int i) => $"'{Printable.Cell(_reader.GetString(i))}'";

    void Report(int i, string message, string hint) => _errors.AddCell(_reader, i, message, hint);

    string DateHint(string cell) => _format.Dates switch
    {
        _ when DateText.HasWideOffset(cell) => "An offset from UTC lies between -14:00 and +14:00.",
        DateOrder.DayFirst => "Write 31/07/2016 (date_order: day-first), 2016-07-31 or 2016-07-31 13:05:00.",
        DateOrder.MonthFirst => "Write 07/31/2016 (date_order: month-first), 2016-07-31 or 2016-07-31 13:05:00.",
        _ => DateText.IsAmbiguous(cell)
            ? "Day and month can be confused here: set date_order: day-first or month-first, or write the year first, 2016-07-31 or " +
                "2016-07-31 13:05:00."
            : "Write 2016-07-31 or 2016-07-31 13:05:00.",
    };

    /// <summary>What a step must be: the same kind as the first one that could be read.</summary>
    (string Kind, string Hint) ExpectedStep(string cell) => _stepKind switch
    {
        StepKind.Time => ("a date-time, as those before it are,", DateHint(cell)),
        StepKind.Whole => ("a whole number", "Number the rows of a sequence 0, 1, 2, …"),
        StepKind.Number => ("a number", "Write a number such as 2.5."),
        _ => _columns.IsSeries ? ("a number or a date-time", DateHint(cell))
            : ("a whole number or a date-time", $"Number the rows of a sequence 0, 1, 2, …, or give their times. {DateHint(cell)}"),
    };
}
