using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>The config that a command line means.</summary>
static class Configs
{
    /// <summary>Reads it; its data files are looked for in the folders of RNN_DATA too.</summary>
    /// <exception cref="ConfigException">With every mistake found.</exception>
    public static LoadedConfig Read(string path, IReadOnlyList<string>? sets = null) =>
        ConfigFile.Read(path, sets, ConfigPaths.Folders(Environment.GetEnvironmentVariable(ConfigPaths.Variable)));
}
