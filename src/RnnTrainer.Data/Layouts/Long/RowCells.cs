using System.Buffers;
using System.Runtime.CompilerServices;
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
    readonly RecentCodes _words;
    readonly bool _mayMiss;
    readonly byte _sign; // of decimals
    readonly StepCells _steps;
    readonly int[] _inputs;
    readonly int[] _targetInputs; // of each target, which input it is, or −1
    readonly int _features;
    readonly bool _hasMarkers; // numbers that mark missing values

    /// <param name="record">The current row.</param>
    /// <param name="words">Has a number for each word and label.</param>
    public RowCells(CsvCells record, LongColumns columns, ErrorLog errors, RecentCodes words)
    {
        (_record, _reader, _columns, _errors, _words) = (record, record.Reader, columns, errors, words);
        _format = CellFormat.Of(columns.Options, _reader.Separator);
        _numbers = new NumberCells(columns.Options, _format, errors);
        _sign = _format.Sign;
        _mayMiss = _numbers.Missing.AreAllowed;
        _hasMarkers = _numbers.Missing.HasNumbers;
        _steps = new StepCells(record, columns, _format, errors);
        _inputs = columns.Inputs;
        _targetInputs = [.. columns.Targets.Select(i => columns.HasSequenceTargets ? -1 : Array.IndexOf(columns.Inputs, i))];
        _features = CalendarColumns.Count(columns.Options.Calendar);
    }

    /// <summary>The first number of each column that was read without its unit or groups.</summary>
    public IReadOnlyDictionary<int, string> Reinterpreted => _numbers.Reinterpreted;

    /// <summary>Reads the current row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // called for every row from the first on
    public void ReadInto(RowBlock rows)
    {
        var x = rows.AddRow();
        for (var k = 0; k < _inputs.Length; k++)
        {
            x[k] = Input(_inputs[k]);
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

        if (_columns.Group >= 0)
        {
            var group = _record[_columns.Group];
            rows.Groups.Add(group.IsEmpty ? -1 : _words.Of(group));
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

    /// <summary>Reads an input. Long numbers with a decimal point are left to the CSV reader, which is fast at them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // called for every cell from the first on
    double Input(int i)
    {
        var cell = _record[i];
        var isNumber = cell.Length <= NumberText.Short ? NumberText.TryReadShort(cell, _sign, out var x) : TryLong(cell, i, out x);
        return isNumber && !_hasMarkers ? x
            : _numbers.TryRead(cell, _mayMiss, i, out x) ? x
            : MissingOrInvalid(i, _mayMiss);
    }

    bool TryLong(ReadOnlySpan<byte> cell, int i, out double x)
    {
        x = 0;
        return _sign == '.' && cell.IndexOfAnyExcept(Plain) < 0 && _reader.TryParse(i, out x) && double.IsFinite(x);
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

        rows.Texts.Add(_words.Of(cell));
    }

    void ReadLabel(RowBlock rows, int i)
    {
        var label = _record[i];
        if (label.IsEmpty && !_columns.HasSequenceTargets)
        {
            Report(
                i, $"the label in column '{_columns.Header[i]}' is empty", "Give every row a label, or leave out the rows without one.");
        }

        rows.Labels.Add(label.IsEmpty ? -1 : _words.Of(label));
    }

    void ReadTargets(RowBlock rows, ReadOnlySpan<double> x)
    {
        for (var n = 0; n < _columns.Targets.Length && !_columns.TargetsAreAllInputs; n++)
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
