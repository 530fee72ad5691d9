using System.Globalization;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Training;

/// <summary>
/// Whether a training that is killed and resumed ends with the same bytes, as <c>rnn verify-resume</c> checks: N updates without a break,
/// and N updates with a sudden end after a third
/// and after two thirds. Checkpoints are written within epochs, so some updates are taken twice. Runs are written to a temporary folder.
/// </summary>
public sealed class ResumeCheck
{
    const int FewestSteps = 3;

    readonly string _config;
    readonly TrainingOptions _options;

    ResumeCheck(string config, TrainingOptions options, int steps)
    {
        var every = string.Create(CultureInfo.InvariantCulture, $"training.checkpoint_every={Math.Max(1, steps / 5)}");
        (_config, _options, Steps) = (config, options with { Sets = [.. options.Sets, every], IsLatest = false }, steps);
    }

    /// <summary>N, the updates of each training.</summary>
    public int Steps { get; }

    /// <summary>The updates after which a training is killed.</summary>
    public IReadOnlyList<int> KilledAfter => [Steps / 3, 2 * Steps / 3];

    /// <summary>The files of the two runs that differ; empty if the check holds. Null until <see cref="Stages"/> has been enumerated to its
    /// end.</summary>
    public IReadOnlyList<string>? Differences { get; private set; }

    /// <summary>Reads config and data, and chooses how long to train; nothing is trained yet.</summary>
    /// <param name="config">Path of a YAML file.</param>
    /// <param name="steps">Updates to train, at least 3; null: one and a half epochs, at least 12 and at most 60.</param>
    /// <param name="options">Overrides and the like.</param>
    /// <exception cref="ConfigException">The config has errors; it lists them.</exception>
    /// <exception cref="RnnTrainer.Data.DataException">A data file is missing or has errors; it lists them.</exception>
    /// <exception cref="RunException">There are too few updates to be killed twice on the way.</exception>
    public static ResumeCheck Begin(string config, int? steps = null, TrainingOptions? options = null)
    {
        options ??= new TrainingOptions();
        var chosen = steps ?? Usual(config, options);
        return chosen >= FewestSteps ? new ResumeCheck(config, options, chosen)
            : throw new RunException($"the check expects at least {FewestSteps} steps, to be killed twice on the way, found {chosen}");
    }

    /// <summary>Does the check while it is enumerated; each sentence says what is done next.</summary>
    /// <exception cref="DivergenceException">Loss, gradient or a weight is not finite.</exception>
    /// <exception cref="IOException">The temporary folder cannot be written.</exception>
    public IEnumerable<string> Stages()
    {
        var folder = TemporaryFolder();
        try
        {
            var (whole, broken) = (Path.Combine(folder, "whole"), Path.Combine(folder, "broken"));
            yield return $"training {Steps} steps without a break";
            Train(whole, Steps, isKilled: false);
            foreach (var step in KilledAfter)
            {
                yield return $"killing a training after step {step}";
                Train(broken, step, isKilled: true);
            }

            yield return $"resuming to step {Steps}";
            Train(broken, Steps, isKilled: false);
            Differences = [.. Differing(whole, broken)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static int Usual(string config, TrainingOptions options)
    {
        var plan = TrainingPlan.Read(config, options);
        var steps = new EpochPlan(plan.Config, plan.Data.Train.Ready).Count;
        return (int)Math.Min((long)steps * plan.Config.Training.Epochs, Math.Max(12, Math.Min(((3 * steps) + 1) / 2, 60)));
    }

    static string TemporaryFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("rnn-verify-resume-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunException(
                $"no folder can be made in '{Path.GetTempPath()}'", "set the environment variable TMPDIR to a folder that can be written");
        }
    }

    /// <summary>Trains up to an update, and there pauses, or ends as if the process had been killed: nothing more is saved.</summary>
    void Train(string path, int upTo, bool isKilled)
    {
        using var run = TrainingRun.Begin(_config, _options with { Folder = path, Resume = Directory.Exists(path) ? path : null });
        foreach (var _ in run.Events().TakeWhile(_ => run.Trainer.Progress.Step < upTo))
        {
        }

        if (isKilled)
        {
            return;
        }

        if (run.IsDone)
        {
            run.Score();
        }
        else
        {
            run.Pause();
        }
    }

    static IEnumerable<string> Differing(string whole, string broken)
    {
        foreach (var file in new[] { "checkpoints/last.safetensors", "checkpoints/best.safetensors" })
        {
            var (one, other) = (Path.Combine(whole, file), Path.Combine(broken, file));
            var isThere = File.Exists(one);
            if (isThere != File.Exists(other) || (isThere && !File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other))))
            {
                yield return file;
            }
        }

        if (!Numbers(whole).SequenceEqual(Numbers(broken)))
        {
            yield return "metrics.jsonl";
        }
    }

    /// <summary>The lines of <c>metrics.jsonl</c> without what depends on the clock.</summary>
    static IEnumerable<string> Numbers(string run) => MetricsLog.Read(Path.Combine(run, "metrics.jsonl")).Select(line =>
    {
        foreach (var timed in new[] { "seconds", "sequences_per_second", "steps_per_second" })
        {
            line.Remove(timed);
        }

        return line.ToJsonString();
    });
}
