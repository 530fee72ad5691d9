namespace RnnTrainer.Training;

/// <summary>Number format of weights and arithmetic.</summary>
public enum Precision
{
    /// <summary>32 bits: to train.</summary>
    Float32,

    /// <summary>64 bits: to check.</summary>
    Float64,
}
