using System.Globalization;
using RnnTrainer.Data;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Tests.Init;

/// <summary>Reads a file as a config says, and compares what is read with what was written.</summary>
sealed class ReadBack(MadeFile made, DataOptions options, DataSummary summary)
{
    const double Near = 1e-9;

    /// <summary>Adds what differs.</summary>
    /// <exception cref="DataException">The file cannot be read so: no config would be written.</exception>
    public void Compare(Dictionary<string, string> faults)
    {
        CompareLabels(Read(options), faults);
        try
        {
            CompareValues(Read(ValuesOnly()), faults);
        }
        catch (DataException e)
        {
            faults["numbers"] = $"not read: {e.Errors[0].Message}";
        }
    }

    SequenceSet Read(DataOptions how) => DataFile.Parse(made.Bytes, made.File, how);

    /// <summary>All rows of the compared columns.</summary>
    DataOptions ValuesOnly() => options with
    {
        Inputs = made.Compared.Count > 0 && options.Layout is Layout.Long or Layout.Series or Layout.Auto ? made.Compared
            : options.Inputs,
        Categories = [],
        Tokens = made.Compared.Count > 0 ? null : options.Tokens,
        Dates = [],
        Target = [],
        TargetKind = TargetKind.None,
    };

    void CompareLabels(SequenceSet set, Dictionary<string, string> faults)
    {
        if (summary.Task.Task != made.Task || made.Task is "forecast" or "language")
        {
            return;
        }

        var read = set.Sequences.Select(Labels).Order(StringComparer.Ordinal);
        var written = made.Sequences.Select(Labels).Order(StringComparer.Ordinal);
        if (!read.SequenceEqual(written))
        {
            faults["labels"] = $"{Few(written)}, not {Few(read)}";
        }
    }

    static string Labels(Sequence s) => s.Label ?? Labels([.. s.StepLabels ?? []], [.. s.Target ?? []]);

    static string Labels(MadeSequence s) => Labels(s.Labels, s.Numbers);

    static string Labels(string[] labels, double[] numbers) =>
        string.Join(' ', labels.Concat(numbers.Select(x => x.ToString("R", CultureInfo.InvariantCulture))));

    void CompareValues(SequenceSet set, Dictionary<string, string> faults)
    {
        if (made.Sequences.Count != set.Sequences.Count)
        {
            faults[
                "sequences"] =
                    $"{made.Sequences.Count} by [{string.Join(", ", made.Keys)}], not {set.Sequences.Count} by " +
                    $"[{string.Join(", ", options.Sequence)}]";
            return;
        }

        if (made.Sequences.Any(s => s.Words is not null))
        {
            CompareWords(set, faults);
            return;
        }

        var read = set.Sequences.Select(s => s.Inputs).ToList();
        var (reversed, unequal) = (0, new List<string>());
        foreach (var s in made.Sequences)
        {
            if (read.FindIndex(r => IsSame([.. r], s.Values)) is >= 0 and var i)
            {
                read.RemoveAt(i);
            }
            else if (read.FindIndex(r => IsSame([.. r.Order()], [.. s.Values.Order()])) is >= 0 and var j)
            {
                reversed++;
                read.RemoveAt(j);
            }
            else
            {
                unequal.Add(Few(s.Values.Select(Text)));
            }
        }

        if (unequal.Count > 0)
        {
            faults["numbers"] = $"{unequal[0]}, not {Few(read[0].Select(Text))}";
        }
        else if (reversed > 0)
        {
            faults["order"] = $"{reversed} of {made.Sequences.Count} sequences are in another order";
        }
    }

    void CompareWords(SequenceSet set, Dictionary<string, string> faults)
    {
        var (read, written) = (set.Sequences.Select(s => string.Join(' ', s.Texts ?? [])).Order(StringComparer.Ordinal),
            made.Sequences.Select(s => string.Join(' ', s.Words!)).Order(StringComparer.Ordinal));
        if (!read.SequenceEqual(written))
        {
            faults["words"] = $"{Few(written)}, not {Few(read)}";
        }
    }

    /// <summary>Equal numbers; a missing one may be the marker that a note proposes.</summary>
    bool IsSame(double[] read, double[] written) => read.Length == written.Length && read.Zip(written).All(p =>
        double.IsNaN(p.Second) ? double.IsNaN(p.First)
            || (p.First == -999 && summary.Notes.Any(n => n.Contains("-999", StringComparison.Ordinal)))
        : Math.Abs(p.First - p.Second) <= Near * Math.Max(1, Math.Abs(p.Second)));

    static string Text(double x) => x.ToString("0.####", CultureInfo.InvariantCulture);

    static string Few(IEnumerable<string> items) => $"({string.Join(" | ", items.Take(4))})";
}
