using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Ts;

/// <summary>
/// Reads the <c>.ts</c> files of sktime and the UEA archive: <c>#</c> comments, <c>@</c> tags in any case and order, then after
/// <c>@data</c> a line per sequence. In a line, inputs are separated by <c>:</c> and steps by <c>,</c>, the label or target is last, and
/// <c>?</c> is a missing value. With time stamps each step is <c>(time,value)</c>, and the time is ignored. Many files lack tags, so a file
/// has labels unless it says <c>@classLabel false</c> or <c>@targetLabel false</c>.
/// </summary>
sealed class TsFile(byte[] text, DataOptions options, ErrorLog errors)
{
    readonly LineCells _cells = new(text, options, errors);
    readonly List<Sequence> _sequences = [];
    bool _hasLabels = true;
    int _width;

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = ErrorLog.OfValid(text, file);
        var ts = new TsFile(text, options, errors);
        ts.Read();
        errors.ThrowIfAny();
        string[] inputs = ts._width == 1 ? ["x"] : [.. Enumerable.Range(0, ts._width).Select(k => $"x{k}")];
        string[] targets = ts._hasLabels
            && options.TargetKind != TargetKind.None ? [options.TargetKind == TargetKind.Label ? "label" : "target"] : [];
        return new SequenceSet(file, inputs, targets, ts._sequences) { Notes = ts._cells.Notes };
    }

    void Read()
    {
        var isData = false;
        for (var line = new TextLine(text); line.Next();)
        {
            if (line.IsBlank || line.Span[0] == '#')
            {
                continue;
            }

            if (line.Span[0] == '@')
            {
                isData |= ReadTag(Encoding.UTF8.GetString(line.Span));
            }
            else if (isData)
            {
                ReadSequence(line);
            }
            else
            {
                errors.Add(
                    line.Start, "this line is before @data",
                    "A .ts file has comments (#), tags (@), the tag @data, and then a line for each sequence.");
            }
        }

        if (_sequences.Count == 0 && errors.Total == 0)
        {
            errors.Add(0, isData ? "there is no sequence after @data" : "there is no @data", "Write a line for each sequence after @data.");
        }

        if (!_hasLabels && options.TargetKind != TargetKind.None)
        {
            errors.Add(0, "the file says that it has no labels", "Predict on it, or give it labels and @classLabel true.");
        }
    }

    /// <summary>Whether it is @data.</summary>
    bool ReadTag(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var name = words[0].ToUpperInvariant();
        if (name is "@CLASSLABEL" or "@TARGETLABEL" && words.Length > 1)
        {
            _hasLabels = !words[1].Equals("false", StringComparison.OrdinalIgnoreCase);
        }

        return name == "@DATA";
    }

    void ReadSequence(TextLine line)
    {
        var dimensions = Parts(line.Start..line.End, (byte)':');
        var label = dimensions[^1];
        if (_hasLabels)
        {
            dimensions.RemoveAt(dimensions.Count - 1);
        }

        var columns = dimensions.Select(d => Parts(d, (byte)',')).ToList();
        if (columns.Count == 0)
        {
            errors.Add(
                line.Start, "this sequence has a label but no values", "A line is the inputs, each followed by ':', and then the label.");
            return;
        }

        _width = _width == 0 ? columns.Count : _width;
        if (columns.Count != _width)
        {
            errors.Add(
                line.Start,
                $"this sequence has {Words.Counted(columns.Count, "input")} but the first one has {_width}",
                "Every sequence has the same inputs, each followed by ':'.");
        }
        else if (columns.FindIndex(c => c.Count != columns[0].Count) is >= 0 and var other)
        {
            errors.Add(
                dimensions[other].Start.Value,
                $"input {other + 1} has {columns[other].Count} steps but input 1 has {columns[0].Count}",
                "The inputs of a sequence have the same number of steps.");
        }
        else
        {
            Add(line, columns, label);
        }
    }

    void Add(TextLine line, List<List<Range>> columns, Range label)
    {
        var length = columns[0].Count;
        var x = new double[length * _width];
        for (var k = 0; k < _width; k++)
        {
            for (var t = 0; t < length; t++)
            {
                x[(t * _width) + k] = _cells.Number(Value(columns[k][t]));
            }
        }

        var sequence = new Sequence(_sequences.Count.ToString(CultureInfo.InvariantCulture), length, x, null, null) { Line = line.Number };
        _sequences.Add(_hasLabels ? _cells.WithTarget(sequence, label) : sequence);
    }

    /// <summary>The value of (time,value); otherwise the cell.</summary>
    Range Value(Range cell)
    {
        var span = text.AsSpan()[cell];
        return span.TrimStart(" "u8) is [(byte)'(', ..] && span.LastIndexOf((byte)')') is > 0 and var close
            ? (cell.Start.Value + span.LastIndexOf((byte)',') + 1)..(cell.Start.Value + close)
            : cell;
    }

    /// <summary>The parts between separators that are not in brackets.</summary>
    List<Range> Parts(Range whole, byte separator)
    {
        var parts = new List<Range>();
        var start = whole.Start.Value;
        var isInBrackets = false;
        for (var at = start; at < whole.End.Value; at++)
        {
            isInBrackets = text[at] == '(' || (isInBrackets && text[at] != ')');
            if (text[at] != separator || isInBrackets)
            {
                continue;
            }

            parts.Add(start..at);
            start = at + 1;
        }

        parts.Add(start..whole.End.Value);
        return parts;
    }
}
