using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>The test split of a trained model, read again.</summary>
public static class TestPart
{
    /// <summary>The config's test file, or the part of its training file that was held out.</summary>
    /// <exception cref="DataException">The file has mistakes.</exception>
    public static DataPart Read(Config config, ModelSchema schema)
    {
        var options = TrainingData.Options(config) with { Inputs = schema.Inputs };
        var set = LongCsv.Read(config.Data.Test ?? config.Data.Train, options);
        var sequences = config.Data.Test is not null
            ? set.Sequences
            : Split.BySequence(set.Sequences, config.Data.Split?.Validation ?? 0, config.Data.Split?.Test ?? 0, config.Training.Seed).Test;
        return DataPart.Of(set with { Sequences = sequences }, schema);
    }
}
