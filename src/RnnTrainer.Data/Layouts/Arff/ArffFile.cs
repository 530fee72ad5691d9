using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Wide;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Arff;

/// <summary>
/// Reads <c>.arff</c> files with a sequence in each row. The numeric attributes are the steps of one input; or a relational attribute holds
/// a line for each input, with a value for each step. The target is the attribute that is named, otherwise the last one. Values that are
/// missing at the end of a row are padding.
/// </summary>
sealed class ArffFile
{
    /// <summary>The share of the attributes that have to be numbered steps.</summary>
    const double MostSteps = 0.7;

    readonly ArffHeader _header;
    readonly DataOptions _options;
    readonly ErrorLog _errors;
    readonly NumberCells _numbers;
    readonly StringPool _pool = new();
    readonly int[] _targets;
    readonly int _id;
    readonly int _group; // the attribute; −1: none
    readonly int _relational;
    readonly int[] _steps;
    int _width;

    ArffFile(ArffHeader header, DataOptions options, ErrorLog errors)
    {
        (_header, _options, _errors) = (header, options, errors);
        _numbers = new NumberCells(options, CellFormat.Of(options), errors);
        var all = header.Attributes;
        _targets = Targets();
        _relational = all.ToList().FindIndex(a => a.Kind == ArffKind.Relational);
        _group = options.Group is not { } group ? -1 : options.GroupMayMiss ? header.IndexOf(group) : Find(group);
        _id = options.Sequence is [var named] ? header.IndexOf(named)
            : Enumerable.Range(0, all.Count).FirstOrDefault(i => all[i].Kind == ArffKind.Text && i != _group, -1);
        _id = _targets.Contains(_id) ? -1 : _id;
        _steps = [
            .. Enumerable.Range(0, all.Count)
                .Where(i => all[i].Kind == ArffKind.Numeric && !_targets.Contains(i) && i != _id && i != _group)];
    }

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = ErrorLog.OfValid(text, file);
        var header = ArffHeader.Read(text, errors);
        errors.ThrowIfAny();
        var arff = new ArffFile(header, options, errors);
        arff.RequireInputs();
        errors.ThrowIfAny();
        Sequence[] sequences = [.. ArffRows.Of(text, header, errors).Select((row, n) => arff.Sequence(row, n)).OfType<Sequence>()];
        if (sequences.Length == 0 && errors.Total == 0)
        {
            errors.Add(0, "there is no row after @data", "Write a row for each sequence after @data.");
        }

        errors.ThrowIfAny();
        string[] inputs = arff._width == 1 ? ["x"] : [.. Enumerable.Range(0, arff._width).Select(k => $"x{k}")];
        return new SequenceSet(file, inputs, arff.TargetNames, sequences)
        {
            IdColumns = arff._id < 0 ? [] : [header.Attributes[arff._id].Name],
            Notes = arff.Notes,
        };
    }

    /// <summary>
    /// Whether each row is a sequence: an attribute is relational, or most are numbered (att1, att2, …) and none is a date. The rows of
    /// other files are steps.
    /// </summary>
    public static bool HoldsSequences(byte[] text)
    {
        var header = ArffHeader.Read(text, new ErrorLog("", text));
        var all = header.Attributes;
        string[] numeric = [.. all.Where(a => a.Kind == ArffKind.Numeric).Select(a => a.Name)];
        var isOneStep = numeric is [[.., >= '0' and <= '9']] && all is [_, { Kind: ArffKind.Nominal }];
        return isOneStep || all.Any(a => a.Kind == ArffKind.Relational)
            || (all.All(a => a.Kind != ArffKind.Date)
                && WideHeader.Of(numeric, new HashSet<int>(), new DataOptions()).Features.Any(f =>
                    f.Fields.Length >= MostSteps * all.Count));
    }

    /// <summary>The target that the file itself has: its last attribute, and whether that is a number.</summary>
    public static (string Name, bool IsNumber)? Target(byte[] text) =>
        ArffHeader.Read(text, new ErrorLog("", text)).Attributes is [.., var last] ? (last.Name, last.Kind == ArffKind.Numeric) : null;

    string[] TargetNames => _options.TargetKind == TargetKind.None ? [] : [.. _targets.Select(i => _header.Attributes[i].Name)];

    IReadOnlyList<string> Notes
    {
        get
        {
            string[] others = [
                .. _header.Attributes.Where((a, i) => i != _id && i != _group && !_targets.Contains(i)
                    && (_relational >= 0 ? i != _relational : !_steps.Contains(i)))
                    .Select(a => a.Name)];
            string[] left = others.Length == 0 ? []
                : [$"left out, since the steps are numbers: {Words.FirstFew(others, most: 5, shown: 4)}"];
            return [.. left, .. _numbers.Reinterpreted.Values];
        }
    }

    /// <summary>
    /// The attributes that are named; otherwise the last one, but without a target only if it is called so or holds names.
    /// </summary>
    int[] Targets()
    {
        var (all, isNeeded) = (_header.Attributes, _options.TargetKind != TargetKind.None);
        var found = _options.Target.Select(name => (Name: name, Index: _header.IndexOf(name))).ToList();
        foreach (var (name, _) in found.Where(t => isNeeded && t.Index < 0))
        {
            Find(name);
        }

        return found.Count > 0 ? [.. found.Select(t => t.Index).Where(i => i >= 0)]
            : isNeeded || all[^1].IsCalledTarget || all[^1].Kind == ArffKind.Nominal ? [all.Count - 1]
            : [];
    }

    /// <summary>The attribute of that name; −1, with the error recorded, if there is none.</summary>
    int Find(string name)
    {
        var i = _header.IndexOf(name);
        if (i < 0)
        {
            var names = _header.Attributes.Select(a => a.Name).ToList();
            _errors.Add(
                0, $"there is no attribute '{name}'",
                $"{(NearestName.To(name, names) is { } near ? $"Did you mean '{near}'? " : "")}The attributes are " +
                    $"{Words.FirstFew(names, 12)}.");
        }

        return i;
    }

    void RequireInputs()
    {
        if (_relational < 0 && _steps.Length == 0)
        {
            _errors.Add(
                0, "no numeric attribute could be a step", "A row is the numbers of its steps and then its target; or name the target " +
                    "(target:).");
        }
    }

    Sequence? Sequence(ArffRow row, int n)
    {
        var inputs = _relational >= 0 ? Relational(row.Cells[_relational]) : [[.. _steps.Select(i => row.Cells[i])]];
        var length = inputs.Max(input => input.Length);
        while (length > 0 && inputs.All(input => length > input.Length || IsMissing(input[length - 1].Text)))
        {
            length--;
        }

        if (length == 0)
        {
            _errors.Add(row.Start, "this row has no value", "Remove it, or write the values of its steps.");
            return null;
        }

        _width = _width == 0 ? inputs.Length : _width;
        if (inputs.Length != _width)
        {
            _errors.Add(
                row.Start, $"this sequence has {Words.Counted(inputs.Length, "input")} but the first one has {_width}",
                "Every sequence has the same inputs, a line for each.");
            return null;
        }

        var x = new double[length * _width];
        for (var k = 0; k < _width; k++)
        {
            for (var t = 0; t < length; t++)
            {
                x[(t * _width) + k] = t < inputs[k].Length ? Number(inputs[k][t], mayMiss: true) : Absent(row, k, inputs[k].Length);
            }
        }

        var id = _id < 0 ? n.ToString(CultureInfo.InvariantCulture) : row.Cells[_id].Text;
        return WithTarget(new Sequence(id, length, x, null, null) { Line = row.Line, Group = Group(row) }, row);
    }

    /// <summary>A line for each input; all cells are reported where the attribute begins.</summary>
    static (int Start, string Text)[][] Relational((int Start, string Text) cell) =>
    [
        .. cell.Text.Split('\n').Where(l => l.Length > 0).DefaultIfEmpty("")
            .Select(l => l.Split(',').Select(v => (cell.Start, v.Trim())).ToArray()),
    ];

    double Absent(ArffRow row, int k, int length)
    {
        if (!_numbers.Missing.AreAllowed)
        {
            _errors.Add(
                row.Start, $"input {k + 1} has only {Words.Counted(length, "step")}",
                "The inputs of a sequence have the same number of steps; set missing: mean to fill the others.");
        }

        return double.NaN;
    }

    Sequence WithTarget(Sequence sequence, ArffRow row) => _options.TargetKind switch
    {
        TargetKind.None => sequence,
        TargetKind.Label => sequence with { Label = Label(row.Cells[_targets[0]], _header.Attributes[_targets[0]]) },
        _ => sequence with { Target = [.. _targets.Select(i => Target(row.Cells[i], _header.Attributes[i].Name))] },
    };

    string? Group(ArffRow row)
    {
        if (_group < 0)
        {
            return null;
        }

        var (start, text) = row.Cells[_group];
        if (text is "" or "?")
        {
            _errors.Add(
                start, $"the group in attribute '{_header.Attributes[_group].Name}' is missing (split.by)",
                "Give every row a group, or leave out the row.");
        }

        return text;
    }

    string Label((int Start, string Text) cell, ArffAttribute attribute)
    {
        if (cell.Text is "" or "?")
        {
            _errors.Add(cell.Start, $"the label in attribute '{attribute.Name}' is missing", "Give every row a label.");
        }
        else if (attribute.Kind == ArffKind.Nominal && !attribute.Values.Contains(cell.Text))
        {
            _errors.Add(
                cell.Start, $"'{Printable.Cell(cell.Text)}' is not a value of attribute '{attribute.Name}'",
                $"Its values are {Words.FirstFew([.. attribute.Values.Select(Printable.Cell)], 12)}.");
        }

        return _pool.Of(Encoding.UTF8.GetBytes(cell.Text));
    }

    double Target((int Start, string Text) cell, string name) =>
        _numbers.Target(Encoding.UTF8.GetBytes(cell.Text), mayMiss: false, 0, name, () => cell.Start);

    bool IsMissing(string text) => _numbers.Missing.Contains(Encoding.UTF8.GetBytes(text));

    double Number((int Start, string Text) cell, bool mayMiss)
    {
        var bytes = Encoding.UTF8.GetBytes(cell.Text);
        return _numbers.TryRead(bytes, mayMiss, column: 0, out var x) ? x
            : mayMiss && _numbers.Missing.AreAllowed && _numbers.Missing.Contains(bytes) ? double.NaN
            : _numbers.Invalid(bytes, column: null, () => cell.Start);
    }
}
