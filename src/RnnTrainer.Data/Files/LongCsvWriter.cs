using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files;

/// <summary>Writes sequences in the long layout, one at a time, without keeping them.</summary>
sealed class LongCsvWriter
{
    readonly TextWriter _to;
    readonly int _keys;

    /// <summary>Writes the header: <c>seq,step</c>, the inputs, the text columns, the targets.</summary>
    /// <param name="keys">The columns that together name a sequence; a single one is called <c>seq</c>.</param>
    public LongCsvWriter(
        TextWriter to, IReadOnlyList<string> inputs, IReadOnlyList<string> texts, IReadOnlyList<string> targets,
        IReadOnlyList<string>? keys = null)
    {
        string[] columns = ["step", .. inputs, .. texts, .. targets];
        var ids = SequenceKey.Names(keys is { Count: > 1 } ? keys : [], columns);
        (_to, _keys) = (to, ids.Count);
        to.Write(CsvText.QuotedForReading(ids[0]));
        foreach (var name in ids.Skip(1).Concat(columns))
        {
            Cell(name);
        }

        to.Write('\n');
    }

    /// <summary>Writes all sequences of a file.</summary>
    public static void Write(SequenceSet set, TextWriter to)
    {
        var writer = new LongCsvWriter(to, set.InputColumns, set.TextColumns, set.TargetColumns, set.IdColumns);
        foreach (var sequence in set.Sequences)
        {
            writer.Write(sequence);
        }
    }

    /// <summary>
    /// Writes a row for each time step. Numbers have the shortest form that reads back the same, missing ones are empty cells, and a label
    /// or target of the sequence is in every row.
    /// </summary>
    public void Write(Sequence sequence)
    {
        var width = sequence.Width;
        var texts = (sequence.Texts?.Length ?? 0) / sequence.Length;
        var ids = string.Join(',', SequenceKey.Split(sequence.Id, _keys).Select(CsvText.QuotedForReading));
        for (var t = 0; t < sequence.Length; t++)
        {
            _to.Write(ids);
            _to.Write(',');
            _to.Write(t.ToString(CultureInfo.InvariantCulture));
            for (var k = 0; k < width; k++)
            {
                Cell(sequence.Inputs[(t * width) + k]);
            }

            for (var w = 0; w < texts; w++)
            {
                Cell(sequence.Texts![(t * texts) + w]);
            }

            Targets(sequence, t);
            _to.Write('\n');
        }
    }

    void Targets(Sequence sequence, int t)
    {
        if (sequence.StepLabels is not null || sequence.Label is not null)
        {
            Cell(sequence.StepLabels?[t] ?? sequence.Label!);
        }

        var columns = (sequence.StepTargets?.Length ?? 0) / sequence.Length;
        for (var c = 0; c < columns; c++)
        {
            Cell(sequence.StepTargets![(t * columns) + c]);
        }

        foreach (var y in sequence.Target ?? [])
        {
            Cell(y);
        }
    }

    void Cell(double x)
    {
        Span<char> buffer = stackalloc char[32];
        _to.Write(',');
        if (!double.IsNaN(x) && x.TryFormat(buffer, out var count, provider: CultureInfo.InvariantCulture))
        {
            _to.Write(buffer[..count]);
        }
    }

    void Cell(string text)
    {
        _to.Write(',');
        _to.Write(CsvText.QuotedForReading(text));
    }
}
