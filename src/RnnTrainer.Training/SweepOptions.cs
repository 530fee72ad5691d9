using RnnTrainer.Training.Sweeps;

namespace RnnTrainer.Training;

/// <summary>What a sweep trains, see <see cref="Sweep.Begin"/>.</summary>
public sealed record SweepOptions
{
    /// <summary>The keys that change from run to run. Without <see cref="Random"/> every combination of their values is trained.</summary>
    public required IReadOnlyList<SweepKey> Keys { get; init; }

    /// <summary>Number of settings that are drawn at random in place of all combinations; null: all combinations.</summary>
    public int? Random { get; init; }

    /// <summary>Seed of the random settings.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether all runs train a little and only the better half continues, and so on (successive halving).</summary>
    public bool Halving { get; init; }

    /// <summary>Runs that are trained at the same time. They share the memory; set <c>training.threads</c> so that they share
    /// the cores.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>The validation score that ranks the runs; null: the main metric of the task.</summary>
    public string? Metric { get; init; }

    /// <summary>Folder of the runs. What is finished in it is not trained again. Null: <c>runs/NAME-sweep</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>Folds of which each setting is trained with every one as the validation part, and ranked by the mean; null: the config's
    /// validation part.</summary>
    internal int? Folds { get; init; }

    /// <summary>Which of several processes that share the folder this one is; null: the only one.</summary>
    internal SweepShard? Shard { get; init; }

    /// <summary>Told how many runs other processes are training, where this one has nothing to do but wait for them.</summary>
    internal Action<int>? OnWait { get; init; }

    /// <summary>How each run is trained; its folder is chosen by the sweep.</summary>
    public TrainingOptions Training { get; init; } = new();
}

/// <summary>What a sweep reports while it is enumerated.</summary>
public abstract record SweepEvent;

/// <summary>Some runs are about to be trained to the end of an epoch. Without halving this happens once, for all runs and all
/// epochs.</summary>
/// <param name="Epochs">The epoch.</param>
/// <param name="Runs">How many runs.</param>
public sealed record RungStarted(int Epochs, int Runs) : SweepEvent;

/// <summary>A run has reached the end of its rung, or of its training.</summary>
/// <param name="Run">The run.</param>
/// <param name="Number">How many runs of the rung have reached it, this one included.</param>
/// <param name="Runs">How many runs the rung has.</param>
public sealed record RunTrained(SweptRun Run, int Number, int Runs) : SweepEvent;
