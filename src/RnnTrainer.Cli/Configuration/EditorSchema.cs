using System.Text;
using System.Text.Json;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Cli.Configuration;

/// <summary>The JSON schema of the config, with which an editor completes and checks the keys of a YAML file.</summary>
static class EditorSchema
{
    const string Name = "rnn.schema.json";

    /// <summary>A comment at the top of a config that names the schema to editors with a YAML language server.</summary>
    public const string Line = $"yaml-language-server: $schema={Name}";

    static readonly JsonSerializerOptions Indented = new(ConfigJson.Options) { WriteIndented = true };

    public static string Text() => ConfigSchema.Make().ToJsonString(Indented) + "\n";

    /// <summary>Writes the schema into the folder of a config, if it has none.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void WriteNextTo(Session session, string config)
    {
        var path = Path.Combine(Path.GetDirectoryName(config)!, Name);
        if (!File.Exists(path))
        {
            AtomicFile.Write(path, to => to.Write(Encoding.UTF8.GetBytes(Text())), session.Disk);
            session.Log($"{path}: written, for editors that complete config keys");
        }
    }
}
