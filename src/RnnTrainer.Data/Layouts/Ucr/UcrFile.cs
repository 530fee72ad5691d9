using System.Globalization;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Ucr;

/// <summary>
/// Reads the UCR archive's <c>.tsv</c>: no header, tab separated (older files: commas or spaces), the label first. NaN at the end is padding and is cut off;
/// elsewhere it is a missing value.
/// </summary>
static class UcrFile
{
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = new ErrorLog(file, text);
        CsvFile.CheckText(text, errors);
        var cases = new LineCells(text, options, errors);
        var sequences = new List<Sequence>();
        for (var line = new TextLine(text); line.Next();)
        {
            if (line.IsBlank)
                continue;
            var cells = Cells(text, line.Start, line.End);
            if (cells.Count < 2)
            {
                errors.Add(line.Start, "this row has no value after its label", "A row is a label and then the values of its steps.");
                continue;
            }

            var values = cells.Skip(1).ToList();
            while (values.Count > 1 && cases.IsMissing(values[^1]))
                values.RemoveAt(values.Count - 1);
            double[] inputs = [.. values.Select(cases.Number)];
            sequences.Add(cases.Complete(new Sequence(sequences.Count.ToString(CultureInfo.InvariantCulture), inputs.Length, inputs, null, null) { Line = line.Number }, cells[0]));
        }

        errors.ThrowIfAny();
        return new SequenceSet(file, ["x"], options.TargetKind == TargetKind.None ? [] : ["label"], sequences);
    }

    static List<Range> Cells(byte[] text, int start, int end)
    {
        var span = text.AsSpan(0, end);
        var separators = span[start..].Contains((byte)'\t') ? "\t"u8 : span[start..].Contains((byte)',') ? ","u8 : " "u8;
        var cells = new List<Range>();
        while (start < end)
        {
            var size = span[start..].IndexOfAny(separators);
            var to = size < 0 ? end : start + size;
            if (!span[start..to].Trim(" "u8).IsEmpty || separators[0] != ' ')
                cells.Add(start..to);
            start = to + 1;
        }

        return cells;
    }
}
