using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>What a config's data section stands for: read, split, encoded, scaled.</summary>
/// <param name="Schema">Fitted on the training part only.</param>
/// <param name="Train">At least one sequence.</param>
/// <param name="Validation">May be empty.</param>
/// <param name="Test">May be empty.</param>
/// <param name="Files">What was read.</param>
sealed record TrainingData(ModelSchema Schema, DataPart Train, DataPart Validation, DataPart Test, IReadOnlyList<RunData> Files)
{
    /// <summary>The parts that are not empty, by name.</summary>
    public IEnumerable<(string Name, DataPart Part)> Parts =>
        new[] { ("train", Train), ("validation", Validation), ("test", Test) }.Where(p => p.Item2.Count > 0);

    /// <summary>How the training file was understood.</summary>
    public required LayoutGuess Layout { get; init; }

    /// <summary>What a user should know: rows put into order, columns passed over.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Reads the files of a config.</summary>
    /// <param name="folders">Where a file was looked for, if it is not there; the config's folder first.</param>
    /// <param name="progress">Reports how far reading has come.</param>
    /// <exception cref="DataException">A file is missing or has mistakes, or a label of a held-out part never occurs in training.</exception>
    public static TrainingData Read(Config config, IReadOnlyList<string>? folders = null, ReadProgress? progress = null)
    {
        string[] paths = [config.Data.Train, .. new[] { config.Data.Validation, config.Data.Test }.OfType<string>()];
        foreach (var path in paths)
        {
            ConfigPaths.RequireData(path, folders ?? ["."]);
        }

        var set = DataFile.Read(config.Data.Train, Reading.Options(config) with { Progress = progress });
        Reading.RequireTargets(config, set);
        var portions = Portions.Of(config, set);
        portions.RequireRoom(config);
        var schema = Preprocessing.Fit(config, set, portions.Train);
        var (validation, test) = (Other(config, schema, config.Data.Validation, progress), Other(config, schema, config.Data.Test, progress));
        var train = Preprocessing.Apply(portions.Train, config, schema, stride: config.Data.Stride ?? 1);
        return new TrainingData(
            schema,
            train.Count > 0 ? train : throw Reading.Nothing(config, set, "its training part"),
            Preprocessing.Apply(validation ?? portions.Validation, config, schema),
            Preprocessing.Apply(test ?? portions.Test, config, schema),
            [.. new[] { set, validation?.Set, test?.Set }.OfType<SequenceSet>().Select(Describe)])
        {
            Layout = set.Layout,
            Notes = [.. new[] { set, validation?.Set, test?.Set }.OfType<SequenceSet>().SelectMany(s => s.Notes.Select(n => $"{s.File}: {n}"))],
        };
    }

    /// <summary>Held-out files with the bytes of the training file.</summary>
    public IEnumerable<RunData> Twins => Files.Skip(1).Where(f => f.Sha256 == Files[0].Sha256);

    static Portion? Other(Config config, ModelSchema schema, string? file, ReadProgress? progress) =>
        file is null ? null : Portion.All(DataFile.Read(file, Reading.Options(config, schema, file) with { Progress = progress }));

    static RunData Describe(SequenceSet set) => new(set.File, set.Sha256, set.Sequences.Count);
}
