using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Export.Onnx;

namespace RnnTrainer.Cli.Export;

/// <summary><c>rnn export RUN --format onnx</c>: writes the model in a format of other programs.</summary>
static class ExportCommand
{
    static readonly string[] Operations = ["gru", "lstm", "rnn", "scan"];
    static readonly (string Name, string Ending)[] Formats = [
        ("c", ".h"), ("csharp", ".cs"), ("onnx", ".onnx"), ("safetensors", ".safetensors"), ("torch", ".torch.safetensors")];

    public static Command Make(Session session)
    {
        var (run, checkpoint, force) = (
            CommonOptions.Name("RUN|CHECKPOINT", "a run directory, or a safetensors file"), CommonOptions.Checkpoint(),
            CommonOptions.Force());
        var format = new Option<string>("--format", "-f")
        {
            Description =
                "c: one C99 header that runs step by step; csharp: one source file that runs the model without any package; onnx: for ONNX Runtime and others; safetensors: only "
                + "the weights; torch: only the weights, in the layout of PyTorch",
            HelpName = string.Join('|', Formats.Select(f => f.Name)),
            Required = true,
        };
        format.TakesOneOf([.. Formats.Select(f => f.Name)]);
        var output = new Option<string?>("--out", "-o")
        {
            Description =
                "the file to write; default: model.h, model.cs, model.onnx, model.safetensors or model.torch.safetensors in the run. A C# class "
                + "has the name of the file, in model.cs that of the run; so have the functions of C",
            HelpName = "FILE|-",
        };
        var operation = new Option<string?>("--op")
        {
            Description =
                "for onnx, how a layer is written: as the operator gru, lstm or rnn if the cell is such (a ugrnn is a gru), or as scan, "
                + "a loop over the statements of any cell, which is slower; default: the operator if there is one",
            HelpName = string.Join('|', Operations),
        };
        operation.TakesOneOf(Operations);
        var space = new Option<string?>("--namespace")
        {
            Description = $"for csharp, the namespace of the class; default: {CSharpFile.Namespace}",
            HelpName = "NAME",
        };
        var int8 = new Option<bool>("--int8")
        {
            Description = "for c, write matrices as whole numbers of 8 bits, a scale for each row, and print what it costs in validation",
        };
        var stateful = new Option<bool>("--stateful")
        {
            Description = "for onnx, take the states before the first step (h0, c0, …) and give those after the last one (hn, cn, …), so that "
                + "a sequence may be passed step by step",
        };
        var command = new DocumentedCommand(
            "export",
            "Write a trained model for other programs: as C, C# or ONNX that runs it, or only its weights.",
            "rnn export runs/latest --format csharp --out Digits.cs",
            "rnn export runs/latest --format c --int8 --out digits.h",
            "rnn export runs/latest --format onnx",
            "rnn export runs/latest --format safetensors")
        {
            run, format, operation, stateful, space, int8, output, force, checkpoint,
        };
        command.SetAction(int (parse) =>
        {
            using var trained = CommandInputs.LoadModel(parse.GetRequiredValue(run), parse.GetValue(checkpoint));
            var name = parse.GetRequiredValue(format);
            trained.RequireOne($"export --format {name} writes one model");
            foreach (var (only, option) in new (string, Option)[]
            {
                ("onnx", operation), ("onnx", stateful), ("csharp", space), ("c", int8),
            })
            {
                parse.RequireUse(name == only, $"is for the format {only}, and the format is {name}", "leave it out", option);
            }

            if (name is "c" or "csharp" or "onnx" && trained.Model.Schema.Quantiles is not null)
            {
                throw new UsageException(
                    $"export --format {name} writes models with one number for each target, and this one predicts quantiles",
                    "safetensors and torch hold its weights; or train with another training.loss");
            }

            if (name is "c" or "csharp" or "onnx" && trained.Model.Schema.Known is not null)
            {
                throw new UsageException(
                    $"export --format {name} writes models of what was seen, and this one reads what is known of the steps ahead (data.known)",
                    "safetensors and torch hold its weights; or train without data.known");
            }

            var byDefault = DefaultFile(parse.GetRequiredValue(run), name);
            var file = OutputFile.Prepare(
                session, parse.GetValue(output) ?? byDefault, new OverwriteRule(parse.GetValue(force), InputFiles.OfModel(trained))
                {
                    Default = Directory.Exists(parse.GetRequiredValue(run)) ? byDefault : null,
                });
            if (name == "c")
            {
                var named = parse.GetValue(output) is null || file.IsStandard ? ClassName(byDefault)
                    : Path.GetFileNameWithoutExtension(file.Path);
                return HeaderExport.Run(session, trained, named, parse.GetValue(int8), file);
            }

            var source = new CSharpNames(ClassName(file.IsStandard ? byDefault : file.Path), parse.GetValue(space) ?? CSharpFile.Namespace);
            return name == "onnx" ? Onnx(trained, parse.GetValue(operation), parse.GetValue(stateful), file)
                : Run(trained, name, source, file);
        });
        return command;
    }

    static int Onnx(TrainedModel trained, string? operation, bool isStateful, OutputFile file)
    {
        var bytes = OnnxFile.Of(trained.Model, operation, isStateful);
        file.Write(stream => stream.Write(bytes));
        return Finish(trained, "onnx", file);
    }

    static int Run(TrainedModel trained, string format, CSharpNames source, OutputFile file)
    {
        switch (format)
        {
            case "csharp":
                file.WriteText(CSharpFile.Of(trained.Model, source.Class, source.Namespace));
                break;
            case "torch":
                file.Write(stream => SafeTensorsWriter.WriteTo(stream, TorchWeights.Of(trained.Model)));
                break;
            default:
                file.Write(
                    stream =>
                        SafeTensorsWriter.WriteTo(
                            stream, new SafeTensors(new Dictionary<string, string>(), trained.Checkpoint.Parameters)));
                break;
        }

        return Finish(trained, format, file);
    }

    static int Finish(TrainedModel trained, string format, OutputFile file)
    {
        file.PrintResult(
            "rnn.export/1",
            () => $"{Printable.Line(file.Path)}: {trained.Model.Size} parameters{file.LengthText}\n",
            () => Document(trained, format, file));
        return ExitCode.Success;
    }

    /// <summary>What is said of every format.</summary>
    /// <param name="file">It is written.</param>
    internal static JsonObject Document(TrainedModel trained, string format, OutputFile file) => new()
    {
        ["checkpoint"] = trained.File,
        ["format"] = format,
        ["out"] = file.Path,
        ["parameters"] = trained.Model.Size,
        ["bytes"] = file.Length,
    };

    // The classes of several runs may be used in one project, so a class in model.cs is named after its run.
    static string ClassName(string file)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return Path.GetFileName(file) is not ("model.cs" or "model.h") ? Path.GetFileNameWithoutExtension(file)
            : (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).Name;
    }

    static string DefaultFile(string target, string format) =>
        Path.Combine(
            Directory.Exists(target) ? target
            : Path.GetDirectoryName(Path.GetFullPath(target))!, "model" + Formats.Single(f => f.Name == format).Ending);

    /// <summary>The name of the class in a C# file, and its namespace.</summary>
    sealed record CSharpNames(string Class, string Namespace);
}
