namespace RnnTrainer.Autodiff.Notation;

/// <summary>A function of one argument, with its derivative in terms of the argument x and the value y.</summary>
sealed class Function
{
    Function(string name, Func<double, double> value, Func<Expression, Expression, Expression> derivative)
    {
        Name = name;
        Value = value;
        Derivative = derivative;
    }

    public string Name { get; }

    public Func<double, double> Value { get; }

    /// <summary>dy/dx from (x, y), where y is the node that saves the value if the forward pass has one.</summary>
    public Func<Expression, Expression, Expression> Derivative { get; }

    public static readonly Function Exp = new("exp", Math.Exp, (_, y) => y);
    public static readonly Function Log = new("log", Math.Log, (x, _) => 1 / x);
    public static readonly Function Tanh = new("tanh", Math.Tanh, (_, y) => 1 - new Power(y, 2));
    public static readonly Function Sigmoid = new("sigmoid", x => 1 / (1 + Math.Exp(-x)), (_, y) => y * (1 - y));
    public static readonly Function Sqrt = new("sqrt", Math.Sqrt, (_, y) => 0.5 / y);
    public static readonly Function Softplus = new(
        "softplus", x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), (x, _) => new Apply(Sigmoid!, x));

    /// <summary>1[x ≥ 0]: at exactly 0 it takes the value of the right side, as the sheet's problem 1 does.</summary>
    public static readonly Function Step = new("step", x => x >= 0 ? 1 : 0, (_, _) => 0);
    public static readonly Function Relu = new("relu", x => Math.Max(x, 0), (x, _) => new Apply(Step, x));
    public static readonly Function Abs = new("abs", Math.Abs, (x, _) => 2 * new Apply(Step, x) - 1);

    /// <summary>Every function of the notation.</summary>
    public static IReadOnlyList<Function> All { get; } = [Exp, Log, Tanh, Sigmoid, Sqrt, Softplus, Step, Relu, Abs];

    public override string ToString() => Name;
}
