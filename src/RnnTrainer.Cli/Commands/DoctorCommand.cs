using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary><c>rnn doctor</c>: what this machine offers.</summary>
static class DoctorCommand
{
    public static Command Make(Session session)
    {
        var command = new Command("doctor", "Show what this machine offers: runtime, processor, vector width, where runs go.");
        command.SetAction(_ => Run(session));
        return command;
    }

    static int Run(Session session)
    {
        var machine = Machine.Here();
        var folder = Directory.GetCurrentDirectory();
        var writable = IsWritable(folder);
        session.Answer(
            "rnn.doctor/1",
            () => string.Concat(Lines(machine, folder, writable).Select(l => $"{l.Name,-12}{l.Value}\n")),
            () => new JsonObject
            {
                ["version"] = Product.Version,
                ["machine"] = JsonSerializer.SerializeToNode(machine, ConfigJson.Options),
                ["folder"] = folder,
                ["writable"] = writable,
            });
        return ExitCode.Success;
    }

    static (string Name, string Value)[] Lines(Machine machine, string folder, bool writable) =>
    [
        ("rnn", Product.Version),
        ("runtime", machine.Runtime),
        ("system", machine.System),
        ("processor", machine.Processor),
        ("cores", machine.Cores.ToString(CultureInfo.InvariantCulture)),
        ("vectors", $"{string.Join(", ", machine.InstructionSet)} (Vector<T> is {machine.VectorBits} bits wide)"),
        ("runs", $"{Path.Combine(folder, "runs")} {(writable ? "(writable)" : "(NOT writable: use --out)")}"),
    ];

    static bool IsWritable(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".rnn-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
