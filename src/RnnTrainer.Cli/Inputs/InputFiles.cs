using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Inputs;

/// <summary>The files that a command reads, which its result must not overwrite. They are enumerated only if a file is about to be
/// overwritten.</summary>
static class InputFiles
{
    /// <summary>Data files, and the files that a manifest among them names.</summary>
    public static IEnumerable<string> OfData(params IEnumerable<string?> files) => files.OfType<string>().SelectMany(DataFile.FilesOf);

    /// <summary>A config and the files that it names.</summary>
    public static IEnumerable<string> OfConfig(LoadedConfig loaded) => OfNamed(loaded.Config).Prepend(loaded.Path);

    /// <summary>A checkpoint, the files of its run, and the files that its config names.</summary>
    public static IEnumerable<string> OfModel(TrainedModel trained) =>
    [
        trained.File,
        .. trained.Files.SelectMany(file => (RunDirectory.Around(file)?.Files ?? []).Prepend(file)),
        .. OfNamed(trained.Config),
    ];

    /// <summary>The files of a run, and its training data.</summary>
    public static IEnumerable<string> OfRun(RunOverview run) =>
    [
        .. RunDirectory.Open(run.Path).Files,
        .. OfData((run.Record["data"]?.AsArray() ?? []).Select(d => Path.Combine($"{run.Record["folder"]}", $"{d?["file"]}"))),
    ];

    static IEnumerable<string> OfNamed(Config config) =>
        [config.Model.Cell, .. new[] { config.Model.Init }.OfType<string>(),
            .. OfData(config.Data.Train, config.Data.Validation, config.Data.Test)];
}
