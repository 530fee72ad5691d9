namespace RnnTrainer.Data.Files;

/// <summary>Writes sequences in the long layout, one at a time, without keeping them.</summary>
sealed class LongWriter
{
    readonly TableWriter _to;
    readonly int _keys;

    /// <summary>Writes the header: <c>seq,step</c>, the inputs, the text columns, the targets.</summary>
    /// <param name="keys">The columns that together name a sequence; a single one is called <c>seq</c>.</param>
    public LongWriter(
        TableWriter to, IReadOnlyList<string> inputs, IReadOnlyList<string> texts, IReadOnlyList<string> targets,
        IReadOnlyList<string>? keys = null)
    {
        string[] columns = ["step", .. inputs, .. texts, .. targets];
        var ids = SequenceKey.Names(keys is { Count: > 1 } ? keys : [], columns);
        (_to, _keys) = (to, ids.Count);
        to.Begin([.. ids, .. columns]);
    }

    /// <summary>Writes all sequences of a file.</summary>
    public static void Write(SequenceSet set, TableWriter to)
    {
        var writer = new LongWriter(to, set.InputColumns, set.TextColumns, set.TargetColumns, set.IdColumns);
        foreach (var sequence in set.Sequences)
        {
            writer.Write(sequence);
        }

        to.End();
    }

    /// <summary>Writes a row for each time step. A label or target of the sequence is in every row.</summary>
    public void Write(Sequence sequence)
    {
        var width = sequence.Width;
        var texts = (sequence.Texts?.Length ?? 0) / sequence.Length;
        var ids = SequenceKey.Split(sequence.Id, _keys);
        for (var t = 0; t < sequence.Length; t++)
        {
            foreach (var id in ids)
            {
                _to.Cell(id);
            }

            _to.Cell((long)t);
            for (var k = 0; k < width; k++)
            {
                _to.Cell(sequence.Inputs[(t * width) + k]);
            }

            for (var w = 0; w < texts; w++)
            {
                _to.Cell(sequence.Texts![(t * texts) + w]);
            }

            Targets(sequence, t);
            _to.EndRow();
        }
    }

    void Targets(Sequence sequence, int t)
    {
        if (sequence.StepLabels is not null || sequence.Label is not null)
        {
            _to.Cell(sequence.StepLabels?[t] ?? sequence.Label!);
        }

        var columns = (sequence.StepTargets?.Length ?? 0) / sequence.Length;
        for (var c = 0; c < columns; c++)
        {
            _to.Cell(sequence.StepTargets![(t * columns) + c]);
        }

        foreach (var y in sequence.Target ?? [])
        {
            _to.Cell(y);
        }
    }
}
