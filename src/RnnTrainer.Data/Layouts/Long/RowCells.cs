using System.Buffers;
using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Long;

/// <summary>Reads the cells of one row. A cell that cannot be read is recorded as an error and becomes 0.</summary>
sealed class RowCells
{
    static readonly SearchValues<byte> Plain = SearchValues.Create("0123456789+-.eE"u8);

    readonly CsvCells _record;
    readonly CsvReader _reader;
    readonly LongColumns _columns;
    readonly ErrorLog _errors;
    readonly CellFormat _format;
    readonly NumberCells _numbers;
    readonly StringPool _pool;
    readonly bool _mayMiss;
    readonly StepCells _steps;
    readonly int[] _inputs;
    readonly int[] _targetInputs; // of each target, which input it is, or −1
    readonly int _features;
    string _label = "";
    byte[] _labelCell = [];

    /// <param name="record">The current row.</param>
    /// <param name="pool">Has one string for each word and label.</param>
    public RowCells(CsvCells record, LongColumns columns, ErrorLog errors, StringPool pool)
    {
        (_record, _reader, _columns, _errors, _pool) = (record, record.Reader, columns, errors, pool);
        _format = CellFormat.Of(columns.Options, _reader.Separator);
        _numbers = new NumberCells(columns.Options, _format, errors);
        _mayMiss = _numbers.Missing.AreAllowed;
        _steps = new StepCells(record, columns, _format, errors);
        _inputs = columns.Inputs;
        _targetInputs = [.. columns.Targets.Select(i => columns.HasSequenceTargets ? -1 : Array.IndexOf(columns.Inputs, i))];
        _features = CalendarColumns.Count(columns.Options.Calendar);
    }

    /// <summary>The first number of each column that was read without its unit or groups.</summary>
    public IReadOnlyDictionary<int, string> Reinterpreted => _numbers.Reinterpreted;

    /// <summary>Reads the current row.</summary>
    public void ReadInto(RowBlock rows)
    {
        var x = rows.AddRow();
        for (var k = 0; k < _inputs.Length; k++)
        {
            var i = _inputs[k];
            x[k] = TryNumber(i, _mayMiss, out var value) ? value : MissingOrInvalid(i, _mayMiss);
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

    /// <summary>Reads a number. Long ones with a decimal point are left to the CSV reader, which is fast at them.</summary>
    bool TryNumber(int i, bool mayMiss, out double x)
    {
        var cell = _record[i];
        return cell.Length > NumberText.Short && _format.Decimal == DecimalSign.Point && cell.IndexOfAnyExcept(Plain) < 0
            && _reader.TryParse(i, out x) && double.IsFinite(x)
            ? !(mayMiss && _numbers.Missing.IsNumber(x))
            : _numbers.TryRead(cell, mayMiss, i, out x);
    }

    double MissingOrInvalid(int i, bool mayMiss) => mayMiss && _numbers.Missing.Contains(_record[i]) ? double.NaN : Invalid(i);

    double Invalid(int i) => _numbers.Invalid(_record[i], _columns.Header[i], () => _record.OffsetOf(i));

    void ReadDate(int i, Span<double> x)
    {
        if (_columns.Steps.Length > 1 && _columns.Steps.Contains(i))
        {
            CalendarColumns.Write(_steps.Moment, _columns.Options.Calendar, x);
        }
        else if (StepTime.TryRead(_record[i], _format, out var time))
        {
            CalendarColumns.Write(time, _columns.Options.Calendar, x);
        }
        else
        {
            Report(i, $"{Found(i)} is not a date-time in column '{_columns.Header[i]}'", DateCells.Hint(_record.Text(i), _format));
        }
    }

    void ReadText(RowBlock rows, int i)
    {
        var cell = _record[i];
        if (cell.IsEmpty && !_mayMiss)
        {
            Report(
                i, $"the cell in column '{_columns.Header[i]}' is empty",
                "Write a word, or set missing: mean, so that an empty cell counts as unknown.");
        }

        rows.Texts.Add(_pool.Of(cell));
    }

    void ReadLabel(RowBlock rows, int i)
    {
        var label = _record[i];
        if (label.IsEmpty && !_columns.HasSequenceTargets)
        {
            Report(
                i, $"the label in column '{_columns.Header[i]}' is empty", "Give every row a label, or leave out the rows without one.");
        }

        rows.Labels.Add(label.IsEmpty ? null : Label(label));
    }

    /// <summary>Rows that follow each other mostly have the same label.</summary>
    string Label(ReadOnlySpan<byte> cell)
    {
        if (!cell.SequenceEqual(_labelCell))
        {
            (_label, _labelCell) = (_pool.Of(cell), cell.ToArray());
        }

        return _label;
    }

    void ReadTargets(RowBlock rows, ReadOnlySpan<double> x)
    {
        for (var n = 0; n < _columns.Targets.Length; n++)
        {
            var i = _columns.Targets[n];
            var value = _targetInputs[n] is >= 0 and var k ? x[k] : Target(i);
            var isEmpty = _columns.HasSequenceTargets && double.IsNaN(value);
            if (!isEmpty && _columns.TargetKind == TargetKind.Binary && value is not (0 or 1))
            {
                Report(
                    i, $"{Found(i)} is neither 0 nor 1 in column '{_columns.Header[i]}'",
                    "The targets of multilabel are 1 if the label applies, otherwise 0.");
            }

            rows.Targets.Add(value);
        }
    }

    double Target(int i) => _numbers.Target(
        _record[i], _columns.Options.TargetsMayMiss || _columns.HasSequenceTargets, i, _columns.Header[i], () => _record.OffsetOf(i));

    string Found(int i) => $"'{Printable.Cell(_record.Text(i))}'";

    void Report(int i, string message, string hint) => _errors.Add(() => _record.OffsetOf(i), message, hint);
}
