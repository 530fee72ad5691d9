namespace RnnTrainer.Autodiff;

/// <summary>The number type of a whole graph: train in float32, check gradients in float64.</summary>
public enum Precision
{
    Float32,
    Float64,
}

static class PrecisionExtensions
{
    public static Type ScalarType(this Precision precision) => precision == Precision.Float32 ? typeof(float) : typeof(double);

    /// <summary>Bytes of one number.</summary>
    public static int Bytes(this Precision precision) => precision == Precision.Float32 ? sizeof(float) : sizeof(double);
}
