using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Data;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary><c>rnn config show|validate|schema</c>: a config before it is used.</summary>
static class ConfigCommand
{
    static readonly JsonSerializerOptions Indented = new(ConfigJson.Options) { WriteIndented = true };

    public static Command Make(Session session) => new("config", "Show, check or describe configs.")
    {
        Show(session),
        Validate(session),
        Schema(session),
    };

    static Command Show(Session session)
    {
        var (config, set) = (CommonOptions.Config(), CommonOptions.Set());
        var command = new Command("show", "Print the resolved config, and where each value came from.") { config, set };
        command.SetAction(parse => Show(session, Configs.Read(parse.GetRequiredValue(config), parse.GetValue(set))));
        return command;
    }

    static int Show(Session session, LoadedConfig loaded)
    {
        session.Answer(
            "rnn.config/1",
            () => loaded.Config.ToYaml(key => From(loaded, key)),
            () => new JsonObject { ["config"] = ConfigJson.ToJson(loaded.Config), ["origins"] = Origins(loaded) });
        return ExitCode.Success;
    }

    static string From(LoadedConfig loaded, string key) => loaded.Origins.Of(key)?.ToString() ?? "default";

    static JsonObject Origins(LoadedConfig loaded) =>
        new(ConfigKeys.All.Select(key => KeyValuePair.Create(key, (JsonNode?)From(loaded, key))));

    static Command Validate(Session session)
    {
        var (config, set) = (CommonOptions.Config(), CommonOptions.Set());
        var command = new Command("validate", "Check a config without using it.") { config, set };
        command.SetAction(parse =>
        {
            var loaded = Configs.Read(parse.GetRequiredValue(config), parse.GetValue(set));
            session.Answer("rnn.config/1", () => $"{Printable.Line(loaded.Path)}: ok\n", () => new JsonObject { ["file"] = loaded.Path, ["valid"] = true });
            return ExitCode.Success;
        });
        return command;
    }

    // The schema is JSON already: with and without --json it is the same document, without a schema of its own.
    static Command Schema(Session session)
    {
        var command = new Command("schema", "Print the JSON schema of the config, for editors.");
        command.SetAction(_ =>
        {
            session.Hand(to => to.Write(ConfigSchema.Make().ToJsonString(Indented) + "\n"));
            return ExitCode.Success;
        });
        return command;
    }
}
