using System.Security.Cryptography;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>What a config's data section stands for: read, split, scaled.</summary>
/// <param name="Schema">Fitted on the training part only.</param>
/// <param name="Train">At least one sequence.</param>
/// <param name="Validation">May be empty.</param>
/// <param name="Test">May be empty.</param>
/// <param name="Files">What was read.</param>
public sealed record TrainingData(ModelSchema Schema, DataPart Train, DataPart Validation, DataPart Test, IReadOnlyList<RunData> Files)
{
    /// <summary>The parts that are not empty, by name.</summary>
    public IEnumerable<(string Name, DataPart Part)> Parts =>
        new[] { ("train", Train), ("validation", Validation), ("test", Test) }.Where(p => p.Item2.Count > 0);

    /// <summary>Reads the files of a config.</summary>
    /// <exception cref="DataException">A file has mistakes, or a label of a held-out part never occurs in training.</exception>
    public static TrainingData Read(Config config)
    {
        var options = Options(config);
        var set = LongCsv.Read(config.Data.Train, options);
        var split = Split.BySequence(set.Sequences, config.Data.Split?.Validation ?? 0, config.Data.Split?.Test ?? 0, config.Training.Seed);
        var test = config.Data.Test is { } file ? LongCsv.Read(file, options with { Inputs = set.InputColumns }) : set with { Sequences = split.Test };
        var schema = Schemas.Fit(config, options, set, split.Train);
        RunData[] files = [Describe(set), .. config.Data.Test is null ? Array.Empty<RunData>() : [Describe(test)]];
        return new TrainingData(
            schema,
            DataPart.Of(set with { Sequences = split.Train }, schema),
            DataPart.Of(set with { Sequences = split.Validation }, schema),
            DataPart.Of(test, schema),
            files);
    }

    /// <summary>What the columns of a config's files mean.</summary>
    public static DataOptions Options(Config config) => new()
    {
        Sequence = config.Data.Sequence,
        Step = config.Data.Step,
        Inputs = config.Data.Tokens is null ? config.Data.Inputs?.Names : [],
        Tokens = config.Data.Tokens,
        MinCount = config.Data.MinCount,
        Target = config.Data.Target?.Names ?? [],
        TargetKind = config.Task.Answers() == AnswerKind.Class ? TargetKind.Label : TargetKind.Number,
        TargetLevel = config.Task.IsPerStep() ? TargetLevel.Step : TargetLevel.Sequence,
        Missing = config.Data.Missing,
    };

    static RunData Describe(SequenceSet set)
    {
        using var file = File.OpenRead(set.File);
        return new RunData(set.File, Convert.ToHexStringLower(SHA256.HashData(file)), set.Sequences.Count);
    }
}
