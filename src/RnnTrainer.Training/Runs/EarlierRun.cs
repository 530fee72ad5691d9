using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;

namespace RnnTrainer.Training.Runs;

/// <summary>A run that an earlier sweep or comparison left in the folder of a run.</summary>
static class EarlierRun
{
    // These keys do not change what a run learns.
    static readonly string[] MayChange =
        ["training.threads", "training.checkpoint_every", "training.keep", "data.train", "data.validation", "data.test", "model.init",
        "model.cell"];

    /// <summary>The run in a folder; null: none that has begun. One that was killed before its first checkpoint is removed.</summary>
    public static RunOverview? TryOpen(string path)
    {
        if (!RunDirectory.Exists(path))
        {
            return null;
        }

        if (!RunDirectory.Open(path).IsUnbegun)
        {
            return RunOverview.Of(path);
        }

        RunDirectory.Clear(path);
        return null;
    }

    /// <summary>The run in a folder that another process may be writing; null: none that can be read yet. Nothing is removed.</summary>
    public static RunOverview? TryRead(string path)
    {
        try
        {
            return RunDirectory.Exists(path) && !RunDirectory.Open(path).IsUnbegun ? RunOverview.Of(path) : null;
        }
        catch (Exception e) when (e is RunException or IOException)
        {
            return null;
        }
    }

    /// <summary>Refuses an earlier run that was trained otherwise than the sweep would train it now.</summary>
    /// <param name="path">The folder of the run.</param>
    /// <param name="now">The config it would be trained with now.</param>
    /// <param name="data">The data it would be trained on now; null: they are not compared.</param>
    /// <param name="folders">Where data files are looked up.</param>
    /// <param name="isShared">Whether other processes may be writing it.</param>
    /// <exception cref="RunException">It was trained otherwise.</exception>
    public static void RequireSame(
        string path, Config now, TrainingData? data, IReadOnlyList<string> folders, bool isShared = false)
    {
        if ((isShared ? TryRead(path) : TryOpen(path)) is null)
        {
            return;
        }

        var run = RunDirectory.Open(path);
        var before = ConfigFile.Read(run.Config, folders: folders).Config;
        var changes = Resumption.Changes(before, now, MayChange).ToList();
        if (CellChoice.TextOf(before.Model.Cell) != CellChoice.TextOf(now.Model.Cell)
            || (!CellChoice.IsPath(now.Model.Cell) && before.Model.Cell != now.Model.Cell))
        {
            changes.Add("its cell was another");
        }

        if (data is not null && Resumption.DataHashes(run) is { } files && !files.SequenceEqual(data.Files.Select(f => f.Sha256)))
        {
            changes.Add("its data were others");
        }

        if (changes.Count > 0)
        {
            throw new RunException($"'{path}' is a run of another sweep: {string.Join("; ", changes)}", "choose another folder (--out)");
        }
    }
}
