using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Synthetic;

namespace RnnTrainer.Cli.Data;

/// <summary><c>rnn data make TASK</c>: the synthetic tasks of the literature, made anew from a seed.</summary>
static class DataMakeCommand
{
    const int UsualCount = 1000;

    public static Command Make(Session session)
    {
        var task = CommonOptions.Name("TASK", $"one of {string.Join(", ", SyntheticData.Tasks.Select(t => t.Name))}; default: tell what they are", optional: true);
        var length = OptionValues.Count("--length", "T as the task means it; default: the usual one of the task", "T");
        var count = OptionValues.Count("--count", $"sequences; default: {UsualCount}", "N");
        var validation = OptionValues.Count("--validation", "so many others, beside the file of --out: NAME-validation.csv; default: none", "N");
        var test = OptionValues.Count("--test", "so many others, beside the file of --out: NAME-test.csv; default: none", "N");
        var seed = OptionValues.Seed("the same seed makes the same bytes");
        var output = new Option<string?>("--out", "--output", "-o") { Description = "the file to write; default: standard output", HelpName = "CSV|-" };
        var force = CommonOptions.Force();
        var command = new Command("make", "Make a synthetic task of the literature as long CSV, from a seed.") { task, length, count, validation, test, seed, output, force };
        command.SetAction(int (parse) =>
        {
            if (parse.GetValue(task) is not { } name)
            {
                parse.RequireUse(false, "is for a task, and none is named", "`rnn data make` lists the tasks", length, count, validation, test, seed, output);
                return List(session);
            }

            var order = new MakeOrder(Find(name), parse.GetValue(length), parse.GetValue(seed), parse.GetValue(output) ?? "-", parse.GetValue(force));
            var sizes = new[] { ("train", parse.GetValue(count) ?? UsualCount), ("validation", parse.GetValue(validation) ?? 0), ("test", parse.GetValue(test) ?? 0) };
            return Run(session, order, [.. sizes.Where(s => s.Item2 > 0)]);
        });
        return command;
    }

    static int Run(Session session, MakeOrder order, IReadOnlyList<(string Name, int Count)> parts)
    {
        Check(order, parts.Count > 1, session.Json);
        if (OutputFile.IsStandardOutput(order.Output))
        {
            session.PrintFile(to => SyntheticData.Write(order.Task, parts[0].Count, order.Length, order.Seed, to));
            session.Log(Lesson(order.Task));
            return ExitCode.Success;
        }

        var files = parts.Select(p => (p.Name, p.Count, File: OutputFile.Prepare(session, Place(order.Output, p.Name), new OverwriteRule(order.Force, []) { CreatesFolder = true }))).ToList();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(order.Output))!);
        foreach (var (name, count, file) in files)
        {
            file.WriteText(to => SyntheticData.Write(order.Task, count, order.Length, order.Seed, to, name));
        }

        session.PrintResult(
            "rnn.data.make/1",
            () => string.Concat(files.Select(f => string.Create(CultureInfo.InvariantCulture, $"{Printable.Line(f.File.Path)}: {f.Count} sequences\n"))),
            () => Document(order, files));
        session.Log(Lesson(order.Task));
        return ExitCode.Success;
    }

    static void Check(MakeOrder order, bool hasParts, bool json)
    {
        if (order.Length is { } length && (order.Task.Length == 0 || length < order.Task.LeastLength))
        {
            throw order.Task.Length == 0
                ? new UsageException($"--length: the sequences of '{order.Task.Name}' have lengths of their own", "leave it out")
                : new UsageException($"--length: '{order.Task.Name}' needs at least {order.Task.LeastLength} steps, found {length}");
        }

        if (OutputFile.IsStandardOutput(order.Output) && (hasParts || json))
        {
            throw new UsageException($"{(hasParts ? "--validation and --test need" : "--json needs")} a file to write to", "name it with --out");
        }
    }

    /// <summary>The training part is the file that was named, the others stand beside it.</summary>
    static string Place(string output, string part) =>
        part == "train" ? output : Path.Combine(Path.GetDirectoryName(output) ?? "", $"{Path.GetFileNameWithoutExtension(output)}-{part}{Path.GetExtension(output)}");

    static string[] Lesson(SyntheticTask task)
    {
        var tokens = task.Texts.Count > 0 ? $"tokens: {task.Texts[0]}, " : "";
        var level = task.Kind != "tag" && task.TargetLevel == TargetLevel.Step ? ", target_level: step" : "";
        return [task.Description, $"in a config: task: {task.Kind}, {tokens}target: {Names(task.Targets)}{level}", $"without learning: {task.Baseline}"];
    }

    static string Names(IReadOnlyList<string> columns) => columns.Count == 1 ? columns[0] : $"[{string.Join(", ", columns)}]";

    static JsonObject Document(MakeOrder order, IEnumerable<(string Name, int Count, OutputFile File)> files) => new()
    {
        ["task"] = order.Task.Name,
        ["kind"] = order.Task.Kind,
        ["length"] = order.Length ?? (order.Task.Length == 0 ? null : order.Task.Length),
        ["seed"] = order.Seed,
        ["target"] = new JsonArray([.. order.Task.Targets.Select(t => (JsonNode?)t)]),
        ["files"] = new JsonArray([.. files.Select(f => new JsonObject { ["part"] = f.Name, ["file"] = f.File.Path, ["sequences"] = f.Count })]),
    };

    static int List(Session session)
    {
        session.PrintResult(
            "rnn.data.tasks/1",
            () => string.Concat(SyntheticData.Tasks.Select(t => $"{t.Name,-16}{t.Kind,-12}{t.Description}\n")),
            () => new JsonObject
            {
                ["tasks"] = new JsonArray([.. SyntheticData.Tasks.Select(t => new JsonObject { ["name"] = t.Name, ["kind"] = t.Kind, ["says"] = t.Description, ["naive"] = t.Baseline })]),
            });
        return ExitCode.Success;
    }

    static SyntheticTask Find(string name) => SyntheticData.Find(name) ?? throw new UsageException(
        $"there is no synthetic task '{name}'",
        NearestName.To(name, SyntheticData.Tasks.Select(t => t.Name)) is { } near ? $"did you mean '{near}'?" : "`rnn data make` tells which there are");
}

/// <summary>What a command line asks of make.</summary>
/// <param name="Length">T; null: the usual one.</param>
/// <param name="Output">A path, or - for standard output.</param>
/// <param name="Force">Whether files there are written over.</param>
sealed record MakeOrder(SyntheticTask Task, int? Length, int Seed, string Output, bool Force);
