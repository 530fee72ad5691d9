using System.Globalization;
using System.Runtime.InteropServices;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Data.Checks;

/// <summary>Sequences whose inputs are the same: there twice, with different answers, or in a held-out part as well.</summary>
static class DuplicateFindings
{
    public static IEnumerable<DataFinding> In(IReadOnlyList<Sequence> sequences)
    {
        var twins = sequences.GroupBy(Key).Where(g => g.Skip(1).Any()).Select(g => g.ToList()).ToList();
        var at = twins.Count == 0 ? "" : $", first '{Printable.Cell(twins[0][0].Id)}' and '{Printable.Cell(twins[0][1].Id)}'";
        if (twins.Count > 0)
        {
            yield return new DataFinding("twins", string.Create(CultureInfo.InvariantCulture, $"{twins.Sum(g => g.Count - 1):N0} of {sequences.Count:N0} sequences are there before under another name{at}"), "If they were copied by mistake, remove them: copies that fall into the held-out part make its score too good.");
        }

        if (twins.FirstOrDefault(g => g.Any(s => !SameAnswer(s, g[0]))) is { } torn)
        {
            yield return new DataFinding("contradiction", $"the same inputs have different answers, such as '{Printable.Cell(torn[0].Id)}' and '{Printable.Cell(torn.First(s => !SameAnswer(s, torn[0])).Id)}'", "No model can tell them apart: is an input missing, or a label wrong?");
        }
    }

    public static IEnumerable<DataFinding> Between(NamedSequences train, NamedSequences held)
    {
        var known = train.Sequences.GroupBy(Key).ToDictionary(g => g.Key, g => g.First().Id);
        var leaked = held.Sequences.Where(s => known.ContainsKey(Key(s))).ToList();
        if (leaked.Count > 0)
        {
            yield return new DataFinding("leak", string.Create(CultureInfo.InvariantCulture, $"{leaked.Count:N0} of {held.Sequences.Count:N0} sequences of {held.Name} are in {train.Name} too, first '{Printable.Cell(leaked[0].Id)}'"), "The score on them is that of learning by heart: remove them from one of the two.");
        }
    }

    static bool SameAnswer(Sequence a, Sequence b) =>
        a.Label == b.Label && Same(a.Target, b.Target) && Same(a.StepTargets, b.StepTargets) && (a.StepLabels is null || a.StepLabels.SequenceEqual(b.StepLabels!));

    static bool Same(double[]? a, double[]? b) => a is null || a.AsSpan().SequenceEqual(b);

    /// <summary>128 bits of all inputs, words and symbols.</summary>
    static UInt128 Key(Sequence sequence)
    {
        var hash = new Sha256();
        hash.Append(MemoryMarshal.AsBytes(sequence.Inputs.AsSpan()));
        hash.Append(MemoryMarshal.AsBytes((sequence.Symbols ?? []).AsSpan()));
        foreach (var text in sequence.Texts ?? [])
        {
            hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
            hash.Append([0xFF]); // no text has this byte
        }

        return MemoryMarshal.Read<UInt128>(hash.Finish());
    }
}
