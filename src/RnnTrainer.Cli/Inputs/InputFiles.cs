using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Inputs;

/// <summary>The files that a command reads, so that its result takes the place of none of them. They are looked for as they are asked for: where nothing is in the way, not at all.</summary>
static class InputFiles
{
    /// <summary>A file of data, and those that it names where it is a manifest.</summary>
    public static IEnumerable<string> OfData(params IEnumerable<string?> files) => files.OfType<string>().SelectMany(DataFile.FilesOf);

    /// <summary>What a config names, and itself.</summary>
    public static IEnumerable<string> OfConfig(LoadedConfig loaded) => OfNamed(loaded.Config).Prepend(loaded.Path);

    /// <summary>A checkpoint, the files of its run, and what its config names.</summary>
    public static IEnumerable<string> OfModel(TrainedModel trained) =>
        [trained.File, .. RunDirectory.Around(trained.File)?.Files ?? [], .. OfNamed(trained.Config)];

    /// <summary>The files of a run, and the data that it was trained with.</summary>
    public static IEnumerable<string> OfRun(RunOverview run) =>
    [
        .. RunDirectory.Open(run.Path).Files,
        .. OfData((run.Record["data"]?.AsArray() ?? []).Select(d => Path.Combine($"{run.Record["folder"]}", $"{d?["file"]}"))),
    ];

    static IEnumerable<string> OfNamed(Config config) =>
        [config.Model.Cell, .. new[] { config.Model.Init }.OfType<string>(), .. OfData(config.Data.Train, config.Data.Validation, config.Data.Test)];
}
