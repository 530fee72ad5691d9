namespace RnnTrainer.Data.Encodings;

/// <summary>The logarithm that a number is replaced by before it is scaled.</summary>
enum Transform
{
    /// <summary><c>log x</c>, of numbers above 0.</summary>
    Log,

    /// <summary><c>sign(x) log(1 + |x|)</c>, of all numbers.</summary>
    SignedLog,
}

/// <summary>What a <see cref="Transform"/> makes of numbers, and back.</summary>
static class Transforms
{
    public static double Of(Transform? transform, double x) => transform switch
    {
        Transform.Log => Math.Log(x),
        Transform.SignedLog => Math.CopySign(Math.Log(1 + Math.Abs(x)), x),
        _ => x,
    };

    /// <summary>The number that <see cref="Of"/> makes <paramref name="z"/> of.</summary>
    public static double Inverse(Transform? transform, double z) => transform switch
    {
        Transform.Log => Math.Exp(z),
        Transform.SignedLog => Math.CopySign(Math.Exp(Math.Abs(z)) - 1, z),
        _ => z,
    };
}
