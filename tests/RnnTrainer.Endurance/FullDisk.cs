using RnnTrainer.Tests;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Endurance;

/// <summary>A small disk in memory fills up while a training writes its checkpoints; with more space the run is resumed to the bytes of an
/// uninterrupted one.</summary>
static class FullDisk
{
    public static bool Run(int kilobytes)
    {
        using var folder = new TemporaryFolder();
        var config = TinySet.Write(folder);
        using var disk = SmallDisk.TryMount(folder.File("disk"), $"{kilobytes}k");
        if (disk is null)
        {
            return true;
        }

        string[] order = [
            "train", config, "--quiet", "--threads", "1", "--set", "model.hidden=48", "--set", "training.keep=100", "--set",
            "training.checkpoint_every=2"];
        var whole = Rnns.Run([.. order, "--out", folder.File("whole")]);
        var full = Rnns.Run([.. order, "--out", Path.Combine(disk.Path, "run")]);
        Console.WriteLine($"on the full disk: exit {full.Exit}, {full.Error.Trim()}");
        var readable = Rnns.Run("inspect", Path.Combine(disk.Path, "run"), "--checkpoint", "last");
        Console.WriteLine($"its last checkpoint: {(readable.Exit == 0 ? "good" : readable.Error)}");
        var more = disk.Grow("100m");
        var resumed = Rnns.Run([.. order, "--resume", Path.Combine(disk.Path, "run")]);
        var same = more && resumed.Exit == 0
            && File.ReadAllBytes(folder.File("whole/checkpoints/last.safetensors")).AsSpan()
                .SequenceEqual(File.ReadAllBytes(Path.Combine(disk.Path, "run/checkpoints/last.safetensors")));
        Console.WriteLine($"resumed with more space: exit {resumed.Exit}, {(same ? "the same bytes" : "OTHER bytes")} {resumed.Error}");
        return whole.Exit == 0 && full.Exit == 2 && full.Error.Contains("No space left", StringComparison.Ordinal)
            && readable.Exit == 0 && same;
    }
}
