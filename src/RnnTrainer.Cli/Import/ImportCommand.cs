using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Import;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Import;

/// <summary><c>rnn import FILE --cell gru</c>: makes a checkpoint of a model of PyTorch or Keras.</summary>
static class ImportCommand
{
    public static Command Make(Session session)
    {
        var file = CommonOptions.Name(
            "FILE", "a safetensors file with the names of PyTorch (weight_ih_l0, …) or Keras (gru/gru_cell/kernel, …)");
        var cell = Required("--cell", "the kind of its layers; the variant of a gru is detected", string.Join('|', ModelImport.Cells));
        cell.TakesOneOf([.. ModelImport.Cells]);
        var inputs = OptionValues.List("--inputs", "the input columns, in the order of the weights", "COL,…", required: true);
        var target = OptionValues.List("--target", "the target column, or several columns of numbers", "COL,…", required: true);
        var classes = OptionValues.List(
            "--classes", "the labels in the order of the outputs; default: none, the targets are numbers", "LABEL,…");
        var task = Choice("--task", "default: classify with --classes, else regress", "classify", "tag", "regress", "multilabel");
        var level = Choice(
            "--target-level", "whether there is a target per sequence or per step; default: depends on the task", "sequence", "step");
        var readout = Choice("--readout", "which states of a sequence the linear layer reads; default: the last", "last", "mean", "max");
        var sequence = new Option<string?>("--sequence")
        {
            Description = "the column that names the sequences of a file; default: seq, sequence or id",
            HelpName = "COL",
        };
        var step = new Option<string?>("--step")
        {
            Description = "the column that orders the steps; default: step, if the file has it",
            HelpName = "COL",
        };
        var missing = Choice(
            "--missing", "replacement of a missing number: mean is that of --shift, forward-fill the one before; default: error", "error",
            "mean", "forward-fill");
        var shift = OptionValues.List(
            "--shift", "numbers that are subtracted from the inputs first, such as their means; default: none", "X,…");
        var scale = OptionValues.List("--scale", "numbers by which the inputs are then divided; default: none", "X,…");
        var head = new Option<string?>("--head")
        {
            Description = "the name of the linear layer, if the file has several; default: the only one",
            HelpName = "NAME",
        };
        var forget = OptionValues.Number(
            "--forget-bias", "the constant that the UGRNNCell of TensorFlow adds to its gate", "X", "that is finite", _ => true, usual: 1);
        var output = Required("--out", "the checkpoint to write, for eval, predict, inspect and export", "FILE|-");
        output.Aliases.Add("-o");
        var overwrite = CommonOptions.Force();
        var command = new DocumentedCommand(
            "import",
            "Make a checkpoint from the weights of a model of PyTorch, Keras or TensorFlow.",
            "rnn import model.safetensors --cell lstm --inputs x,y --target label --classes down,up --out imported.safetensors")
        {
            file, cell, inputs, target, classes, task, level, readout, sequence, step, missing, shift, scale, head, forget, output,
                overwrite,
        };
        command.SetAction(int (parse) =>
        {
            var labels = CommonOptions.Columns(parse.GetValue(classes));
            parse.RequireUse(parse.GetValue(cell) == "ugrnn", "is for --cell ugrnn, and --cell is another", "leave it out", forget);
            parse.RequireUse(
                parse.GetValue(task) is not ("regress" or "multilabel"),
                $"names the labels of a classifier, and --task is {parse.GetValue(task)}", "leave out one of them", classes);
            parse.RequireUse(
                parse.GetValue(task) != "tag"
                && parse.GetValue(level) != "step", "is for targets per sequence, and this model has one per step", "leave it out",
                readout);
            var options = new ImportOptions(
                parse.GetRequiredValue(cell),
                parse.GetValue(task) is { } name ? Enum.Parse<TaskKind>(name, ignoreCase: true) : labels.Length > 0 ? TaskKind.Classify
                : TaskKind.Regress,
                CommonOptions.Columns(parse.GetRequiredValue(inputs)),
                CommonOptions.Columns(parse.GetRequiredValue(target)),
                labels)
            {
                Sequence = parse.GetValue(sequence),
                Step = parse.GetValue(step),
                Missing = parse.GetValue(
                    missing) switch
                { "mean" => MissingPolicy.Mean, "forward-fill" => MissingPolicy.ForwardFill, _ => MissingPolicy.Error },
                Shift = Numbers("--shift", parse.GetValue(shift)),
                Scale = Numbers("--scale", parse.GetValue(scale)),
                Level = parse.GetValue(level) is { } to ? Enum.Parse<TargetLevel>(to, ignoreCase: true) : null,
                Readout = Enum.Parse<ReadoutKind>(parse.GetValue(readout) ?? "last", ignoreCase: true),
                Head = parse.GetValue(head),
                ForgetBias = parse.GetValue(forget),
            };
            return Run(session, parse.GetRequiredValue(file), options, parse.GetRequiredValue(output), parse.GetValue(overwrite));
        });
        return command;
    }

    static int Run(Session session, string file, ImportOptions options, string name, bool force)
    {
        var output = OutputFile.Prepare(session, name, new OverwriteRule(force, [file]));
        if (!output.IsStandard && !name.EndsWith(".safetensors", StringComparison.Ordinal))
        {
            throw new UsageException(
                $"--out is '{name}', but a checkpoint's name ends in .safetensors", $"--out {Shell.Quoted($"{name}.safetensors")}");
        }

        using var model = ModelImport.Read(file, options);
        var checkpoint = new Checkpoint(model.Config, model.Schema, Progress.Start, Weights.ToTensors(model.Parameters), []).Content();
        output.Write(stream => SafeTensorsWriter.WriteTo(stream, checkpoint));
        output.PrintResult(
            "rnn.import/1",
            () =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Printable.Line(output.Path)}: {model.Config.Model.Layers} × {model.Cell.Name}, {model.Config.Model.Hidden} "
                    + $"units, {model.Size} parameters\n"),
            () => new JsonObject
            {
                ["file"] = file,
                ["out"] = output.Path,
                ["cell"] = model.Cell.Name,
                ["hidden"] = model.Config.Model.Hidden,
                ["layers"] = model.Config.Model.Layers,
                ["bidirectional"] = model.Config.Model.Bidirectional,
                ["parameters"] = model.Size,
            });
        return ExitCode.Success;
    }

    static double[]? Numbers(string option, string? texts) => texts is null ? null : [.. CommonOptions.Columns(texts).Select(t =>
        double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            && (number != 0 || option != "--scale")
            ? number
            : throw new UsageException($"{option} holds '{t}', which is no number{(option == "--scale" ? " to divide by" : "")}"))];

    static Option<string> Required(string name, string description, string help) => new(name)
    {
        Description = description,
        HelpName = help,
        Required = true,
    };

    static Option<string?> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', values) };
        option.TakesOneOf(values);
        return option;
    }
}
