using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>What kind of work a statement of a step is.</summary>
abstract record StatementForm(Statement Statement);

/// <summary><c>target[b,n] += c W[n,m] o[b,m]</c>: rows of o times a matrix that does not change over time.</summary>
/// <param name="IsTransposed">The matrix is written W[m,n].</param>
/// <param name="Blocks">More than 1: <c>target[b,(g n)] += c W[g,n,m] o[b,(g m)]</c>, a matrix of so many blocks along its diagonal.</param>
sealed record ProductForm(Statement Statement, Tensor Weights, bool IsTransposed, Tensor Operand, double Coefficient, int Blocks = 1) : StatementForm(Statement);

/// <summary><c>target[b,n] += c B[n]</c>.</summary>
sealed record BiasForm(Statement Statement, Tensor Bias, double Coefficient) : StatementForm(Statement);

/// <summary><c>W.grad[n,m] += c/B z.grad[b,n] o[b,m]</c>, put off and done for many steps at once.</summary>
/// <param name="IsTransposed">The target is written W.grad[m,n].</param>
/// <param name="Blocks">More than 1: <c>W.grad[g,n,m] += c/B z.grad[b,(g n)] o[b,(g m)]</c>, of so many blocks.</param>
sealed record WeightGradientForm(Statement Statement, Tensor Gradient, Tensor Operand, bool IsTransposed, double Coefficient, bool IsOverB, int Blocks = 1) : StatementForm(Statement);

/// <summary><c>B.grad[n] += c/B z.grad[b,n]</c>, put off.</summary>
sealed record BiasGradientForm(Statement Statement, Tensor Gradient, double Coefficient, bool IsOverB) : StatementForm(Statement);

/// <summary>Another sum over the batch into something without a batch, put off.</summary>
sealed record BatchSumForm(Statement Statement) : StatementForm(Statement);

/// <summary>Entry by entry over the target's letters.</summary>
sealed record ElementwiseForm(Statement Statement) : StatementForm(Statement);

/// <summary>Anything else that has a batch: loops of its own.</summary>
sealed record GeneralForm(Statement Statement) : StatementForm(Statement);

/// <summary>No batch in it: done once, not at every step.</summary>
sealed record TimeInvariantForm(Statement Statement) : StatementForm(Statement);

/// <summary>Tells the forms apart.</summary>
/// <param name="rows">The letter of the examples.</param>
/// <param name="isBatched">Whether a tensor has a row for each example.</param>
sealed class FormReader(LoopIndex rows, Func<Tensor, bool> isBatched)
{
    public StatementForm Read(Statement statement)
    {
        var target = statement.Target;
        var monomial = Monomial.Of(statement.Value);
        if (statement.Accumulation == Accumulation.Subtract)
        {
            monomial = monomial.Negated();
        }

        var coefficient = monomial.IsNegative ? -monomial.Coefficient : monomial.Coefficient;
        var overB = monomial.Denominator.Count == 1 && monomial.Denominator[0] is BatchSize;
        var factors = monomial.Numerator.OfType<Reference>().ToList();
        var isPlain = statement.Accumulation != Accumulation.Max && factors.Count == monomial.Numerator.Count
            && factors.Append(target).All(f => f.Subscripts.All(s => s is not Gather)) && (monomial.Denominator.Count == 0 || overB)
            && factors.Append(target).SelectMany(f => f.Indexes()).ToHashSet().IsSupersetOf(statement.Indexes);

        if (!isBatched(target.Tensor))
        {
            return statement.References.Any(r => isBatched(r.Tensor)) ? ReadDeferred(statement, isPlain, factors, coefficient, overB) : new TimeInvariantForm(statement);
        }

        if (isPlain && !overB && factors.Count == 2 && factors.Find(f => !isBatched(f.Tensor)) is { } weights
            && factors.Find(f => isBatched(f.Tensor)) is { } operand)
        {
            if (Matrix(target) && Matrix(weights) && Matrix(operand) && (LetterOf(target, 1), LetterOf(operand, 1)) is var (n, m)
                && n != m && LetterOf(target, 0) == rows && LetterOf(operand, 0) == rows && weights.Indexes().ToHashSet().SetEquals([n, m]))
            {
                return new ProductForm(statement, weights.Tensor, LetterOf(weights, 0) == m, operand.Tensor, coefficient);
            }

            if (BlocksAreTransposed(weights, target, operand) is { } isTransposed)
            {
                return new ProductForm(statement, weights.Tensor, isTransposed, operand.Tensor, coefficient, weights.Tensor.Shape[0]);
            }
        }

        if (isPlain && !overB && factors.Count == 1 && !isBatched(factors[0].Tensor) && Matrix(target)
            && factors[0].Subscripts is [SingleIndex] && LetterOf(factors[0], 0) == LetterOf(target, 1))
        {
            return new BiasForm(statement, factors[0].Tensor, coefficient);
        }

        return IsElementwise(statement) ? new ElementwiseForm(statement) : new GeneralForm(statement);
    }

    StatementForm ReadDeferred(Statement statement, bool isPlain, List<Reference> factors, double coefficient, bool overB)
    {
        var target = statement.Target;
        if (isPlain && factors.Count == 2 && factors.TrueForAll(f => isBatched(f.Tensor))
            && factors.Find(f => IsGradient(f.Tensor)) is { } gradient && factors.Find(f => !IsGradient(f.Tensor)) is { } operand)
        {
            if (factors.TrueForAll(f => Matrix(f) && LetterOf(f, 0) == rows) && Matrix(target) && (LetterOf(gradient, 1), LetterOf(operand, 1)) is var (n, m)
                && n != m && target.Indexes().ToHashSet().SetEquals([n, m]))
            {
                return new WeightGradientForm(statement, gradient.Tensor, operand.Tensor, LetterOf(target, 0) == m, coefficient, overB);
            }

            if (BlocksAreTransposed(target, gradient, operand) is { } isTransposed)
            {
                return new WeightGradientForm(statement, gradient.Tensor, operand.Tensor, isTransposed, coefficient, overB, target.Tensor.Shape[0]);
            }
        }

        return isPlain && factors.Count == 1 && IsGradient(factors[0].Tensor) && Matrix(factors[0]) && LetterOf(factors[0], 0) == rows
            && target.Subscripts is [SingleIndex] && LetterOf(target, 0) == LetterOf(factors[0], 1)
            ? new BiasGradientForm(statement, factors[0].Tensor, coefficient, overB)
            : new BatchSumForm(statement);
    }

    /// <summary>Over rows and one letter, all in the same place of every tensor.</summary>
    bool IsElementwise(Statement statement) => statement.Accumulation != Accumulation.Max && Matrix(statement.Target) && statement.Indexes.Count == 2
        && LetterOf(statement.Target, 0) == rows
        && statement.References.All(r => isBatched(r.Tensor)
            ? r.Equals(new Reference(r.Tensor, statement.Target.Subscripts)) || (r.Subscripts.Length == 1 && r.Subscripts[0] == statement.Target.Subscripts[0])
            : r.Subscripts.All(s => s == statement.Target.Subscripts[1]));

    /// <summary>Of W[g,n,m] beside [b,(g n)] and [b,(g m)]: false; of W[g,m,n] beside the same: true; null: they are no such blocks.</summary>
    bool? BlocksAreTransposed(Reference blocks, Reference columns, Reference operand)
    {
        if (blocks.Subscripts is not [SingleIndex g, SingleIndex first, SingleIndex second]
            || columns.Subscripts is not [SingleIndex row, GroupedIndex { Indexes: [var h, var n] }] || operand.Subscripts is not [SingleIndex other, GroupedIndex { Indexes: [var i, var m] }]
            || row.Index != rows || other.Index != rows || h != g.Index || i != g.Index || n == m)
        {
            return null;
        }

        return (first.Index, second.Index) == (n, m) ? false : (first.Index, second.Index) == (m, n) ? true : null;
    }

    static bool IsGradient(Tensor tensor) => tensor.Node is { IsDifferentiable: true } node && ReferenceEquals(node.Grad, tensor);

    static bool Matrix(Reference reference) => reference.Subscripts is [SingleIndex, SingleIndex];

    static LoopIndex LetterOf(Reference reference, int place) => ((SingleIndex)reference.Subscripts[place]).Index;
}
