using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Runs;

/// <summary>Copies of what is needed of a run to predict with it, and to know how it was trained.</summary>
static class RunCopy
{
    /// <summary>Copies config, record, epochs and one checkpoint, which is the best of the copy.</summary>
    /// <param name="path">The run.</param>
    /// <param name="checkpoint">One of its checkpoints.</param>
    /// <param name="to">The new folder.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Make(string path, string checkpoint, string to, IDisk disk)
    {
        var run = RunDirectory.Open(path);
        Directory.CreateDirectory(Path.Combine(to, "checkpoints"));
        Copy(checkpoint, Path.Combine(to, "checkpoints", "best.safetensors"), disk);
        Config(run, to, disk);
        foreach (var known in new[] { run.Metrics, run.Record }.Where(File.Exists))
        {
            Copy(known, Path.Combine(to, Path.GetFileName(known)), disk);
        }
    }

    /// <summary>Copies the config of a run, and its cell.</summary>
    public static void Config(RunDirectory run, string to, IDisk disk)
    {
        foreach (var file in Directory.GetFiles(run.Path, "*.cell").Append(run.Config))
        {
            Copy(file, Path.Combine(to, Path.GetFileName(file)), disk);
        }
    }

    static void Copy(string from, string to, IDisk disk) => AtomicFile.Write(
        to,
        stream =>
        {
            using var source = File.OpenRead(from);
            source.CopyTo(stream);
        },
        disk);
}
