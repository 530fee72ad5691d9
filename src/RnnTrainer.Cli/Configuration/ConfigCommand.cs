using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Configuration;

/// <summary><c>rnn config show|validate|schema|keys</c>: shows, checks and describes configs.</summary>
static class ConfigCommand
{
    public static Command Make(Session session) => new DocumentedCommand(
        "config",
        "Show, check or describe configs.",
        "rnn config show my.yaml",
        "rnn config validate my.yaml")
    {
        Show(session),
        Validate(session),
        Schema(session),
        Keys(session),
    };

    static Command Show(Session session)
    {
        var (config, set) = (CommonOptions.Config(), CommonOptions.Set());
        var command = new DocumentedCommand(
            "show",
            "Print the resolved config and the origin of each value.",
            "rnn config show my.yaml --set training.batch=64")
        {
            config, set,
        };
        command.SetAction(parse => Show(session, CommandInputs.ReadConfig(parse.GetRequiredValue(config), parse.GetValue(set))));
        return command;
    }

    static int Show(Session session, LoadedConfig loaded)
    {
        session.PrintResult(
            "rnn.config/1",
            () => loaded.Config.ToYaml(key => From(loaded, key)),
            () => new JsonObject { ["config"] = ConfigJson.ToJson(loaded.Config), ["origins"] = SourceMap(loaded) });
        return ExitCode.Success;
    }

    static string From(LoadedConfig loaded, string key) => loaded.SourceMap.Of(key)?.ToString() ?? "default";

    static JsonObject SourceMap(LoadedConfig loaded) =>
        new(ConfigKeys.All.Select(key => KeyValuePair.Create(key, (JsonNode?)From(loaded, key))));

    static Command Validate(Session session)
    {
        var (config, set) = (CommonOptions.Config(), CommonOptions.Set());
        var command = new DocumentedCommand(
            "validate",
            "Check a config without using it.",
            "rnn config validate my.yaml")
        {
            config, set,
        };
        command.SetAction(parse =>
        {
            var loaded = CommandInputs.ReadConfig(parse.GetRequiredValue(config), parse.GetValue(set));
            session.PrintResult(
                "rnn.config/1", () => $"{Printable.Line(loaded.Path)}: ok\n", () =>
                    new JsonObject { ["file"] = loaded.Path, ["valid"] = true });
            return ExitCode.Success;
        });
        return command;
    }

    static Command Keys(Session session)
    {
        var prefix = CommonOptions.Name(
            "PREFIX", "only keys that start with this, such as training or data.split; default: all", optional: true);
        prefix.CompletionSources.Add(_ => ConfigKeys.All);
        var command = new DocumentedCommand(
            "keys",
            "List the keys of a config: their values, defaults and meanings.",
            "rnn config keys",
            "rnn config keys data.split")
        {
            prefix,
        };
        command.SetAction(parse => Keys(session, parse.GetValue(prefix) ?? ""));
        return command;
    }

    static int Keys(Session session, string prefix)
    {
        var keys = ConfigKeyInfo.With(prefix);
        if (keys.Count == 0)
        {
            var near = ConfigKeys.Named(prefix[(prefix.LastIndexOf('.') + 1)..]) ?? NearestName.To(prefix, ConfigKeys.All);
            throw new UsageException(
                $"no key starts with '{prefix}'", near is null ? "`rnn config keys` lists all" : $"did you mean '{near}'?");
        }

        session.PrintResult(
            "rnn.config-keys/1", () => Table(keys), () => new JsonObject { ["keys"] = new JsonArray([.. keys.Select(Document)]) });
        return ExitCode.Success;
    }

    static string Table(IReadOnlyList<ConfigKeyInfo> keys)
    {
        var (key, value) = (keys.Max(k => k.Key.Length), Math.Max(7, keys.Max(k => k.Default?.Length ?? 0)));
        var kind = keys.Max(k => k.Kind.Length);
        return string.Concat(
            keys.Select(k => Line(k.Key, k.Default ?? "-", k.Kind, k.Description)).Prepend(Line("key", "default", "takes", "")));

        string Line(string a, string b, string c, string d) =>
            $"{a.PadRight(key)}  {b.PadRight(value)}  {c.PadRight(kind)}  {d}".TrimEnd() + "\n";
    }

    static JsonObject Document(ConfigKeyInfo key) => new()
    {
        ["key"] = key.Key,
        ["kind"] = key.Kind,
        ["default"] = key.Default is null ? null : JsonNode.Parse(key.Default),
        ["values"] = key.Values.Count == 0 ? null : new JsonArray([.. key.Values.Select(v => (JsonNode?)v)]),
        ["description"] = key.Description,
    };

    // The JSON schema is the same document with and without --json, and has no "schema" of its own.
    static Command Schema(Session session)
    {
        var command = new DocumentedCommand(
            "schema",
            "Print the JSON schema of the config, for editors.",
            "rnn config schema > rnn.schema.json");
        command.SetAction(_ =>
        {
            session.PrintFile(to => to.Write(EditorSchema.Text()));
            return ExitCode.Success;
        });
        return command;
    }
}
