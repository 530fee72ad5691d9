using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Sweeps;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Tuning;

/// <summary>The validation part that trials are compared on.</summary>
/// <param name="Sets">What is set to have it; empty: the config has it.</param>
/// <param name="Note">Why; null: the config has it.</param>
/// <param name="Data">The data so.</param>
sealed record ValidationPart(IReadOnlyList<string> Sets, string? Note, TrainingData Data)
{
    // Of few sequences other seeds hold out other ones.
    const int Few = 2000, Seeds = 20;

    /// <summary>The config's, or where it has none or too small a one, a part of the training file.</summary>
    /// <param name="read">Reads the config with assignments.</param>
    /// <exception cref="DataException">Nothing can be held out.</exception>
    public static ValidationPart Of(Func<IReadOnlyList<string>, LoadedConfig> read)
    {
        var loaded = read([]);
        var data = TrainingData.Read(loaded.Config, loaded.Folders);
        if (Problem(data, loaded.Config) is not { } problem)
        {
            return new ValidationPart([], null, data);
        }

        var share = data.Train.Count + data.Validation.Count < 100 ? "0.3" : "0.2";
        string[] held = ["data.validation=null", $"data.split.validation={share}"];
        var canChoose = data.Schema.Classes.Count > 0 && !loaded.Config.IsPerStep() && data.Train.Count <= Few;
        string[][] choices = [
            .. canChoose ? Enumerable.Range(1, Seeds).Select(seed => (string[])[
                .. held, string.Create(CultureInfo.InvariantCulture, $"data.split.seed={seed}")]) : [held]];
        return Best(choices, sets => TryRead(read(sets)), canChoose) is not { } best
            ? throw new DataException(Diagnostic.OfFile(
                data.Train.File, $"{problem}, and no part of the training file can be held out instead", "Give more sequences."))
            : best with
            {
                Note = $"{problem}: {string.Join(", ", best.Sets.Skip(loaded.Config.Data.Validation is null ? 1 : 0))} holds out "
                    + $"{Words.Counted(best.Data.Validation.Count, "example")} instead"
                    + (canChoose ? $", of {Seeds} splits the one that keeps the shares of the classes best" : ""),
            };
    }

    /// <summary>Folds that take turns; here the first.</summary>
    /// <inheritdoc cref="Of"/>
    public static ValidationPart OfFolds(int folds, Func<IReadOnlyList<string>, LoadedConfig> read)
    {
        string[] sets = [.. FoldSets.WithoutValidation, $"{FoldSets.Key}={FoldSets.Values(folds)[0]}"];
        var loaded = read(sets);
        return new ValidationPart(sets, null, TrainingData.Read(loaded.Config, loaded.Folders));
    }

    static ValidationPart? Best(IEnumerable<string[]> choices, Func<string[], TrainingData?> read, bool hasClasses)
    {
        var (best, least) = ((ValidationPart?)null, double.PositiveInfinity);
        foreach (var sets in choices)
        {
            if (read(sets) is { Validation.Count: > 0 } data && (hasClasses ? Distance(data) : 0) is var distance && distance < least)
            {
                (best, least) = (new ValidationPart(sets, null, data), distance);
            }
        }

        return best;
    }

    static TrainingData? TryRead(LoadedConfig loaded)
    {
        try
        {
            return TrainingData.Read(loaded.Config, loaded.Folders);
        }
        catch (DataException)
        {
            // A class would have no training sequence.
            return null;
        }
    }

    static string? Problem(TrainingData data, Config config)
    {
        var part = data.Validation;
        var outputs = config.IsPerStep() ? part.Raw.Sum(s => (long)s.Length) : part.Count;
        var classes = Labels(part).Distinct().Count();
        return part.Count == 0 ? "there is no validation part, and trials are compared by its score"
            : outputs < ValidationNotes.Fewest ? $"the validation part has {Words.Counted(outputs, "example")}, too few to compare trials by"
            : classes == 1 && data.Schema.Classes.Count > 1 ? "the validation part has one class only"
            : null;
    }

    static IEnumerable<string> Labels(DataPart part) => part.Raw.Select(s => s.Label).OfType<string>();

    /// <summary><c>Σ |n_c / N − v_c / V|</c> over the classes: by how much their shares in validation differ from those in
    /// training.</summary>
    static double Distance(TrainingData data)
    {
        var (train, validation) = (Shares(data.Train), Shares(data.Validation));
        return data.Schema.Classes.Sum(c => Math.Abs(train.GetValueOrDefault(c) - validation.GetValueOrDefault(c)));

        static Dictionary<string, double> Shares(DataPart part) =>
            Labels(part).CountBy(l => l).ToDictionary(c => c.Key, c => (double)c.Value / part.Count);
    }
}
