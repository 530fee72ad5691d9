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
    readonly StepCells _steps;
    readonly int[] _inputs;
    readonly int[] _targetInputs; // of each target, which input it is, or −1
    readonly int _features;

    public RowCells(CsvReader reader, LongColumns columns, ErrorLog errors)
    {
        (_reader, _columns, _errors) = (reader, columns, errors);
        _format = CellFormat.Of(columns.Options, reader.Separator);
        _numbers = new NumberCells(columns.Options, _format, errors);
        _mayMiss = _numbers.Missing.AreAllowed;
        _steps = new StepCells(reader, columns, _format, errors);
        _inputs = columns.Inputs;
        _targetInputs = [.. columns.Targets.Select(i => columns.HasSequenceTargets ? -1 : Array.IndexOf(columns.Inputs, i))];
        _features = CalendarColumns.Count(columns.Options.Calendar);
    }

    /// <summary>The first number of each column that was read without its unit or groups.</summary>
    public IReadOnlyDictionary<int, string> Reinterpreted => _numbers.Reinterpreted;

    /// <summary>Reads the current row.</summary>
    public void ReadInto(SequenceRows rows)
    {
        var x = rows.AddRow();
        for (var k = 0; k < _inputs.Length; k++)
        {
            var i = _inputs[k];
            x[k] = _numbers.TryRead(_reader.GetSpan(i), _mayMiss, i, out var value) ? value : MissingOrInvalid(i, _mayMiss);
        }

        if (_columns.Steps.Length > 0)
        {
            _steps.ReadInto(rows);
        }

        for (var d = 0; d < _columns.Dates.Length; d++)
        {
            ReadDate(_columns.Dates[d], x.Slice(_inputs.Length + (d * _features), _features));
        }

        foreach (var i in _columns.Texts)
        {
            ReadText(rows, i);
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
        if (_columns.Steps.Length > 1 && _columns.Steps.Contains(i))
        {
            CalendarColumns.Write(_steps.Moment, _columns.Options.Calendar, x);
        }
        else if (StepTime.TryRead(_reader.GetSpan(i), _format, out var time))
        {
            CalendarColumns.Write(time, _columns.Options.Calendar, x);
        }
        else
        {
            Report(i, $"{Found(i)} is not a date-time in column '{_columns.Header[i]}'", DateCells.Hint(_reader.GetString(i), _format));
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

    void ReadLabel(SequenceRows rows, int i)
    {
        var label = _reader.GetSpan(i);
        if (label.IsEmpty && _columns.HasSequenceTargets)
        {
            rows.AddEmptyTarget(_reader, i);
        }
        else if (label.IsEmpty)
        {
            Report(
                i, $"the label in column '{_columns.Header[i]}' is empty", "Give every row a label, or leave out the rows without one.");
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
            if (_columns.HasSequenceTargets && double.IsNaN(value))
            {
                rows.AddEmptyTarget(_reader, i);
                continue;
            }

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

    double Target(int i) => _numbers.Target(
        _reader.GetSpan(i), _columns.Options.TargetsMayMiss || _columns.HasSequenceTargets, i, _columns.Header[i],
        () => CsvFile.OffsetOf(_reader, i));

    string Found(int i) => $"'{Printable.Cell(_reader.GetString(i))}'";

    void Report(int i, string message, string hint) => _errors.AddCell(_reader, i, message, hint);
}
