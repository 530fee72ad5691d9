using System.Globalization;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Runs;

/// <summary>
/// The checkpoints of a run: <c>last</c>, some before it as <c>step-00000120</c>, and <c>best</c>. At every moment, even between two file
/// operations, one of them is
/// complete: a new one is in place before an old one is removed.
/// </summary>
/// <param name="keep">How many are kept before the last one.</param>
sealed class RunCheckpoints(RunDirectory run, int keep)
{
    const string Prefix = "step-";

    readonly string _folder = run.Checkpoints;

    /// <summary>Writes it as the last one.</summary>
    /// <exception cref="IOException">It cannot be written; the earlier ones are still there.</exception>
    public void Write(Checkpoint checkpoint)
    {
        var (step, before) = (checkpoint.Progress.Step, Checkpoint.StepOf(run.Last));
        if (keep == 0 || before is null || before == step)
        {
            checkpoint.Write(run.Last, run.Disk);
        }
        else
        {
            checkpoint.Write(NameOf(step), run.Disk);
            run.Disk.Rename(run.Last, NameOf(before.Value));
            run.Disk.Rename(NameOf(step), run.Last);
            run.Disk.FlushFolder(_folder);
        }

        RemoveOld(step);
    }

    /// <summary>Writes it as the best one.</summary>
    /// <exception cref="IOException">It cannot be written; the earlier one is still there.</exception>
    public void WriteBest(Checkpoint checkpoint) => checkpoint.Write(run.Best, run.Disk);

    /// <summary>The newest one that can be read, and its file.</summary>
    /// <param name="note">Why an older one was taken; null if it is the last one.</param>
    /// <exception cref="CheckpointException">None can be read; it is about the newest.</exception>
    public (Checkpoint Checkpoint, string File) ReadNewest(out string? note)
    {
        note = null;
        CheckpointException? first = null;
        foreach (var file in NewestFirst())
        {
            try
            {
                var checkpoint = Checkpoint.Read(file);
                note = first is null ? null
                    : $"{first.File} cannot be used ({first.Problem}); resuming from {file}, {checkpoint.Progress.Step} steps";
                return (checkpoint, file);
            }
            catch (CheckpointException e)
            {
                first ??= e;
            }
        }

        throw first ?? new CheckpointException(run.Last, "the run has no checkpoint yet", "train without --resume");
    }

    /// <summary>Removes temporary files that a killed process left behind.</summary>
    public void RemoveRemains()
    {
        foreach (var file in Directory.GetFiles(_folder, $"*{AtomicFile.Temporary}")
            .Concat(Directory.GetFiles(run.Path, $"*{AtomicFile.Temporary}")))
        {
            run.Disk.Delete(file);
        }
    }

    // Between the two renamings of Write the newest is not yet called last.
    IEnumerable<string> NewestFirst()
    {
        var others = Others();
        var last = Checkpoint.StepOf(run.Last);
        return File.Exists(run.Last)
            ? [.. others.Where(o => o.Step > last).Select(o => o.File), run.Last,
                .. others.Where(o => !(o.Step > last)).Select(o => o.File)]
            : others.Select(o => o.File);
    }

    // After resuming from an older checkpoint there may be later ones that were written before.
    void RemoveOld(long step)
    {
        var others = Others();
        foreach (var (_, file) in others.Where(o => o.Step >= step).Concat(others.Where(o => o.Step < step).Skip(keep)))
        {
            run.Disk.Delete(file);
        }
    }

    /// <summary>All but the last and the best, the newest first.</summary>
    List<(long Step, string File)> Others() =>
    [
        .. from file in Directory.Exists(_folder) ? Directory.GetFiles(_folder, $"{Prefix}*.safetensors") : []
           let step = long.TryParse(
               Path.GetFileNameWithoutExtension(file)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
               ? number : -1
           where step >= 0
           orderby step descending
           select (step, file),
    ];

    string NameOf(long step) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:00000000}.safetensors"));
}
