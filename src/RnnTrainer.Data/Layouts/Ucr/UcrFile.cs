using System.Globalization;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Ucr;

/// <summary>
/// Reads the <c>.tsv</c> files of the UCR archive: no header, separated by tabs (older files: commas or spaces), the label first. NaN at
/// the end of a row is padding and is cut off; elsewhere it is a missing value.
/// </summary>
static class UcrFile
{
    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = ErrorLog.OfValid(text, file);
        var cells = new LineCells(text, options, errors);
        var sequences = new List<Sequence>();
        for (var line = new TextLine(text); line.Next();)
        {
            if (line.IsBlank)
            {
                continue;
            }

            var row = Fields(text, line.Start, line.End);
            if (row.Count < 2)
            {
                errors.Add(line.Start, "this row has no value after its label", "A row is a label and then the values of its steps.");
                continue;
            }

            while (row.Count > 2 && cells.IsMissing(row[^1]))
            {
                row.RemoveAt(row.Count - 1);
            }

            double[] inputs = [.. row.Skip(1).Select(cells.Number)];
            var sequence = new Sequence(
                sequences.Count.ToString(CultureInfo.InvariantCulture), inputs.Length, inputs, null, null)
            { Line = line.Number };
            sequences.Add(cells.WithTarget(sequence, row[0]));
        }

        errors.ThrowIfAny();
        return new SequenceSet(file, ["x"], options.TargetKind == TargetKind.None ? [] : ["label"], sequences)
        {
            Notes = cells.Notes,
        };
    }

    static List<Range> Fields(byte[] text, int start, int end)
    {
        var span = text.AsSpan(0, end);
        var separators = span[start..].Contains((byte)'\t') ? "\t"u8 : span[start..].Contains((byte)',') ? ","u8 : " "u8;
        var fields = new List<Range>();
        while (start < end)
        {
            var size = span[start..].IndexOfAny(separators);
            var to = size < 0 ? end : start + size;
            if (!span[start..to].Trim(" "u8).IsEmpty || separators[0] != ' ')
            {
                fields.Add(start..to);
            }

            start = to + 1;
        }

        return fields;
    }
}
