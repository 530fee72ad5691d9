using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>What an earlier sweep or comparison left in a run's folder.</summary>
static class SweptFolder
{
    // What does not change what a run learns.
    static readonly string[] Free = ["training.threads", "training.checkpoint_every", "training.keep", "data.train", "data.validation", "data.test", "model.init", "model.cell"];

    /// <summary>The run in a folder; null: none that has begun. One that was killed before its first checkpoint is removed.</summary>
    public static RunOverview? Look(string path)
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

    /// <summary>Holds an earlier run against what the sweep would train there now.</summary>
    /// <exception cref="RunException">It is another one.</exception>
    public static void RequireSame(string path, Config now, TrainingData? data)
    {
        if (Look(path) is null)
        {
            return;
        }

        var run = RunDirectory.Open(path);
        var before = CommandInputs.ReadConfig(run.Config).Config;
        var changes = Resumption.Changes(before, now, Free).ToList();
        if (CellChoice.TextOf(before.Model.Cell) != CellChoice.TextOf(now.Model.Cell) || (!CellChoice.IsPath(now.Model.Cell) && before.Model.Cell != now.Model.Cell))
        {
            changes.Add("its cell was another");
        }

        if (data is not null && Resumption.RunData(run) is { } files && !files.SequenceEqual(data.Files.Select(f => f.Sha256)))
        {
            changes.Add("its data were others");
        }

        if (changes.Count > 0)
        {
            throw new RunException($"'{path}' is a run of another sweep: {string.Join("; ", changes)}", "--out takes another folder");
        }
    }
}
