using System.Globalization;
using System.Numerics;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Augmenting;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Runs;

/// <summary>What will be trained: config and data, read and checked, and the sizes of the model. Nothing is allocated or written
/// yet.</summary>
sealed class TrainingPlan
{
    readonly string? _cellText;
    readonly int _jobs;

    TrainingPlan(string name, Config config, TrainingData data, string? cellText, int jobs)
    {
        (Name, Data, _cellText, _jobs) = (name, data, cellText, jobs);
        Model = ModelPlan.Of(config, data.Schema, cellText);
        Augmentation.Require(config, data.Schema);
    }

    /// <summary>The name of the config file, without folder and extension.</summary>
    public string Name { get; }

    public TrainingData Data { get; }

    /// <summary>The run that this one continues on new data; null: none.</summary>
    public Origin? From { get; private init; }

    public ModelPlan Model { get; }

    public Config Config => Model.Config;

    /// <summary>What config and data give reason to warn of.</summary>
    public IReadOnlyList<string> Warnings => field ??= [.. Found()];

    /// <exception cref="ConfigException">The config has errors; it lists them.</exception>
    /// <exception cref="DataException">A data file is missing or has errors; it lists them.</exception>
    /// <exception cref="CellException">The file of the cell, or the given cell, is not a cell.</exception>
    public static TrainingPlan Read(string config, TrainingOptions options) =>
        Read(ConfigFile.Read(config, options.Sets, options.DataFolders), options, from: FromOf(options));

    /// <summary>What the run to resume keeps of a run that it continues; null: nothing is resumed, or it continues none.</summary>
    public static Continuation? FromOf(TrainingOptions options) =>
        options.Resume is { } resumed ? Continuation.OfResumed(resumed) : null;

    /// <param name="loaded">The config.</param>
    /// <param name="options">Tells a cell in place of the config's, and how many trainings share the memory.</param>
    /// <param name="progress">Receives how far the reading of data has come.</param>
    /// <param name="from">What is kept of a run that is continued; null: columns, scales and classes are those of the data.</param>
    /// <exception cref="DataException">A data file is missing or has errors; it lists them.</exception>
    /// <exception cref="CellException">The file of the cell, or the given cell, is not a cell.</exception>
    public static TrainingPlan Read(
        LoadedConfig loaded, TrainingOptions options, ReadProgress? progress = null, Continuation? from = null)
    {
        loaded = loaded with { Config = InShards(loaded.Config, options) };
        var data = TrainingData.Read(loaded.Config, loaded.Folders, progress, options.Jobs, known: from?.Schema);
        var (config, text) = options.Cell is { } cell ? (CellChoice.In(loaded.Config, cell), CellChoice.TextOf(cell))
            : (loaded.Config, null);
        return new TrainingPlan(Path.GetFileNameWithoutExtension(loaded.Path), config, data, text, options.Jobs) { From = from?.Origin };
    }

    /// <summary>The config with the number of shards that it names, or that of the run to resume, or with one for each process.</summary>
    /// <exception cref="RunException">The processes cannot share them.</exception>
    static Config InShards(Config config, TrainingOptions options)
    {
        var R = options.Processes?.Size ?? 1;
        var S = config.Training.Shards ?? ShardsOf(options.Resume) ?? (R > 1 ? (int?)BitOperations.RoundUpToPowerOf2((uint)R) : null);
        return BitOperations.IsPow2(R) && (S ?? 1) % R == 0 ? config with { Training = config.Training with { Shards = S } }
            : throw new RunException(
                $"{Words.Counted(R, "process")} cannot share {Words.Counted(S ?? 1, "shard")} (training.shards): the number of processes has "
                + "to be a power of two that divides the number of shards",
                $"start {Words.Counted(1 << BitOperations.TrailingZeroCount(S ?? 1), "process")}, or --set training.shards="
                + $"{BitOperations.RoundUpToPowerOf2((uint)R)} for a new run");
    }

    static int? ShardsOf(string? resumed) =>
        resumed is not null && EarlierRun.TryRead(LatestRun.Follow(resumed)) is { } run
        && int.TryParse(
            run.Config.GetValueOrDefault("training.shards"), NumberStyles.None, CultureInfo.InvariantCulture, out var S) ? S : null;

    /// <summary>The memory that the training will occupy.</summary>
    public MemoryEstimate Memory() => MemoryEstimate.Of(Model, Data, _jobs);

    /// <summary>What is kept of the steps of a batch of the longest sequences.</summary>
    public StepMemory Steps()
    {
        var most = Config.ChunkLength(Data.Train.Count) ?? int.MaxValue;
        var isStream = Data.Train.Count == 1 && most < int.MaxValue;
        var batch = isStream ? Config.Training.Batch : Math.Min(Config.Training.Batch, Data.Train.Count);
        using var model = Made(Config with { Model = Config.Model with { Init = null } });
        var longest = Model.StepsOf(Data.Train.Ready.Max(s => Math.Min(s.Length, most)));
        return StepMemory.Of(model, SequenceShape.Of(batch, longest, trains: true, hasGaps: false), model.Memory);
    }

    /// <summary>Whether the memory could exceed a limit, in bytes: only then is it worth estimating.</summary>
    public bool MayExceed(long limit) => MemoryEstimate.MayMatter(Model, Data, limit);

    /// <summary>The model with its initial weights.</summary>
    /// <param name="isNew">Whether <c>model.init</c> applies; a resumed run has weights of its own.</param>
    /// <exception cref="CheckpointException">The weights of <c>model.init</c> do not fit.</exception>
    /// <exception cref="RunException">The weights take more memory than there is.</exception>
    public Model NewModel(bool isNew)
    {
        var model = Made(Config);
        try
        {
            if (isNew)
            {
                Weights.AssignInit(model);
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    Model Made(Config config) => new(config, Data.Schema, _cellText) { Jobs = _jobs };

    IEnumerable<string> Found()
    {
        foreach (var file in Data.Twins)
        {
            yield return $"{file.File} is the training file, byte for byte: its scores show memorization; set another file, or data.split";
        }

        foreach (var leak in SplitLeaks.Of(Config, Data))
        {
            yield return $"{leak.Message}. {leak.Advice}";
        }

        foreach (var unseen in Data.Parts.SelectMany(p => Unseen(p.Name, p.Part)))
        {
            yield return unseen;
        }

        if (ConstantTargets.All(Config, Data) is { } constant)
        {
            yield return $"{constant}: nothing can be learned";
        }

        if (Model.Patches is { } patches && Model.StepsOf(Data.Train.Raw.Lengths().Max()) == 1)
        {
            yield return $"no training sequence has more than one patch of {Words.Counted(patches.Size, "step")}: the layers make one "
                + "step; take a smaller model.patch.size";
        }

        foreach (var warning in EarlyWarnings.OfInputs(Data))
        {
            yield return warning;
        }

        if (Data.Test.Count == 0)
        {
            yield return "there is no test split, so there is no score on unseen sequences; set data.test or data.split.test";
        }
    }

    /// <summary>A sentence for each column of a split with values that training never saw.</summary>
    public static IEnumerable<string> Unseen(string name, DataPart part) => part.Unseen.Select(unseen =>
        $"{Words.Counted(unseen.Count, unseen.Unit)} of {name} in column '{unseen.Column}' "
        + (unseen.Unit == "cell" ? $"{Words.Agree(unseen.Count, "holds", "hold")} values that training never saw"
        : $"{Words.Agree(unseen.Count, "does", "do")} not occur in training") + $", such as {string.Join(", ", unseen.Examples.Select(e => $"'{e}'"))}");
}
