using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Doctor;

/// <summary><c>rnn doctor</c>: what this machine offers.</summary>
static class DoctorCommand
{
    public static Command Make(Session session)
    {
        var command = new DocumentedCommand(
            "doctor",
            "Show what this machine offers: runtime and SDKs, processor, instruction sets, where runs are written, where data are "
            + "searched.",
            "rnn doctor",
            "rnn doctor --json");
        command.SetAction(_ => Run(session));
        return command;
    }

    static int Run(Session session)
    {
        var (machine, sdks) = (Machine.Here(), Sdks());
        var (folder, temporary) = (Place.Of(Directory.GetCurrentDirectory()), Place.Of(Path.GetTempPath()));
        Place[] data = [.. ConfigPaths.Folders(Environment.GetEnvironmentVariable(ConfigPaths.Variable)).Select(Place.Of)];
        session.PrintResult(
            "rnn.doctor/1",
            () => string.Concat(Lines().Select(l => $"{l.Name,-12}{Printable.Line(l.Value)}\n")),
            () => new JsonObject
            {
                ["version"] = ProgramVersion.Text,
                ["machine"] = JsonSerializer.SerializeToNode(machine, ConfigJson.Options),
                ["sdks"] = new JsonArray([.. sdks.Select(s => (JsonNode)s)]),
                ["folder"] = folder.Path,
                ["writable"] = folder.IsWritable,
                ["temporary"] = temporary.ToJson(),
                ["data"] = new JsonArray([.. data.Select(d => d.ToJson())]),
            });
        return ExitCode.Success;

        IEnumerable<(string Name, string Value)> Lines() =>
        [
            ("rnn", ProgramVersion.Text),
            ("runtime", machine.Runtime),
            ("SDKs", sdks.Count > 0 ? string.Join(", ", sdks) : "none next to the runtime"),
            ("system", machine.System),
            ("processor", machine.Processor),
            ("cores", machine.Cores.ToString(CultureInfo.InvariantCulture)),
            ("vectors", $"{string.Join(", ", machine.InstructionSet)} (Vector<T> is {machine.VectorBits} bits wide)"),
            ("runs", $"{Path.Combine(folder.Path, "runs")} {(folder.IsWritable ? "(writable)" : "(NOT writable: use --out)")}"),
            ("temporary", $"{temporary.Path} {(temporary.IsWritable ? "(writable)" : "(NOT writable)")}"),
            (ConfigPaths.Variable, data.Length == 0 ? "not set: data are searched next to the config and in the current folder"
                : string.Join(", ", data.Select(d => d.Exists ? d.Path : $"{d.Path} (does NOT exist)"))),
        ];
    }

    /// <summary>The versions next to the runtime, in the folder <c>sdk</c> of its root.</summary>
    static List<string> Sdks()
    {
        var folder = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk"));
        return Directory.Exists(folder)
            ? [.. Directory.GetDirectories(folder).Select(d => Path.GetFileName(d)).Where(v => char.IsAsciiDigit(v[0]))
            .Order(StringComparer.Ordinal)] : [];
    }

    sealed record Place(string Path, bool Exists, bool IsWritable)
    {
        public static Place Of(string path) => new(path, Directory.Exists(path), TryWrite(path));

        public JsonObject ToJson() => new() { ["folder"] = Path, ["exists"] = Exists, ["writable"] = IsWritable };

        static bool TryWrite(string folder)
        {
            try
            {
                using var probe = new FileStream(
                    System.IO.Path.Combine(folder, $".rnn-{System.IO.Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.Write,
                    FileShare.None, 1, FileOptions.DeleteOnClose);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }
}
