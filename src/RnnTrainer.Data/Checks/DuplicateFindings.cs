using RnnTrainer.Common;
using static System.FormattableString;

namespace RnnTrainer.Data.Checks;

/// <summary>Sequences with the same inputs: repeated in a set, with different targets, or in a held-out part as well.</summary>
static class DuplicateFindings
{
    /// <summary>The findings in one set.</summary>
    public static IEnumerable<DataFinding> In(DuplicateTally set)
    {
        if (set.Twins() is var (repeated, twins))
        {
            yield return new DataFinding(
                "twins",
                Invariant($"{repeated:N0} of {set.Count:N0} sequences {Words.Agree(repeated, "repeats", "repeat")} an earlier one ")
                    + $"under another name, first {twins}",
                "If they were copied by accident, remove them: copies in the held-out part make its score too good.");
        }

        if (set.Contradiction() is { } names)
        {
            yield return new DataFinding(
                "contradiction", $"the same inputs have different targets, such as {names}",
                "No model can tell them apart: is an input missing, or a label wrong?");
        }
    }

    /// <summary>The findings between training and a held-out part.</summary>
    public static IEnumerable<DataFinding> Between(SetTally train, SetTally held)
    {
        var leaked = held.Sequences.NamesIn(train.Sequences.Inputs.ToHashSet());
        if (leaked.Count > 0)
        {
            yield return new DataFinding(
                "leak",
                Invariant($"{leaked.Count:N0} of {held.Sequences.Count:N0} sequences of {held.Name} ")
                    + $"{Words.Agree(leaked.Count, "is", "are")} in {train.Name} too, first '{Printable.Cell(leaked[0])}'",
                "A score on them measures memorization: remove them from one of the two.");
        }
    }
}
