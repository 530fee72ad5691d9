namespace RnnTrainer.Training;

/// <summary>The state of a run.</summary>
public enum RunStatus
{
    /// <summary>Being trained, or killed before it could record its end.</summary>
    Running,

    /// <summary>Trained to the last epoch, or to early stopping, and scored.</summary>
    Finished,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Stopped after a checkpoint: by a signal, by its program, or because a sweep did not continue it.</summary>
    Interrupted,

    /// <summary>Ended because loss, gradient or a weight was not finite.</summary>
    Diverged,
}
