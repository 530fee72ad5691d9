using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>The test split of a trained model, read again.</summary>
public static class TestPart
{
    /// <summary>The config's test file, or the part of its training file that was held out.</summary>
    /// <param name="folders">Where a file was looked for, if it is not there.</param>
    /// <exception cref="DataException">The file has mistakes.</exception>
    public static DataPart Read(Config config, ModelSchema schema, IReadOnlyList<string> folders)
    {
        var file = config.Data.Test ?? config.Data.Train;
        ConfigPaths.RequireData(file, folders);
        var set = DataFile.Read(file, Reading.Options(config, schema, file));
        return DataPart.Of(config.Data.Test is null ? Portions.Of(config, set).Test : Portion.All(set), config, schema);
    }
}
