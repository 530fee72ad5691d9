using System.CommandLine;
using System.Globalization;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Bench;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Bench;

/// <summary><c>rnn bench</c>: time per step against sequence length.</summary>
static class BenchCommand
{
    const string DefaultLengths = "16,32,64,128,256,512,1024,2048,4096";

    // As in a config.
    const int MostUnits = 65536;

    const int MostSeconds = 86400;

    public static Command Make(Session session)
    {
        var target = CommonOptions.Name(
            "CONFIG|CELL", "a cell, or a config whose model is timed at its own sizes; default: ugrnn", optional: true);
        target.CompletionSources.Add(_ => Suggestions.Cells());
        var lengths = new Option<string>("--lengths")
        {
            Description = "sequence lengths",
            HelpName = "16,32,…",
            DefaultValueFactory = _ => DefaultLengths,
        };
        var batch = OptionValues.Count("--batch", "sequences per step; default: 32, or the config's", "B");
        var input = OptionValues.Count("--input", "inputs per time step; default: 16, or the config's", "D", MostUnits);
        var hidden = OptionValues.Count("--hidden", "size of the state; default: 64, or the config's", "H", MostUnits);
        var classes = OptionValues.Count("--classes", "classes; default: 10, or the config's", "C");
        var threads = CommonOptions.Threads();
        var keep = new Option<string?>("--keep")
        {
            Description = "memory for what is kept of the steps, as training.memory; default: half of what is available, or the config's",
            HelpName = "SIZE",
        };
        var mode = new Option<string>("--mode")
        {
            Description = "train: forward, backward, update; infer: forward",
            HelpName = "train|infer",
            DefaultValueFactory = _ => "train",
        };
        mode.TakesOneOf("train", "infer");
        var runs = OptionValues.Count("--runs", "timed runs per length at most; default: 50", "N");
        var warmup = OptionValues.Whole("--warmup", "untimed runs before the timed ones", "N", 0, 1_000_000, usual: 3);
        var seconds = OptionValues.Number(
            "--seconds", "approximate time per length", "S", $"from 0 to {MostSeconds}", s => s is >= 0 and <= MostSeconds, usual: 2);
        var report = new Option<string?>("--report")
        {
            Description = "also write one HTML page with charts of the times; default: bench.html",
            HelpName = "HTML|-",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var force = CommonOptions.Force();
        var command = new DocumentedCommand(
            "bench",
            "Time a training step or inference against the sequence length, and fit time = a T^p.",
            "rnn bench ugrnn",
            "rnn bench lstm --lengths 64,256,1024 --hidden 128 --threads 1",
            "rnn bench configs/quickstart.yaml --mode infer --report")
        {
            target, lengths, batch, input, hidden, classes, threads, keep, mode, runs, warmup, seconds, report, force,
        };
        command.SetAction(int (parse) =>
        {
            var name = parse.GetValue(target) ?? "ugrnn";
            var sizes = BenchSizes.Of(name);
            var page = parse.GetResult(report) is { Implicit: false }
                ? OutputFile.Prepare(
                    session, parse.GetValue(report) ?? "bench.html", new OverwriteRule(parse.GetValue(force), sizes.Inputs))
                : null;
            var options = new BenchOptions(
                sizes.Cell,
                sizes.Layers,
                Lengths(parse.GetValue(lengths)!),
                parse.GetValue(batch) ?? sizes.Batch,
                parse.GetValue(input) ?? sizes.Input,
                parse.GetValue(hidden) ?? sizes.Hidden,
                parse.GetValue(classes) ?? sizes.Classes,
                parse.GetValue(threads) ?? sizes.Threads,
                parse.GetValue(mode) == "train",
                parse.GetValue(runs) ?? 50,
                parse.GetValue(warmup),
                parse.GetValue(seconds),
                sizes.Constants,
                sizes.Model,
                parse.GetValue(keep) is { } size ? Size(size) : sizes.Memory);
            return BenchJob.Run(session, name, options, page);
        });
        return command;
    }

    static MemorySize Size(string text) => MemorySize.Parse(text)
        ?? throw new UsageException($"--keep: '{text}' is not a size", "write a number and a unit, for example 256MB or 4GB");

    static List<int> Lengths(string text)
    {
        var lengths = new List<int>();
        foreach (var part in text.Split(','))
        {
            lengths.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length is > 0 and <= 1 << 20
                ? length
                : throw new UsageException(
                    $"--lengths: '{part}' is not a length", $"write whole numbers with commas, for example {DefaultLengths}"));
        }

        return lengths;
    }
}

/// <summary>The model to time, and its sizes.</summary>
sealed record BenchSizes(
    string Cell, int Layers, int Batch, int Input, int Hidden, int Classes, int Threads = 0, CellConstants? Constants = null,
    ModelConfig? Model = null)
{
    /// <summary>The files that define it.</summary>
    public IEnumerable<string> Inputs { get; init; } = [Cell];

    /// <summary>The config's <c>training.memory</c>.</summary>
    public MemorySize? Memory { get; init; }

    /// <summary>The model of a config at the sizes of its data, or a cell at the default sizes.</summary>
    public static BenchSizes Of(string target)
    {
        if (Path.GetExtension(target) is not (".yaml" or ".yml" or ".json"))
        {
            CellChoice.Find(target);
            return new BenchSizes(target, 1, 32, 16, 64, 10);
        }

        var loaded = CommandInputs.ReadConfig(target);
        var config = loaded.Config;
        var schema = TrainingData.Read(config, loaded.Folders).Schema;
        // The embedding of a symbol, or the map of a patch, is an input of the first layer, where the timing begins.
        var inputs = ModelPlan.InputsOf(config, schema);
        return new BenchSizes(
            config.Model.Cell, config.Model.Layers, config.Training.Batch, inputs, config.Model.Hidden, schema.Outputs,
            config.Training.Threads, config.Model.Constants, config.Model with { Patch = null })
        { Inputs = InputFiles.OfConfig(loaded), Memory = config.Training.Memory };
    }
}
