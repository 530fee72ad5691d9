namespace RnnTrainer.Training;

/// <summary>What a training reports while it is enumerated, see <see cref="TrainingRun.Events"/>.</summary>
public abstract record TrainingEvent
{
    /// <summary>Time since the epoch began, or was resumed, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Sequences trained in this time, per second; 0 before there is anything to divide.</summary>
    public double SequencesPerSecond { get; init; }

    /// <summary>Time steps trained in this time, per second; 0 before there is anything to divide.</summary>
    public double StepsPerSecond { get; init; }
}

/// <summary>The optimizer has updated the weights.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">The update's number in the epoch, from 1.</param>
/// <param name="Steps">Updates of the whole epoch.</param>
/// <param name="Sequences">Sequences of all batches of the update; where sequences are cut into chunks, those that begin in it.</param>
/// <param name="TimeSteps">Time steps of these batches.</param>
/// <param name="Loss">Mean loss per target, with the weights before the update.</param>
/// <param name="GradientNorm">Global L2 norm of the gradient before clipping.</param>
public sealed record StepTaken(int Epoch, int Step, int Steps, int Sequences, long TimeSteps, double Loss, double GradientNorm)
    : TrainingEvent;

/// <summary>An update was skipped because its loss or gradient was not finite, as <c>training.on_nonfinite</c> asks.</summary>
/// <param name="Divergence">Where the first value that is not finite was found, and why.</param>
/// <param name="Steps">Updates of the whole epoch.</param>
public sealed record StepSkipped(Divergence Divergence, int Steps) : TrainingEvent;

/// <summary>An epoch has ended, and its checkpoint and its line of <c>metrics.jsonl</c> are written.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Updates since the run began.</param>
/// <param name="Loss">Mean training loss, each sequence with the weights it was trained with.</param>
/// <param name="Validation">Scores of the validation split; null without one.</param>
/// <param name="LearningRate">Learning rate of the epoch's last update.</param>
/// <param name="GradientNorm">Mean over the epoch's updates of the global L2 norm before clipping.</param>
/// <param name="IsBest">Whether the monitored metric has never been better.</param>
public sealed record EpochTrained(
    int Epoch, long Step, double Loss, IReadOnlyList<Score>? Validation, double LearningRate, double GradientNorm, bool IsBest)
    : TrainingEvent;

/// <summary>A sign that the training may not lead to a good model.</summary>
/// <param name="Message">What was found, and what to try.</param>
public sealed record TrainingWarning(string Message) : TrainingEvent;
