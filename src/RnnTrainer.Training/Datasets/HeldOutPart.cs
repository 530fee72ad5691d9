using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>What training did not see, read again for a trained model.</summary>
static class HeldOutPart
{
    /// <summary>The config's test file, or the test part of its training file.</summary>
    /// <param name="folders">Where a file was looked for, if it is not there.</param>
    /// <exception cref="DataException">The file has errors.</exception>
    public static DataPart Test(Config config, ModelSchema schema, IReadOnlyList<string> folders, bool labelled = true) =>
        Read(config, schema, folders, config.Data.Test, portions => portions.Test, labelled);

    /// <summary>The config's validation file, or the validation part of its training file; it may be empty.</summary>
    /// <param name="folders">Where a file was looked for, if it is not there.</param>
    /// <exception cref="DataException">The file has errors.</exception>
    public static DataPart Validation(Config config, ModelSchema schema, IReadOnlyList<string> folders) =>
        Read(config, schema, folders, config.Data.Validation, portions => portions.Validation);

    /// <summary>The calibration part of the config's training file; it may be empty.</summary>
    /// <param name="folders">Where a file was looked for, if it is not there.</param>
    /// <exception cref="DataException">The file has errors.</exception>
    public static DataPart Calibration(Config config, ModelSchema schema, IReadOnlyList<string> folders) =>
        Read(config, schema, folders, own: null, portions => portions.Calibration);

    /// <summary>The training file, as it is read for a trained model.</summary>
    /// <param name="folders">Where it was looked for, if it is not there.</param>
    /// <exception cref="DataException">It is missing, or has errors.</exception>
    public static SequenceSet TrainingSet(Config config, ModelSchema schema, IReadOnlyList<string> folders)
    {
        ConfigPaths.RequireData(config.Data.Train, folders);
        return DataFile.Read(config.Data.Train, Reading.Options(config, schema, config.Data.Train));
    }

    /// <summary>The test part of that file, as the config splits it.</summary>
    public static DataPart TestOf(SequenceSet set, Config config, ModelSchema schema) =>
        Preprocessing.Apply(Portions.Of(config, set).Test, config, schema);

    static DataPart Read(
        Config config, ModelSchema schema, IReadOnlyList<string> folders, string? own, Func<Portions, Portion> part, bool labelled = true)
    {
        var file = own ?? config.Data.Train;
        ConfigPaths.RequireData(file, folders);
        var set = DataFile.Read(file, Reading.Options(config, schema, file));
        return Preprocessing.Apply(own is null ? part(Portions.Of(config, set)) : Portion.All(set), config, schema, labelled);
    }
}
