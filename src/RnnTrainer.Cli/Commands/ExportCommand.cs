using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary><c>rnn export RUN --format csharp</c>: the model in a form that runs without this program.</summary>
static class ExportCommand
{
    static readonly (string Name, string Ending)[] Formats = [("csharp", ".cs"), ("safetensors", ".safetensors")];

    public static Command Make(Session session)
    {
        var (run, checkpoint) = (CommonOptions.Name("RUN|CHECKPOINT", "a run directory, or a safetensors file"), CommonOptions.Checkpoint());
        var format = new Option<string>("--format", "-f")
        {
            Description = "csharp: one file that runs the model and needs no package; safetensors: the weights alone",
            HelpName = string.Join('|', Formats.Select(f => f.Name)),
            Required = true,
        };
        format.AcceptOnlyFromAmong([.. Formats.Select(f => f.Name)]);
        var output = new Option<string?>("--out", "-o") { Description = "where it goes; default: model.cs or model.safetensors in the run. The class in it is called after the file", HelpName = "FILE" };
        var command = new Command("export", "Write a trained model for other programs: as C# source that runs it, or its weights alone.") { run, format, output, checkpoint };
        command.SetAction(int (parse) =>
        {
            using var trained = TrainedModel.Load(parse.GetRequiredValue(run), parse.GetValue(checkpoint));
            var name = parse.GetRequiredValue(format);
            return Run(session, trained, name, parse.GetValue(output) ?? Beside(parse.GetRequiredValue(run), name));
        });
        return command;
    }

    static int Run(Session session, TrainedModel trained, string format, string file)
    {
        if (format == "csharp")
        {
            AtomicFile.WriteText(file, CSharpFile.Of(trained.Model, Path.GetFileNameWithoutExtension(file)));
        }
        else
        {
            SafeTensorsWriter.Write(file, new SafeTensors(new Dictionary<string, string>(), trained.Checkpoint.Parameters));
        }

        session.Answer(
            "rnn.export/1",
            () => $"{file}: {trained.Model.Size} parameters, {new FileInfo(file).Length} bytes\n",
            () => new JsonObject
            {
                ["checkpoint"] = trained.File,
                ["format"] = format,
                ["out"] = file,
                ["parameters"] = trained.Model.Size,
                ["bytes"] = new FileInfo(file).Length,
            });
        return ExitCode.Success;
    }

    static string Beside(string target, string format) =>
        Path.Combine(Directory.Exists(target) ? target : Path.GetDirectoryName(Path.GetFullPath(target))!, "model" + Formats.Single(f => f.Name == format).Ending);
}
