namespace RnnTrainer.Tests.Autodiff.Kernels;

/// <summary>The functions by name in float64, from the runtime's own, so that no small result is lost to 1 + small.</summary>
static class Exact
{
    public static Func<double, double> Function(string name) => name switch
    {
        "Exp" => Math.Exp,
        "Tanh" => Math.Tanh,
        "Sigmoid" => Sigmoid,
        "Log" => Math.Log,
        "Softplus" => Softplus,
        _ => throw new ArgumentException($"No function {name}."),
    };

    static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    static double Softplus(double x) => Math.Max(x, 0) + LogOf1Plus(Math.Exp(-Math.Abs(x)));

    // Kahan's: the error of 1 + y is divided out again.
    static double LogOf1Plus(double y)
    {
        var sum = 1 + y;
        return sum == 1 ? y : Math.Log(sum) * (y / (sum - 1));
    }
}
