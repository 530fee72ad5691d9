using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Datasets;

/// <summary>Splits sequences as <c>data.split</c> says: one by one or by groups, as a share or as a fold.</summary>
/// <param name="hasClasses">Whether each sequence has a class, of which folds keep the shares.</param>
/// <param name="file">For messages.</param>
sealed class SequenceSplit(SplitConfig split, bool hasClasses, string file)
{
    bool Stratifies => split.Stratify || (hasClasses && (split.TestFold ?? split.ValidationFold) is not null);

    /// <summary>The parts.</summary>
    /// <exception cref="DataException">There are too few sequences or groups.</exception>
    public Split Of(IReadOnlyList<Sequence> sequences)
    {
        if (split.TestFold is { } fold)
        {
            var (rest, test) = Held(sequences, fold);
            var (train, validation, _) = Shares(rest, split.Validation, 0);
            return new Split(train, validation, test);
        }

        if (split.ValidationFold is { } held)
        {
            var (rest, _, test) = Shares(sequences, 0, split.Test);
            var (train, validation) = Held(rest, held);
            return new Split(train, validation, test);
        }

        return Shares(sequences, split.Validation, split.Test);
    }

    Split Shares(IReadOnlyList<Sequence> sequences, double validation, double test)
    {
        if (split.By is { } by)
        {
            RequireGroups(by, sequences, [("training", 1), ("validation", validation), ("test", test)]);
            return Split.Grouped(sequences, validation, test, split.Seed, Stratifies);
        }

        return Stratifies ? Split.Stratified(sequences, validation, test, split.Seed)
            : Split.BySequence(sequences, validation, test, split.Seed);
    }

    (IReadOnlyList<Sequence> Others, IReadOnlyList<Sequence> Held) Held(IReadOnlyList<Sequence> sequences, Fold fold)
    {
        var count = split.By is null ? sequences.Count : GroupsOf(sequences).Length;
        if (count < fold.Count)
        {
            var what = split.By is null ? "sequences" : $"groups in column '{split.By}'";
            throw new DataException(Diagnostic.OfFile(
                file, $"{fold.Count} folds need {fold.Count} {what}, and there {Words.Agree(count, "is", "are")} {count}",
                "Take fewer folds."));
        }

        RequireSeveral(sequences);
        var of = Split.Folds(sequences, fold.Count, split.Seed, split.By is not null, Stratifies);
        return (Where(n => of[n] != fold.Number - 1), Where(n => of[n] == fold.Number - 1));

        Sequence[] Where(Func<int, bool> which) => [.. Enumerable.Range(0, sequences.Count).Where(which).Select(n => sequences[n])];
    }

    /// <summary>Refuses classes that a fold would hold out whole, before the other folds are trained.</summary>
    void RequireSeveral(IReadOnlyList<Sequence> sequences)
    {
        if (!hasClasses)
        {
            return;
        }

        string[] alone = [
            .. sequences.GroupBy(s => s.Label!, s => split.By is null ? s.Id : s.Group, StringComparer.Ordinal)
                .Where(g => g.Distinct(StringComparer.Ordinal).Count() < 2).Select(g => g.Key)];
        if (alone.Length > 0)
        {
            throw new DataException(Diagnostic.OfFile(
                file,
                $"{Words.Agree(alone.Length, "class", "classes")} "
                + $"{Words.FirstFew([.. alone.Select(a => $"'{Printable.Cell(a)}'")], most: 5, shown: 4)} "
                + $"{Words.Agree(alone.Length, "is", "are")} in one {(split.By is null ? "sequence" : "group")} only, and could not be learned "
                + "for the fold that holds it out",
                $"Give more {(split.By is null ? "sequences" : "groups")} with such labels, or leave them out."));
        }
    }

    /// <summary>Refuses to split fewer groups than there are parts.</summary>
    void RequireGroups(string by, IReadOnlyList<Sequence> sequences, (string Name, double Size)[] parts)
    {
        string[] needed = [.. parts.Where(p => p.Size > 0).Select(p => p.Name)];
        var groups = GroupsOf(sequences);
        if (groups.Length < needed.Length)
        {
            throw new DataException(Diagnostic.OfFile(
                file,
                $"column '{by}' (data.split.by) has {Words.Counted(groups.Length, "group")} "
                + $"({string.Join(", ", groups.Select(g => $"'{Printable.Cell(g)}'"))}), and {needed.Length} parts need one each: "
                + string.Join(", ", needed),
                "Give more groups, name another column, or hold out fewer parts (data.split)."));
        }
    }

    static string[] GroupsOf(IReadOnlyList<Sequence> sequences) => [.. sequences.Select(s => s.Group!).Distinct(StringComparer.Ordinal)];
}
