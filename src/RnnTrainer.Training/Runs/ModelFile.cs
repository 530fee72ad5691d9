namespace RnnTrainer.Training.Runs;

/// <summary>Finds the checkpoint of a run, or by its own path.</summary>
static class ModelFile
{
    /// <summary>The file itself, or for a run the one that <paramref name="which"/> names: <c>best</c> (the default), <c>last</c> or a
    /// path.</summary>
    /// <exception cref="RunException">There is no such run, or the target is a file and <paramref name="which"/> is given.</exception>
    /// <exception cref="CheckpointException">The run has no checkpoint yet.</exception>
    public static string Find(string target, string? which)
    {
        if (IsFile(target))
        {
            return which is null ? target
                : throw new RunException(
                    $"'{target}' is a checkpoint, and --checkpoint chooses one of a run", "leave out --checkpoint, or name the run");
        }

        EnsembleFolder.Refuse(target, "the file of one model is needed");
        var run = RunDirectory.Open(target);
        return which switch
        {
            null when !File.Exists(run.Best) => Existing(run.Last),
            null or "best" => Existing(run.Best),
            "last" => Existing(run.Last),
            _ => which,
        };
    }

    /// <summary>Whether a path is that of a checkpoint, and not of a run.</summary>
    public static bool IsFile(string target) => target.EndsWith(".safetensors", StringComparison.Ordinal);

    static string Existing(string path) =>
        File.Exists(path) ? path
            : throw new CheckpointException(path, "the run has no checkpoint yet", "it is written at the end of the first epoch");
}
