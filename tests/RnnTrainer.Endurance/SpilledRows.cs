using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Tests;

namespace RnnTrainer.Endurance;

/// <summary>
/// Rows that do not fit into the memory are in a temporary file. A disk that is too small for it ends a command with a message; a process
/// that is killed leaves nothing of it; and what is trained and resumed so has the bytes of what is trained in memory.
/// </summary>
static class SpilledRows
{
    const string Little = "150MB";
    const int Columns = 8, Steps = 1000;

    public static bool Run(int sequences)
    {
        using var folder = new TemporaryFolder();
        var data = Write(folder.File("rows.csv"), sequences);
        string[] train =
        [
            "train",
            folder.Write("rows.yaml", "task: classify\ndata: {train: rows.csv, target: label, split: {validation: 0.1}}\n" +
                "model: {hidden: 2}\ntraining: {epochs: 2, checkpoint_every: 2}\n"),
            "--quiet",
        ];
        var whole = Rnns.Run([.. train, "--out", folder.File("whole")]);
        Console.WriteLine($"in memory: exit {whole.Exit} {whole.Error}");
        return whole.Exit == 0 & IsSaid(folder, train, data) & IsSame(folder, train) & LeavesNothing(folder, train);
    }

    static string Write(string path, int sequences)
    {
        var random = new RandomStream(1, "rows", 0);
        using var to = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        to.Write($"seq,step,{string.Join(',', Enumerable.Range(0, Columns).Select(k => $"x{k}"))},label\n");
        for (var n = 0; n < sequences * Steps; n++)
        {
            to.Write(string.Create(CultureInfo.InvariantCulture, $"s{n / Steps},{n % Steps}"));
            for (var k = 0; k < Columns; k++)
            {
                to.Write(string.Create(CultureInfo.InvariantCulture, $",{random.NextDouble():0.000}"));
            }

            to.Write(n / Steps % 2 == 0 ? ",u\n" : ",v\n");
        }

        return path;
    }

    // A disk too small: each command that needs the file says where and what to do, and leaves nothing there.
    static bool IsSaid(TemporaryFolder folder, string[] train, string data)
    {
        using var disk = SmallDisk.TryMount(folder.File("disk"), "8m");
        if (disk is null)
        {
            return true;
        }

        var (run, held, needed) = (folder.File("whole"), true, 0);
        string[][] commands =
        [
            [.. train, "--out", folder.File("never")], ["eval", run, "--data", data],
            ["predict", run, "--data", data, "--out", folder.File("predicted.csv")],
            ["data", "convert", data, folder.File("converted.csv")], ["data", "check", data], ["init", data],
        ];
        foreach (var command in commands)
        {
            var (exit, error) = Within(disk.Path, [.. command, "--memory", Little]);
            var isSaid = exit == 2 && error.Contains(disk.Path, StringComparison.Ordinal)
                && error.Contains("No space left", StringComparison.Ordinal) && error.Contains("TMPDIR", StringComparison.Ordinal);
            var isEmpty = Directory.GetFileSystemEntries(disk.Path).Length == 0;
            needed += isSaid ? 1 : 0;
            held &= (isSaid || exit == 0) && isEmpty;
            Console.WriteLine($"{command[0]} on a full disk: exit {exit}, {(isEmpty ? "nothing left" : "FILES LEFT")}; {error.Trim()}");
        }

        return held && needed > 0 && !Directory.Exists(folder.File("never"));
    }

    static bool IsSame(TemporaryFolder folder, string[] train)
    {
        var spilled = Within(folder.Path, [.. train, "--memory", Little, "--out", folder.File("spilled")]);
        return Same("with rows in a file", folder, "spilled", spilled);
    }

    // Killed while it reads, and between two checkpoints.
    static bool LeavesNothing(TemporaryFolder folder, string[] train)
    {
        var temporary = Directory.CreateDirectory(folder.File("temporary")).FullName;
        string[] order = [.. train, "--memory", Little];
        var early = IsKilled([.. order, "--out", folder.File("early")], temporary, () => true);
        var late = IsKilled(
            [.. order, "--out", folder.File("late")], temporary, () =>
                File.Exists(folder.File("late/metrics.jsonl")) && new FileInfo(folder.File("late/metrics.jsonl")).Length > 0);
        var resumed = Within(temporary, [.. order, "--resume", folder.File("late")]);
        return early & late & Same("killed and resumed", folder, "late", resumed);
    }

    static bool IsKilled(string[] order, string temporary, Func<bool> isFar)
    {
        using var rnn = Rnns.Start(order, Variables(temporary));
        while (!rnn.Process.HasExited && !(HasFile(rnn.Process.Id, temporary) && isFar()))
        {
            Thread.Sleep(1);
        }

        var hadFile = !rnn.Process.HasExited;
        rnn.Process.Kill();
        rnn.Wait();
        var left = Directory.GetFileSystemEntries(temporary);
        Console.WriteLine($"killed {(hadFile ? "with rows in a file" : "TOO LATE")}: {(left.Length == 0 ? "nothing left" : left[0])}");
        return hadFile && left.Length == 0;
    }

    static bool HasFile(int process, string folder)
    {
        try
        {
            return Directory.GetFiles($"/proc/{process}/fd").Any(
                f => new FileInfo(f).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true);
        }
        catch (IOException)
        {
            return false;
        }
    }

    static bool Same(string how, TemporaryFolder folder, string run, (int Exit, string Error) ended)
    {
        var isSame = ended.Exit == 0 && new[] { "last", "best" }.All(which =>
            File.ReadAllBytes(folder.File($"whole/checkpoints/{which}.safetensors")).AsSpan()
                .SequenceEqual(File.ReadAllBytes(folder.File($"{run}/checkpoints/{which}.safetensors"))));
        Console.WriteLine($"{how}: exit {ended.Exit}, {(isSame ? "the same bytes" : "OTHER bytes")} {ended.Error}");
        return isSame;
    }

    static (int Exit, string Error) Within(string temporary, string[] order)
    {
        using var rnn = Rnns.Start(order, Variables(temporary));
        return (rnn.Wait(), rnn.Error);
    }

    // The runtime's own sockets for debuggers would be in that folder too.
    static (string, string)[] Variables(string temporary) => [("TMPDIR", temporary), ("DOTNET_EnableDiagnostics", "0")];
}
