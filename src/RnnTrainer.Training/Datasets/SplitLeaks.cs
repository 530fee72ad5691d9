using RnnTrainer.Common;
using RnnTrainer.Data.Checks;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;
using static System.FormattableString;

namespace RnnTrainer.Training.Datasets;

/// <summary>What training and held-out parts share, so that scores are too good.</summary>
static class SplitLeaks
{
    /// <summary>Groups and nearly identical sequences on both sides; none where windows or steps of one sequence are held out.</summary>
    public static IEnumerable<DataFinding> Of(Config config, TrainingData data)
    {
        if (!SequenceTask.Of(config).KeepsSequences(config.Data) || data.Twins.Any())
        {
            yield break;
        }

        foreach (var (name, part) in data.Parts.Skip(1))
        {
            string[] groups = [.. GroupsOf(data.Train).Intersect(GroupsOf(part), StringComparer.Ordinal)];
            if (groups.Length > 0)
            {
                yield return new DataFinding(
                    "group-leak",
                    Invariant($"{groups.Length:N0} of {GroupsOf(part).Count():N0} groups of {name} {Words.Agree(groups.Length, "is", "are")} ")
                    + $"in train too (column '{config.Data.Split!.By}'), first '{Printable.Cell(groups[0])}'",
                    "A score on known groups is better than one on new groups: hold out whole groups.");
            }

            NearTwin[] twins = [.. NearTwins.Of(data.Train.Raw, part.Raw)];
            if (twins.Length > 0)
            {
                yield return new DataFinding(
                    twins.All(t => t.IsExact) ? "leak" : "near-leak",
                    Invariant($"{twins.Length:N0} of {part.Count:N0} sequences of {name} {Words.Agree(twins.Length, "has", "have")} ")
                    + (twins.All(t => t.IsExact) ? "the same" : "nearly the same") + " inputs as one of train, first "
                    + $"'{Printable.Cell(twins[0].Held)}' and '{Printable.Cell(twins[0].Train)}'",
                    "A score on them measures memorization: remove them from one of the two, or hold out whole groups (data.split.by).");
            }
        }
    }

    static IEnumerable<string> GroupsOf(DataPart part) => part.Raw.Select(s => s.Group).OfType<string>().Distinct(StringComparer.Ordinal);
}
