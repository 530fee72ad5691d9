using System.Globalization;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Runs;

/// <summary>
/// The folder of a run: <c>config.yaml</c>, <c>run.json</c>, <c>metrics.jsonl</c>, <c>log.clef</c> and <c>checkpoints/</c>.
/// An existing run is never overwritten.
/// </summary>
sealed class RunDirectory
{
    const string Runs = "runs";

    RunDirectory(string path) => Path = path;

    /// <summary>Its path, as given.</summary>
    public string Path { get; }

    /// <summary>The disk that its files are written to.</summary>
    public IDisk Disk { get; init; } = RnnTrainer.Training.Files.Disk.Here;

    /// <summary>The resolved config, which `rnn train` takes.</summary>
    public string Config => In("config.yaml");

    /// <summary>Status, machine, data and final metrics.</summary>
    public string Record => In("run.json");

    /// <summary>A line of JSON per epoch.</summary>
    public string Metrics => In("metrics.jsonl");

    /// <summary>The log, in compact JSON.</summary>
    public string Log => In("log.clef");

    /// <summary>The folder of event files for TensorBoard, if they were asked for.</summary>
    public string TensorBoard => In("tensorboard");

    /// <summary>The folder of the members of an ensemble, each a run.</summary>
    public string Members => In(EnsembleFolder.Members);

    /// <summary>Locked while a process writes the run.</summary>
    public string Lock => In("run.lock");

    /// <summary>The process that writes the run; removed when it ends.</summary>
    public string Owner => In("owner.json");

    /// <summary>The folder of checkpoints.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>The model at the end of training so far.</summary>
    public string Last => System.IO.Path.Combine(Checkpoints, "last.safetensors");

    /// <summary>The model at its best epoch, by the monitored metric.</summary>
    public string Best => System.IO.Path.Combine(Checkpoints, "best.safetensors");

    /// <summary>The existing files of the run itself, without others in its folder.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. new[] { Config, Record, Metrics, Log, Lock, Owner }.Where(File.Exists),
        .. Directory.GetFiles(Path, "*.cell"),
        .. new[] { In("checkpoints"), TensorBoard }.Where(Directory.Exists).SelectMany(Directory.GetFiles),
    ];

    /// <summary>The run that a checkpoint belongs to; null if it belongs to none.</summary>
    public static RunDirectory? Around(string checkpoint)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(checkpoint)));
        return folder is not null && File.Exists(System.IO.Path.Combine(folder, "run.json")) ? new RunDirectory(folder) : null;
    }

    /// <summary>Creates the folder of a new run; <c>name-2</c>, <c>name-3</c> if the name is taken.</summary>
    /// <param name="folder">The folder asked for; null: <c>runs/name-time</c>.</param>
    /// <param name="name">The name of the config, without folder and extension.</param>
    /// <param name="time">The clock, for the name.</param>
    /// <param name="disk">The disk that its files are written to; null: that of this machine.</param>
    /// <param name="isLatest">Whether <c>runs/latest</c> points to it from now on.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static RunDirectory Create(string? folder, string name, TimeProvider time, IDisk? disk = null, bool isLatest = true)
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var wanted = folder is null
            ? System.IO.Path.Combine(Runs, $"{name}-{stamp}")
            : System.IO.Path.TrimEndingDirectorySeparator(folder);
        var run = Enumerable.Range(1, int.MaxValue)
            .Select(n => new RunDirectory(n == 1 ? wanted : $"{wanted}-{n}") { Disk = disk ?? RnnTrainer.Training.Files.Disk.Here })
            .First(r => r.TryClaim());
        Directory.CreateDirectory(run.Checkpoints);
        if (isLatest)
        {
            LatestRun.PointTo(run.Path, Runs);
        }

        return run;
    }

    /// <summary>A run that exists.</summary>
    /// <param name="path">Its folder, or <c>runs/latest</c>.</param>
    /// <exception cref="RunException">There is none.</exception>
    public static RunDirectory Open(string path, IDisk? disk = null)
    {
        var run = new RunDirectory(LatestRun.Follow(path)) { Disk = disk ?? RnnTrainer.Training.Files.Disk.Here };
        return Directory.Exists(run.Path) && File.Exists(run.Record) ? run
            : throw new RunException(
                Directory.Exists(run.Path) ? $"'{path}' is not a run: it has no run.json" : $"there is no run '{path}'",
                System.IO.Path.Combine(Runs, path) is var below
                && File.Exists(System.IO.Path.Combine(LatestRun.Follow(below), "run.json")) ? $"did you mean {below}?"
                : "a run is a folder that `rnn train` made; runs/latest is the newest");
    }

    /// <summary>
    /// Whether its process ended before the first checkpoint, so that there is nothing to resume. Then <c>run.json</c> is empty, torn, or
    /// says that a run began, and there is
    /// neither a checkpoint nor an epoch in <c>metrics.jsonl</c>.
    /// </summary>
    public bool IsUnbegun => File.ReadAllText(Record) is var record && RunRecord.MayBe(record) && EnsembleFolder.In(record) is null
        && MetricsLog.Read(Metrics).Count == 0
        && (!Directory.Exists(Checkpoints) || !Directory.EnumerateFiles(Checkpoints, "*.safetensors").Any());

    /// <summary>The run in a folder that may be reused for another.</summary>
    /// <exception cref="RunException">The folder may not be a run.</exception>
    public static RunDirectory RequireClearable(string path)
    {
        if (new DirectoryInfo(System.IO.Path.TrimEndingDirectorySeparator(path)).LinkTarget is { } target)
        {
            throw new RunException($"'{path}' is a link to {target}", "name the run itself");
        }

        var run = Open(path);
        return run.IsUnbegun ? run : Open(RunOverview.Of(path).Path);
    }

    /// <summary>Removes the files of a run so that its folder can be reused; other files in it stay.</summary>
    /// <exception cref="RunException">The folder may not be a run, or another process writes it.</exception>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public static void Clear(string path)
    {
        var run = RequireClearable(path);
        using var owned = RunLock.Take(run);
        File.Delete(run.Metrics);
        foreach (var folder in new[] { run.Checkpoints, run.TensorBoard, run.Members }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        // The record is removed last: until then the folder is a run, finally one that has not begun, so that clearing can be repeated.
        foreach (var file in new[] { run.Log, run.Config, run.Record })
        {
            File.Delete(file);
        }
    }

    /// <summary>True if a folder holds a run, or files that a run would overwrite.</summary>
    public static bool Exists(string path)
    {
        var run = new RunDirectory(path);
        return new[] { run.Config, run.Record, run.Metrics, run.Log }.Any(File.Exists) || Directory.Exists(run.Checkpoints);
    }

    // If two processes want the same folder, one creates run.json and the other sees it.
    bool TryClaim()
    {
        if (Exists(Path))
        {
            return false;
        }

        Directory.CreateDirectory(Path);
        try
        {
            using var claim = new FileStream(Record, FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (File.Exists(Record))
        {
            return false;
        }
    }

    string In(string name) => System.IO.Path.Combine(Path, name);
}
