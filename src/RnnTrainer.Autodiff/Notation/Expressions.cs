namespace RnnTrainer.Autodiff.Notation;

enum Operation
{
    Add,
    Subtract,
    Multiply,
    Divide,
}

sealed record Number(double Value) : Expression;

/// <summary>B, the number of examples in the batch, as in the 1/B of parameter gradients.</summary>
sealed record BatchSize : Expression;

sealed record Binary(Operation Operation, Expression Left, Expression Right) : Expression;

sealed record Negate(Expression Operand) : Expression;

/// <summary>A power with an integer exponent: <c>Z[b]^2</c>.</summary>
sealed record Power(Expression Base, int Exponent) : Expression;

/// <summary>A function of one argument: <c>tanh(R~[b,j])</c>.</summary>
sealed record Apply(Function Function, Expression Argument) : Expression;
