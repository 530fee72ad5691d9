using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>One split of the data, or a file to be answered.</summary>
/// <param name="File">Where the sequences come from.</param>
/// <param name="Raw">As they were read.</param>
/// <param name="Ready">The same, inputs and targets scaled as the model takes them.</param>
public sealed record DataPart(string File, IReadOnlyList<Sequence> Raw, IReadOnlyList<Sequence> Ready)
{
    /// <summary>Sequences.</summary>
    public int Count => Raw.Count;

    /// <summary>Encodes and scales sequences as the schema says.</summary>
    /// <exception cref="DataException">A label that training never saw.</exception>
    public static DataPart Of(SequenceSet set, ModelSchema schema, bool labelled = true)
    {
        var raw = set.Sequences;
        if (labelled && schema.Classes.Count > 0 && raw.All(s => s.StepLabels is null))
        {
            _ = new Classes(schema.Classes).IndicesOf(set.File, raw);
        }

        var encoded = schema.Encoding is { } encoding && raw.Count > 0 ? encoding.Apply(set).Set.Sequences : raw;
        return new DataPart(set.File, raw, [.. encoded.Select(s => Scaled(s, schema))]);
    }

    static Sequence Scaled(Sequence sequence, ModelSchema schema)
    {
        var ready = schema.Symbols > 0 ? sequence : schema.Normalization.Apply(sequence);
        return schema.TargetScaling is { } scaling && sequence.Target is { } target
            ? ready with { Target = [.. target.Select((y, c) => (y - scaling.Shift[c]) / scaling.Scale[c])] }
            : ready;
    }
}
