using System.Runtime.InteropServices;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using static System.FormattableString;

namespace RnnTrainer.Data.Checks;

/// <summary>Sequences with the same inputs: repeated in a set, with different targets, or in a held-out part as well.</summary>
static class DuplicateFindings
{
    /// <summary>The findings in one set.</summary>
    public static IEnumerable<DataFinding> In(IReadOnlyList<Sequence> sequences)
    {
        var duplicates = sequences.GroupBy(Key).Where(g => g.Skip(1).Any()).Select(g => g.ToList()).ToList();
        if (duplicates.Count > 0)
        {
            var (repeated, first) = (duplicates.Sum(g => g.Count - 1), duplicates[0]);
            yield return new DataFinding(
                "twins",
                Invariant($"{repeated:N0} of {sequences.Count:N0} sequences {Words.Agree(repeated, "repeats", "repeat")} an earlier one ")
                    + $"under another name, first {Names(first[0], first[1])}",
                "If they were copied by accident, remove them: copies in the held-out part make its score too good.");
        }

        var contradictions = from g in duplicates
                             let other = g.Find(s => !HasSameTargets(s, g[0]))
                             where other is not null
                             select Names(g[0], other);
        if (contradictions.FirstOrDefault() is { } names)
        {
            yield return new DataFinding(
                "contradiction", $"the same inputs have different targets, such as {names}",
                "No model can tell them apart: is an input missing, or a label wrong?");
        }
    }

    /// <summary>The findings between training and a held-out part.</summary>
    public static IEnumerable<DataFinding> Between(NamedSequences train, NamedSequences held)
    {
        var known = train.Sequences.Select(Key).ToHashSet();
        var leaked = held.Sequences.Where(s => known.Contains(Key(s))).ToList();
        if (leaked.Count > 0)
        {
            yield return new DataFinding(
                "leak",
                Invariant($"{leaked.Count:N0} of {held.Sequences.Count:N0} sequences of {held.Name} ")
                    + $"{Words.Agree(leaked.Count, "is", "are")} in {train.Name} too, first '{Printable.Cell(leaked[0].Id)}'",
                "A score on them measures memorization: remove them from one of the two.");
        }
    }

    static string Names(Sequence a, Sequence b) => $"'{Printable.Cell(a.Id)}' and '{Printable.Cell(b.Id)}'";

    static bool HasSameTargets(Sequence a, Sequence b) =>
        a.Label == b.Label && AreSame(a.Target, b.Target) && AreSame(a.StepTargets, b.StepTargets)
            && (a.StepLabels is null || a.StepLabels.SequenceEqual(b.StepLabels!));

    static bool AreSame(Values? a, Values? b) => a is null || a.SequenceEqual(b ?? []);

    /// <summary>128 bits that depend on all inputs, words and symbols.</summary>
    static UInt128 Key(Sequence sequence)
    {
        var hash = new Sha256();
        foreach (var block in sequence.Inputs.Blocks())
        {
            hash.Append(MemoryMarshal.AsBytes(block.Span));
        }

        hash.Append(MemoryMarshal.AsBytes((sequence.Symbols ?? []).AsSpan()));
        foreach (var text in sequence.Texts ?? [])
        {
            hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
            hash.Append([0xFF]); // no text has this byte
        }

        return MemoryMarshal.Read<UInt128>(hash.Finish());
    }
}
