using System.Globalization;
using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>
/// Reads a file with a row per sequence. A row ends at its last step with a value; a series whose own steps are predicted begins at its
/// first one. Errors are recorded, and reading continues with the next row.
/// </summary>
abstract class RowReader(CsvReader reader, RowColumns columns, DataOptions options, ErrorLog errors)
{
    readonly StringPool _pool = new();
    readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    readonly int[] _places = columns.Places;
    readonly bool _isPerStep = options.TargetLevel != TargetLevel.Sequence;
    readonly KeyCells? _keys = options.FillSequence && columns.Keys.Length > 0
        ? new KeyCells(new CsvCells(reader), columns.Header, columns.Keys, isFilled: true, errors) : null;
    int _late;

    /// <summary>Reads the numbers of the file.</summary>
    protected NumberCells Numbers { get; } = new(options, CellFormat.Of(options, reader.Separator), errors);

    /// <summary>What reading all rows has shown.</summary>
    public IEnumerable<string> Notes =>
    [
        .. _late == 0 ? []
            : new[]
            {
                $"{Words.Agree(_late, "1 series begins", $"{_late} series begin")} later than the first step: the missing values before are " +
                "no steps",
            },
        .. Numbers.Reinterpreted.OrderBy(n => n.Key < 0).ThenBy(n => n.Key)
            .Select(n => $"{(n.Key < 0 ? $"column '{columns.Header[~n.Key]}'" : $"input '{columns.All[n.Key]}'")}: {n.Value}"),
    ];

    /// <summary>The sequences of all rows.</summary>
    /// <exception cref="DataException">The rows have errors.</exception>
    public IReadOnlyList<Sequence> ReadAll(CsvRows rows)
    {
        var sequences = new List<Sequence>();
        for (var n = 0; rows.Next(); n++)
        {
            var isWhole = (reader.FieldCount >= columns.Needed && reader.FieldCount <= columns.Header.Length)
                || rows.Fits(columns.Header.Length);
            if (isWhole && Steps() is { } steps)
            {
                sequences.Add(Named(steps, n));
            }
        }

        if (sequences.Count == 0 && errors.Total == 0)
        {
            errors.Add(0, "there is a header but no row below it", "Write a row for each sequence.");
        }

        errors.ThrowIfAny();
        return errors.WithLines(sequences);
    }

    /// <summary>The number of steps of the current row, with or without values; null, with the error recorded, if there are none.</summary>
    protected abstract int? Length();

    /// <summary>Whether the value of a feature is missing at a step.</summary>
    protected abstract bool IsMissing(int feature, int step);

    /// <summary>The value; NaN if it is missing and may be; otherwise 0, with the error recorded.</summary>
    protected abstract double Value(int feature, int step, bool mayMiss);

    /// <summary>The steps as texts; null if the file has none.</summary>
    protected abstract string[]? StepTexts(int first, int end);

    /// <summary>Records an error in a cell.</summary>
    protected void Report(int i, string message, string hint) => errors.AddCell(reader, Math.Max(0, i), message, hint);

    /// <summary>The number in a cell, which may be absent; NaN if it is missing and may be; otherwise 0, with the error recorded.</summary>
    protected double Number(int feature, int i, bool mayMiss)
    {
        var cell = i < reader.FieldCount ? reader.GetSpan(i) : [];
        return Numbers.TryRead(cell, mayMiss, feature, out var x) ? x
            : mayMiss && Numbers.Missing.Contains(cell) ? double.NaN
            : Invalid(cell, i);
    }

    double Invalid(ReadOnlySpan<byte> cell, int i) =>
        Numbers.Invalid(cell, columns.Header[i], () => CsvFile.OffsetOf(reader, Math.Min(i, reader.FieldCount - 1)));

    /// <summary>The steps of the current row, without its name and targets; null, with the error recorded, if it has none.</summary>
    Sequence? Steps()
    {
        if (Length() is not { } end)
        {
            return null;
        }

        var first = 0;
        while (end > 0 && IsEmpty(end - 1))
        {
            end--;
        }

        while (_isPerStep && first < end && IsEmpty(first))
        {
            first++;
        }

        if (end == 0)
        {
            Report(0, "this row has no value", "Remove it, or write the values of its steps.");
            return null;
        }

        _late += first > 0 ? 1 : 0;
        return WithTargets(Inputs(first, end), first, end);
    }

    bool IsEmpty(int step)
    {
        for (var k = 0; k < columns.All.Length; k++)
        {
            if (!IsMissing(k, step))
            {
                return false;
            }
        }

        return true;
    }

    double[] Inputs(int first, int end)
    {
        var K = columns.Inputs.Length;
        var inputs = new double[(end - first) * K];
        for (int t = first, n = 0; t < end; t++)
        {
            for (var k = 0; k < K; k++, n++)
            {
                inputs[n] = Value(k, t, Numbers.Missing.AreAllowed);
            }
        }

        return inputs;
    }

    Sequence? WithTargets(double[] inputs, int first, int end)
    {
        var (K, C, T) = (columns.Inputs.Length, _places.Length, end - first);
        var sequence = new Sequence("", T, inputs, null, null) { Steps = options.KeepSteps ? StepTexts(first, end) : null };
        if (C == 0)
        {
            return sequence;
        }

        var targets = new double[T * C];
        for (var n = 0; n < targets.Length; n++)
        {
            var (t, k) = (n / C, _places[n % C]);
            targets[n] = k < K ? inputs[(t * K) + k] : Value(k, first + t, options.TargetsMayMiss);
        }

        sequence = sequence with { StepTargets = targets };
        if (options.TargetLevel == TargetLevel.Next && T == 1)
        {
            Report(0, "this row has one value: nothing follows it", "Leave it out: each step is to predict the one after it.");
            return null;
        }

        return options.TargetLevel == TargetLevel.Next ? SequenceRows.WithNextTargets(sequence) : sequence;
    }

    Sequence Named(Sequence steps, int n)
    {
        var id = Id(n);
        if (!_ids.TryAdd(id, reader.ByteOffset))
        {
            Report(
                columns.Keys[0], $"sequence '{Printable.Cell(id)}' was already in line {errors.LineOf(_ids[id])}",
                "Give every row its own name.");
        }

        return steps with
        {
            Id = id,
            Line = reader.ByteOffset,
            Group = columns.Group >= 0 ? Group(columns.Group, id) : null,
            Label = columns.Targets.Length > 0 && options.TargetKind == TargetKind.Label ? Label(columns.Targets[0]) : null,
            Target = columns.Targets.Length > 0 && options.TargetKind is TargetKind.Number or TargetKind.Binary
                ? Array.ConvertAll(columns.Targets, Target) : null,
        };
    }

    string Id(int n) => columns.Keys.Length == 0 ? n.ToString(CultureInfo.InvariantCulture)
        : _keys is null ? SequenceKey.Join([.. columns.Keys.Select(reader.GetString)])
        : _keys.TryRead(out _) ? _keys.Id
        : "";

    double Target(int i)
    {
        var target = Numbers.Target(reader.GetSpan(i), mayMiss: false, ~i, columns.Header[i], () => CsvFile.OffsetOf(reader, i));
        if (options.TargetKind == TargetKind.Binary && target is not (0 or 1))
        {
            Report(
                i, $"'{Printable.Cell(reader.GetString(i))}' is neither 0 nor 1 in column '{columns.Header[i]}'",
                "The targets of multilabel are 1 if the label applies, otherwise 0.");
        }

        return target;
    }

    string Group(int i, string id)
    {
        if (Array.IndexOf(columns.Keys, i) is >= 0 and var k)
        {
            return SequenceKey.Split(id, columns.Keys.Length)[k]; // the cell may be that of the row above
        }

        if (reader.IsEmpty(i))
        {
            Report(i, $"the group in column '{columns.Header[i]}' is empty (split.by)", "Give every row a group, or leave out the row.");
        }

        return _pool.Of(reader.GetSpan(i));
    }

    string Label(int i)
    {
        if (reader.IsEmpty(i))
        {
            Report(i, $"the label in column '{columns.Header[i]}' is empty", "Give every row a label, or leave out the rows without one.");
        }

        return _pool.Of(reader.GetSpan(i));
    }
}
