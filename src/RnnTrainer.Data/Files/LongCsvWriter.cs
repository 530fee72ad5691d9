using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files;

/// <summary>Writes sequences in the long layout, one after the other, keeping none of them.</summary>
sealed class LongCsvWriter
{
    readonly TextWriter to;

    /// <summary>Writes the header: <c>seq,step</c>, the inputs, the text columns, the targets.</summary>
    public LongCsvWriter(TextWriter to, IReadOnlyList<string> inputs, IReadOnlyList<string> texts, IReadOnlyList<string> targets)
    {
        this.to = to;
        to.Write("seq,step");
        foreach (var name in inputs.Concat(texts).Concat(targets))
            Cell(name);
        to.Write('\n');
    }

    /// <summary>
    /// A row for each time step: numbers in the shortest form that reads back the same, missing ones as empty cells; a label or target of the sequence on
    /// every row.
    /// </summary>
    public void Write(Sequence sequence)
    {
        var width = sequence.Width;
        var texts = (sequence.Texts?.Length ?? 0) / sequence.Length;
        for (var t = 0; t < sequence.Length; t++)
        {
            to.Write(CsvText.QuotedForReading(sequence.Id));
            to.Write(',');
            to.Write(t.ToString(CultureInfo.InvariantCulture));
            for (var k = 0; k < width; k++)
                Cell(sequence.Inputs[(t * width) + k]);
            for (var w = 0; w < texts; w++)
                Cell(sequence.Texts![(t * texts) + w]);
            Targets(sequence, t);
            to.Write('\n');
        }
    }

    void Targets(Sequence sequence, int t)
    {
        if (sequence.StepLabels is not null || sequence.Label is not null)
            Cell(sequence.StepLabels?[t] ?? sequence.Label!);
        var columns = (sequence.StepTargets?.Length ?? 0) / sequence.Length;
        for (var c = 0; c < columns; c++)
            Cell(sequence.StepTargets![(t * columns) + c]);
        foreach (var y in sequence.Target ?? [])
            Cell(y);
    }

    void Cell(double x)
    {
        Span<char> room = stackalloc char[32];
        to.Write(',');
        if (!double.IsNaN(x) && x.TryFormat(room, out var count, provider: CultureInfo.InvariantCulture))
            to.Write(room[..count]);
    }

    void Cell(string text)
    {
        to.Write(',');
        to.Write(CsvText.QuotedForReading(text));
    }
}
