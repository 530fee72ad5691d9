namespace RnnTrainer.Autodiff;

/// <summary>The number type of a whole graph: float32 to train, float64 to check.</summary>
public enum Precision
{
    Float32,
    Float64,
}
