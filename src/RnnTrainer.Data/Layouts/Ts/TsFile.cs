using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Ts;

/// <summary>
/// Reads the <c>.ts</c> files of sktime and the UEA archive: <c>#</c> comments, <c>@</c> tags in any case and order, then after <c>@data</c> a line per sequence:
/// inputs separated by <c>:</c>, steps by <c>,</c>, the label or target last, <c>?</c> for a missing value; with time stamps each step is <c>(time,value)</c>,
/// and the time is passed over. Files in the wild leave tags out: only <c>@classLabel false</c> and <c>@targetLabel false</c> mean that there is no label.
/// </summary>
sealed class TsFile(byte[] text, DataOptions options, ErrorLog errors)
{
    readonly LineCells cells = new(text, options, errors);
    readonly List<Sequence> sequences = [];
    bool labelled = true;
    int width;

    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = new ErrorLog(file, text);
        CsvFile.CheckText(text, errors);
        var ts = new TsFile(text, options, errors);
        ts.Read();
        errors.ThrowIfAny();
        string[] inputs = ts.width == 1 ? ["x"] : [.. Enumerable.Range(0, ts.width).Select(k => $"x{k}")];
        return new SequenceSet(file, inputs, ts.labelled && options.TargetKind != TargetKind.None ? [options.TargetKind == TargetKind.Label ? "label" : "target"] : [], ts.sequences);
    }

    void Read()
    {
        var data = false;
        for (var line = new TextLine(text); line.Next();)
        {
            if (line.IsBlank || line.Span[0] == '#')
                continue;
            if (line.Span[0] == '@')
                data |= Tag(DataFile.Text(line.Span));
            else if (!data)
                errors.Add(line.Start, "this line stands before @data", "A .ts file has comments (#), tags (@), the tag @data, and then a line for each sequence.");
            else
                ReadCase(line);
        }

        if (sequences.Count == 0 && errors.Total == 0)
            errors.Add(0, data ? "there is no sequence after @data" : "there is no @data", "Write a line for each sequence after @data.");
        if (!labelled && options.TargetKind != TargetKind.None)
            errors.Add(0, "the file says that it has no labels", "Predict on it, or give it labels and @classLabel true.");
    }

    /// <summary>Whether it is @data.</summary>
    bool Tag(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var name = words[0].ToUpperInvariant();
        if (name is "@CLASSLABEL" or "@TARGETLABEL" && words.Length > 1)
            labelled = !words[1].Equals("false", StringComparison.OrdinalIgnoreCase);
        return name == "@DATA";
    }

    void ReadCase(TextLine line)
    {
        var dimensions = Parts(line.Start..line.End, (byte)':', inBrackets: false);
        var label = dimensions[^1];
        if (labelled)
            dimensions.RemoveAt(dimensions.Count - 1);
        var columns = dimensions.Select(d => Parts(d, (byte)',', inBrackets: false)).ToList();
        if (columns.Count == 0)
        {
            errors.Add(line.Start, "this sequence has a label but no values", "A line is the inputs, each followed by ':', and then the label.");
            return;
        }

        width = width == 0 ? columns.Count : width;
        if (columns.Count != width)
            errors.Add(line.Start, $"this sequence has {Words.Counted(columns.Count, "input")} but the first one has {width}", "Every sequence has the same inputs, each followed by ':'.");
        else if (columns.FindIndex(c => c.Count != columns[0].Count) is >= 0 and var odd)
            errors.Add(dimensions[odd].Start.Value, $"input {odd + 1} has {columns[odd].Count} steps but input 1 has {columns[0].Count}", "The inputs of a sequence have the same number of steps.");
        else
            Add(line, columns, label);
    }

    void Add(TextLine line, List<List<Range>> columns, Range label)
    {
        var length = columns[0].Count;
        var x = new double[length * width];
        for (var k = 0; k < width; k++)
        {
            for (var t = 0; t < length; t++)
                x[(t * width) + k] = cells.Number(Value(columns[k][t]));
        }

        var sequence = new Sequence(sequences.Count.ToString(CultureInfo.InvariantCulture), length, x, null, null) { Line = line.Number };
        sequences.Add(labelled ? cells.Complete(sequence, label) : sequence);
    }

    /// <summary>Of (time,value) the value.</summary>
    Range Value(Range cell)
    {
        var span = text.AsSpan()[cell];
        return span.TrimStart(" "u8) is [(byte)'(', ..] && span.LastIndexOf((byte)')') is > 0 and var close
            ? (cell.Start.Value + span.LastIndexOf((byte)',') + 1)..(cell.Start.Value + close)
            : cell;
    }

    List<Range> Parts(Range whole, byte separator, bool inBrackets)
    {
        var parts = new List<Range>();
        var start = whole.Start.Value;
        for (var at = start; at < whole.End.Value; at++)
        {
            inBrackets = text[at] == '(' || (inBrackets && text[at] != ')');
            if (text[at] != separator || inBrackets)
                continue;
            parts.Add(start..at);
            start = at + 1;
        }

        parts.Add(start..whole.End.Value);
        return parts;
    }
}
