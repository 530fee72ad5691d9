using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Training.Configuration;
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
    /// <summary>The series of a trial, and the steps of each in lengths of a window: a tenth of them is for validation.</summary>
    const int TrialSeries = 8, TrialWindows = 30;

    /// <summary>The parts that are not empty, by name.</summary>
    public IEnumerable<(string Name, DataPart Part)> Parts =>
        new[] { ("train", Train), ("validation", Validation), ("calibration", Calibration), ("test", Test) }
            .Where(p => p.Item2 is { Count: > 0 }).Select(p => (p.Item1, p.Item2!));

    /// <summary>The part from which ranges are made; null: there is none.</summary>
    public DataPart? Calibration { get; init; }

    /// <summary>What ranges are made from: the calibration part, or the validation part where there is none. It may be empty.</summary>
    public (string Name, DataPart Part) ForRanges =>
        Calibration is { Count: > 0 } own ? ("calibration", own) : ("validation", Validation);

    /// <summary>The parts that are scored at the end of a training.</summary>
    public IEnumerable<(string Name, DataPart Part)> ScoredParts(bool skipTrain) =>
        Parts.Where(p => p.Part != Calibration && !(skipTrain && p.Part == Train));

    /// <summary>The names of those that are not.</summary>
    public static IReadOnlyList<string> Unscored(bool skipTrain) => skipTrain ? ["train"] : [];

    /// <summary>How the training file was understood.</summary>
    public required LayoutGuess Layout { get; init; }

    /// <summary>What a user should know: rows put into order, columns passed over.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Reads the files of a config.</summary>
    /// <param name="folders">Where a file was looked for, if it is not there; the config's folder first.</param>
    /// <param name="progress">Reports how far reading has come.</param>
    /// <param name="jobs">Trainings that run at the same time and share the memory.</param>
    /// <param name="known">Columns, scales, vocabulary and classes of an earlier training; null: they are fitted on these data.</param>
    /// <param name="rescaled">The config with other scales, from the training part as it was read; null: the config is kept.</param>
    /// <exception cref="DataException">A file is missing or has errors, or a label of a held-out part never occurs in
    /// training.</exception>
    public static TrainingData Read(
        Config config, IReadOnlyList<string>? folders = null, ReadProgress? progress = null, int jobs = 1,
        Func<SequenceSet, Config>? rescaled = null, ModelSchema? known = null) =>
        Of(config, File(config, folders, progress, jobs, known), progress, jobs, rescaled: rescaled, known: known);

    /// <summary>Reads the training file of a config, if all its files exist.</summary>
    /// <param name="sample">Rows of it, as a file of its own, that are read instead of all; null: all.</param>
    /// <inheritdoc cref="Read"/>
    public static SequenceSet File(
        Config config, IReadOnlyList<string>? folders = null, ReadProgress? progress = null, int jobs = 1, ModelSchema? known = null,
        byte[]? sample = null)
    {
        string[] paths = [config.Data.Train, .. new[] { config.Data.Validation, config.Data.Test }.OfType<string>()];
        foreach (var path in paths)
        {
            ConfigPaths.RequireData(path, folders ?? ["."]);
        }

        var options = Shared(
            jobs,
            (known is null ? Reading.Options(config) : Reading.Options(config, known, config.Data.Train)) with { Progress = progress });
        return sample is null ? DataFile.Read(config.Data.Train, options) : DataFile.OfText(sample, config.Data.Train, options);
    }

    /// <summary>Splits, encodes and scales the training file, and reads the other files of a config.</summary>
    /// <param name="set">The training file, read with this config, or with one that differs in splits and scales only.</param>
    /// <param name="forTrial">Whether only the first steps of the first series are cut into windows, which is enough for a trial.</param>
    /// <inheritdoc cref="Read"/>
    public static TrainingData Of(
        Config config, SequenceSet set, ReadProgress? progress = null, int jobs = 1, bool forTrial = false,
        Func<SequenceSet, Config>? rescaled = null, ModelSchema? known = null)
    {
        Reading.RequireTargets(config, set);
        var (whole, portions) = (set, Portions.Of(config, set));
        var wholePortions = portions;
        portions.RequireRoom(config);
        config = rescaled?.Invoke(set with { Sequences = portions.Train.Own() }) ?? config;
        if (forTrial && SequenceTask.Of(config).WindowsOf(config.Data) is { } cut)
        {
            set = FirstSteps(set, TrialWindows * (cut.Before + cut.Horizon));
            portions = Portions.Of(config, set);
        }

        var schema = known ?? Preprocessing.Fit(config, set, portions.Train);
        Reading.RequireKnown(known, set);
        var (validation, test) = (
            Other(config, schema, config.Data.Validation, progress, jobs), Other(config, schema, config.Data.Test, progress, jobs));
        DataPart[] parts =
        [
            Preprocessing.Apply(portions.Train, config, schema, stride: config.Data.Stride ?? 1),
            Preprocessing.Apply(validation ?? portions.Validation, config, schema),
            Preprocessing.Apply(test ?? portions.Test, config, schema),
        ];
        if (known is not null && config.Data.Unknown != true)
        {
            Reading.RequireKnown(parts[0]);
        }

        return new TrainingData(
            schema,
            parts[0].Count > 0 ? parts[0]
            : throw (SequenceTask.Of(config).WindowsOf(config.Data) is { } windows ? Reading.NoTargets(windows, set, "its training part")
                : Reading.NothingLeft(config, set, "its training part")),
            parts[1],
            parts[2],
            [.. new[] { set, validation?.Set, test?.Set }.OfType<SequenceSet>().Select(Describe)])
        {
            Layout = set.Layout,
            Calibration = config.Data.Split is { Calibration: > 0 } ? Preprocessing.Apply(portions.Calibration, config, schema) : null,
            Notes =
            [
                .. NotesOf(
                    config, whole,
                    [
                        new(wholePortions.Train, config.Data.Stride ?? 1),
                        .. validation is null ? [new PortionUse(wholePortions.Validation)] : Array.Empty<PortionUse>(),
                        .. config.Data.Split is { Calibration: > 0 } ? [new PortionUse(wholePortions.Calibration)]
                        : Array.Empty<PortionUse>(),
                        .. test is null ? [new PortionUse(wholePortions.Test)] : Array.Empty<PortionUse>(),
                    ]),
                .. new[] { validation, test }.OfType<Portion>().SelectMany(p => NotesOf(config, p.Set, new PortionUse(p))),
                .. ValidationNotes.Of(config, parts[1].Raw),
            ],
        };
    }

    /// <summary>The first steps of the first series, so that every part still has windows.</summary>
    static SequenceSet FirstSteps(SequenceSet set, int most) => set with
    {
        Sequences = [
            .. set.Sequences.OrderByDescending(s => s.Length).Take(TrialSeries).Select(s => s.Length <= most ? s : s.Slice(0, most))],
    };

    /// <summary>The number of groups of each of <see cref="Parts"/>; empty where no column names them.</summary>
    public IReadOnlyList<int> GroupsOfParts() => Train.Raw[0].Group is null ? []
        : [.. Parts.Select(p => p.Part.Raw.Select(s => s.Group).OfType<string>().Distinct(StringComparer.Ordinal).Count())];

    /// <summary>Held-out files with the bytes of the training file.</summary>
    public IEnumerable<RunData> Twins => Files.Skip(1).Where(f => f.Sha256 == Files[0].Sha256);

    static Portion? Other(Config config, ModelSchema schema, string? file, ReadProgress? progress, int jobs) =>
        file is null ? null
        : Portion.All(DataFile.Read(file, Shared(jobs, Reading.Options(config, schema, file) with { Progress = progress })));

    static DataOptions Shared(int jobs, DataOptions options) =>
        jobs > 1 ? options with { MemoryLimit = MemoryLimit.OfEach(jobs) } : options;

    /// <summary>Of the whole file, also where only the first steps are used.</summary>
    static IEnumerable<string> NotesOf(Config config, SequenceSet set, params IEnumerable<PortionUse> uses) =>
        ReadingNotes.Of(config, set, [.. uses], labelled: true).Select(note => $"{set.File}: {note}");

    static RunData Describe(SequenceSet set) => new(set.File, set.Sha256, set.Sequences.Count);
}
