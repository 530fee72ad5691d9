namespace RnnTrainer.Autodiff;

/// <summary>The number type of a whole graph: train in float32, check gradients in float64.</summary>
public enum Precision
{
    /// <summary>4 bytes, with about 7 decimal digits.</summary>
    Float32,

    /// <summary>8 bytes, with about 16 decimal digits.</summary>
    Float64,
}

static class PrecisionExtensions
{
    public static Type ScalarType(this Precision precision) => precision == Precision.Float32 ? typeof(float) : typeof(double);

    /// <summary>Bytes of one number.</summary>
    public static int Bytes(this Precision precision) => precision == Precision.Float32 ? sizeof(float) : sizeof(double);
}
