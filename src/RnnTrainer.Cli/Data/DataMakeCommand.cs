using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Synthetic;

namespace RnnTrainer.Cli.Data;

/// <summary><c>rnn data make TASK</c>: makes the synthetic tasks of the literature from a seed.</summary>
static class DataMakeCommand
{
    const int DefaultCount = 1000;

    public static Command Make(Session session)
    {
        var task = CommonOptions.Name(
            "TASK", $"one of {string.Join(", ", SyntheticData.Tasks.Select(t => t.Name))}; default: list them", optional: true);
        var length = OptionValues.Count("--length", "the length T of the task; default: depends on the task", "T");
        var count = OptionValues.Count("--count", $"sequences; default: {DefaultCount}", "N");
        var validation = OptionValues.Count(
            "--validation", "validation sequences, written next to the file of --out as NAME-validation.csv; default: none", "N");
        var test = OptionValues.Count("--test", "test sequences, written next to the file of --out as NAME-test.csv; default: none", "N");
        var seed = OptionValues.Seed("the same seed gives the same file");
        var output = new Option<string?>("--out", "--output", "-o")
        {
            Description = "the file to write; default: standard output",
            HelpName = "CSV|-",
        };
        var force = CommonOptions.Force();
        var command = new DocumentedCommand(
            "make",
            "Make a synthetic task of the literature as long CSV, from a seed.",
            "rnn data make",
            "rnn data make adding --length 100 --count 5000 --test 1000 --out adding.csv")
        {
            task, length, count, validation, test, seed, output, force,
        };
        command.SetAction(int (parse) =>
        {
            if (parse.GetValue(task) is not { } name)
            {
                parse.RequireUse(
                    false, "is for a task, and none is named", "`rnn data make` lists the tasks", length, count, validation, test, seed,
                    output);
                return List(session);
            }

            var request = new Request(
                Find(name), parse.GetValue(length), parse.GetValue(seed), parse.GetValue(output) ?? "-", parse.GetValue(force));
            var sizes =
                new[] { ("train", parse.GetValue(count) ?? DefaultCount), ("validation", parse.GetValue(validation) ?? 0),
                ("test", parse.GetValue(test) ?? 0) };
            return Run(session, request, [.. sizes.Where(s => s.Item2 > 0)]);
        });
        return command;
    }

    static int Run(Session session, Request request, IReadOnlyList<(string Name, int Count)> parts)
    {
        Check(request, parts.Count > 1, session.Json);
        if (OutputFile.IsStandardOutput(request.Output))
        {
            session.PrintFile(
                to => SyntheticData.Write(request.Task, parts[0].Count, request.Length, request.Seed, new CsvTableWriter(to)));
            session.Log(Advice(request.Task));
            return ExitCode.Success;
        }

        var files = parts.Select(
            p => (
                p.Name, p.Count,
                File: OutputFile.Prepare(
                    session, Place(request.Output, p.Name), new OverwriteRule(request.Force, []) { CreatesFolder = true }))).ToList();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(request.Output))!);
        foreach (var (name, count, file) in files)
        {
            file.WriteTable(to => SyntheticData.Write(request.Task, count, request.Length, request.Seed, to, name));
        }

        session.PrintResult(
            "rnn.data.make/1",
            () =>
                string.Concat(
                    files.Select(
                        f => string.Create(CultureInfo.InvariantCulture, $"{Printable.Line(f.File.Path)}: {Words.Counted(f.Count, "sequence")}\n"))),
            () => Document(request, files));
        session.Log(Advice(request.Task));
        return ExitCode.Success;
    }

    static void Check(Request request, bool hasParts, bool json)
    {
        if (request.Length is { } length && (request.Task.Length == 0 || length < request.Task.LeastLength))
        {
            throw request.Task.Length == 0
                ? new UsageException($"--length: the sequences of '{request.Task.Name}' have random lengths", "leave it out")
                : new UsageException($"--length: '{request.Task.Name}' needs at least {request.Task.LeastLength} steps, found {length}");
        }

        if (OutputFile.IsStandardOutput(request.Output) && (hasParts || json))
        {
            throw new UsageException(
                $"{(hasParts ? "--validation and --test need" : "--json needs")} a file to write to", "name it with --out");
        }
    }

    /// <summary>The file of a part: the named one for training, others next to it.</summary>
    static string Place(string output, string part) =>
        part == "train" ? output
            : Path.Combine(
                Path.GetDirectoryName(output) ?? "", $"{Path.GetFileNameWithoutExtension(output)}-{part}{Path.GetExtension(output)}");

    static string[] Advice(SyntheticTask task)
    {
        var tokens = task.Texts.Count > 0 ? $"tokens: {task.Texts[0]}, " : "";
        var level = task.Kind != "tag" && task.TargetLevel == TargetLevel.Step ? ", target_level: step" : "";
        return [
            task.Description, $"in a config: task: {task.Kind}, {tokens}target: {Names(task.Targets)}{level}",
            $"without learning: {task.Baseline}"];
    }

    static string Names(IReadOnlyList<string> columns) => columns.Count == 1 ? columns[0] : $"[{string.Join(", ", columns)}]";

    static JsonObject Document(Request request, IEnumerable<(string Name, int Count, OutputFile File)> files) => new()
    {
        ["task"] = request.Task.Name,
        ["kind"] = request.Task.Kind,
        ["length"] = request.Length ?? (request.Task.Length == 0 ? null : request.Task.Length),
        ["seed"] = request.Seed,
        ["target"] = new JsonArray([.. request.Task.Targets.Select(t => (JsonNode?)t)]),
        ["files"] = new JsonArray(
            [.. files.Select(f => new JsonObject { ["part"] = f.Name, ["file"] = f.File.Path, ["sequences"] = f.Count })]),
    };

    static int List(Session session)
    {
        session.PrintResult(
            "rnn.data.tasks/1",
            () => string.Concat(SyntheticData.Tasks.Select(t => $"{t.Name,-16}{t.Kind,-12}{t.Description}\n")),
            () => new JsonObject
            {
                ["tasks"] = new JsonArray(
                    [.. SyntheticData.Tasks.Select(
                        t => new JsonObject { ["name"] = t.Name, ["kind"] = t.Kind, ["says"] = t.Description, ["naive"] = t.Baseline })]),
            });
        return ExitCode.Success;
    }

    static SyntheticTask Find(string name) => SyntheticData.Find(name) ?? throw new UsageException(
        $"there is no synthetic task '{name}'",
        NearestName.To(name, SyntheticData.Tasks.Select(t => t.Name)) is { } near ? $"did you mean '{near}'?"
        : "`rnn data make` lists them");

    /// <summary>A task to make and where it goes.</summary>
    /// <param name="Length">T; null for that of the task.</param>
    /// <param name="Output">A path, or - for standard output.</param>
    /// <param name="Force">Whether existing files are overwritten.</param>
    sealed record Request(SyntheticTask Task, int? Length, int Seed, string Output, bool Force);
}
