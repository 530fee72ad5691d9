using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Inspect;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Inspect;

/// <summary><c>rnn inspect RUN|CHECKPOINT</c>: shows what a run or a checkpoint contains.</summary>
static class InspectCommand
{
    public static Command Make(Session session)
    {
        var target = CommonOptions.Name("RUN|CHECKPOINT", "a run directory, or a safetensors file");
        var checkpoint = CommonOptions.Checkpoint();
        var gates = new Option<bool>("--gates")
        {
            Description =
                "run the model on data, and show for each layer the share of gates near 0 and 1, the memory of the states, the "
                + "gradients by step, and the largest Lyapunov exponent",
        };
        var data = new Option<string?>("--data", "-d")
        {
            Description = "with --gates: a CSV with labels; default: the run's test split",
            HelpName = "CSV",
        };
        var command = new DocumentedCommand(
            "inspect",
            "Show what a run or a checkpoint contains: shapes, columns, classes, progress; with --gates also how the model remembers.",
            "rnn inspect runs/latest",
            "rnn inspect runs/latest --gates")
        {
            target, checkpoint, gates, data,
        };
        command.SetAction(int (parse) =>
        {
            parse.RequireUse(parse.GetValue(gates), "is the data for --gates", "add --gates, or leave it out", data);
            return parse.GetValue(gates)
                ? Gates(session, parse.GetRequiredValue(target), parse.GetValue(checkpoint), parse.GetValue(data))
                : Run(session, parse.GetRequiredValue(target), parse.GetValue(checkpoint));
        });
        return command;
    }

    static int Gates(Session session, string target, string? checkpoint, string? data)
    {
        using var trained = CommandInputs.LoadModel(target, checkpoint);
        trained.RequireOne("--gates looks into one model");
        var part = data is null ? trained.Test() : trained.ReadData(session, data, labelled: true);
        using var model = trained.InFloat64();
        var report = GateInspection.Of(model, part.Ready);
        session.PrintResult(
            "rnn.inspect.gates/1", () => GateText.Of(trained.File, part.File, report), () =>
                GateDocument.Of(trained.File, part.File, report));
        return ExitCode.Success;
    }

    static int Run(Session session, string target, string? checkpoint) =>
        checkpoint is null && EnsembleFolder.Of(target) is { } members ? Ensemble(session, target, members)
        : Run(session, ModelFile.Find(target, checkpoint));

    /// <summary>Each model of an ensemble.</summary>
    static int Ensemble(Session session, string target, IReadOnlyList<string> members)
    {
        List<(string File, SafeTensors Content, Checkpoint Checkpoint)> all =
            [.. members.Select(m => ModelFile.Find(m, null)).Select(f => (f, SafeTensorsReader.Read(f), Checkpoint.Read(f)))];
        session.PrintResult(
            "rnn.inspect/1",
            () => $"{Printable.Line(target)}: an ensemble of {Words.Counted(all.Count, "model")}\n\n"
                + string.Join('\n', all.Select(m => Text(m.File, m.Content, m.Checkpoint))),
            () => new JsonObject
            {
                ["file"] = target,
                ["parameters"] = all.Sum(m => Parameters(m.Content)),
                ["ensemble"] = new JsonArray([.. all.Select(m => Document(m.File, m.Content, m.Checkpoint))]),
            });
        return ExitCode.Success;
    }

    static int Run(Session session, string file)
    {
        var content = SafeTensorsReader.Read(file);
        var checkpoint = content.Metadata.ContainsKey("format") ? Checkpoint.Read(file) : null;
        session.PrintResult("rnn.inspect/1", () => Text(file, content, checkpoint), () => Document(file, content, checkpoint));
        return ExitCode.Success;
    }

    static string Text(string file, SafeTensors content, Checkpoint? checkpoint)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Printable.Line(file)}\n");
        if (checkpoint is { Config: var config, Schema: var schema, Progress: var progress })
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"task       {config.Task.ToString().ToLowerInvariant()}, "
                + $"{Printable.Line(CellChoice.NameOf(config.Model.Cell, checkpoint.Cell))}, hidden {config.Model.Hidden}, layers "
                + $"{config.Model.Layers}\n");
            text.Append(
                CultureInfo.InvariantCulture,
                $"inputs     {Printable.Line(string.Join(", ", schema.Symbols > 0 ? schema.Inputs.Prepend($"{schema.Symbols} symbols") : schema.Inputs))}\n");
            PreparationText.Lines(config, schema).ToList().ForEach(line => text.Append(line).Append('\n'));
            text.Append(CultureInfo.InvariantCulture, $"target     {Printable.Line(Target(config, schema))}\n");
            text.Append(CultureInfo.InvariantCulture, $"trained    {progress.Epoch} epochs, {progress.Step} steps\n");
        }

        foreach (var tensor in content.Tensors)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Printable.Line(tensor.Name),-28} {tensor.Format} {tensor.ShapeText,-14} norm {Norm(tensor):g6}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{Parameters(content)} parameters\n");
        return text.ToString();
    }

    static string Target(Config config, ModelSchema schema) => SequenceTask.Of(config).ImpliedTarget
        ?? $"{string.Join(", ", schema.Target)}{(schema.Classes.Count > 0 ? $": {string.Join(", ", schema.Classes)}" : "")}";

    static JsonObject Document(string file, SafeTensors content, Checkpoint? checkpoint) => new()
    {
        ["file"] = file,
        ["parameters"] = Parameters(content),
        ["tensors"] = new JsonArray([.. content.Tensors.Select(t => new JsonObject
        {
            ["name"] = t.Name,
            ["format"] = t.Format.ToString(),
            ["shape"] = new JsonArray([.. t.Shape.Select(s => JsonValue.Create(s))]),
            ["norm"] = Norm(t),
        })]),
        ["cell"] = checkpoint is null ? null : CellChoice.NameOf(checkpoint.Config.Model.Cell, checkpoint.Cell),
        ["model_schema"] = checkpoint is null ? null : JsonNode.Parse(checkpoint.Schema.ToJson()),
        ["progress"] = checkpoint is null ? null : JsonSerializer.SerializeToNode(checkpoint.Progress, ConfigJson.Options),
        ["config"] = checkpoint is null ? null : ConfigJson.ToJson(checkpoint.Config),
    };

    static long Parameters(SafeTensors content) =>
        content.Tensors.Where(t => Checkpoint.IsWeight(t.Name)).Sum(t => t.Data.LongLength);

    static double Norm(SafeTensor tensor) => Math.Sqrt(tensor.ToDoubles().Sum(x => x * x));
}
