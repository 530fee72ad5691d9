using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>
/// The kind of work that a statement of a step is. In the equations r is the index of the rows (the examples), X, Y and Z have a row for
/// each example, and W and B do not.
/// </summary>
abstract record StatementForm(Statement Statement);

/// <summary><c>Y[r,n] += c W[n,m] X[r,m]</c>: rows times a matrix that does not change over time.</summary>
/// <param name="Weights">W.</param>
/// <param name="IsTransposed">The matrix is written <c>W[m,n]</c>.</param>
/// <param name="Operand">X.</param>
/// <param name="Coefficient">c.</param>
/// <param name="Blocks">
/// The number of blocks along the diagonal of the matrix. If more than 1: <c>Y[r,(g n)] += c W[g,n,m] X[r,(g m)]</c>, with this number of
/// g.
/// </param>
sealed record ProductForm(Statement Statement, Tensor Weights, bool IsTransposed, Tensor Operand, double Coefficient, int Blocks = 1)
    : StatementForm(Statement);

/// <summary><c>Y[r,n] += c B[n]</c>: the start of the sums of a product.</summary>
sealed record BiasForm(Statement Statement, Tensor Bias, double Coefficient) : StatementForm(Statement);

/// <summary><c>W.grad[n,m] += c Z.grad[r,n] X[r,m]</c>, or the same times 1/B: deferred, one product over the rows of many steps.</summary>
/// <param name="Gradient">Z.grad.</param>
/// <param name="Operand">X.</param>
/// <param name="IsTransposed">The target is written <c>W.grad[m,n]</c>.</param>
/// <param name="Coefficient">c.</param>
/// <param name="IsOverB">Whether the statement contains 1/B.</param>
/// <param name="Blocks">If more than 1: <c>W.grad[g,n,m] += c Z.grad[r,(g n)] X[r,(g m)]</c>, with this number of g.</param>
sealed record WeightGradientForm(
    Statement Statement, Tensor Gradient, Tensor Operand, bool IsTransposed, double Coefficient, bool IsOverB, int Blocks = 1)
    : StatementForm(Statement);

/// <summary><c>B.grad[n] += c Z.grad[r,n]</c>, or the same times 1/B: deferred.</summary>
/// <inheritdoc cref="WeightGradientForm"/>
sealed record BiasGradientForm(Statement Statement, Tensor Gradient, double Coefficient, bool IsOverB) : StatementForm(Statement);

/// <summary><c>B.grad[…] += f(X[r,…], …)</c>: any other sum over the rows, deferred, with loops of its own.</summary>
sealed record BatchSumForm(Statement Statement) : StatementForm(Statement);

/// <summary><c>Y[r,n] += f(X[r,n], U[r], B[n], …)</c>: each entry from the same entries of other tensors.</summary>
sealed record ElementwiseForm(Statement Statement) : StatementForm(Statement);

/// <summary><c>Y[r,…] += f(…)</c>: anything else with rows, with loops of its own.</summary>
sealed record GeneralForm(Statement Statement) : StatementForm(Statement);

/// <summary><c>B[…] += f(W[…], …)</c>: without rows, computed once for all steps.</summary>
sealed record TimeInvariantForm(Statement Statement) : StatementForm(Statement);

/// <summary>Finds the form of a statement.</summary>
/// <param name="rows">The index r of the examples.</param>
/// <param name="isBatched">Whether a tensor has a row for each example.</param>
sealed class FormReader(LoopIndex rows, Func<Tensor, bool> isBatched)
{
    public StatementForm Read(Statement statement)
    {
        if (isBatched(statement.Target.Tensor))
        {
            return Product.Of(statement) is { IsOverB: false } product ? WithRows(product) : Loops(statement);
        }

        return !statement.References.Any(r => isBatched(r.Tensor)) ? new TimeInvariantForm(statement)
            : Product.Of(statement) is { } sum ? SumOverRows(sum)
            : new BatchSumForm(statement);
    }

    StatementForm WithRows(Product product)
    {
        var (statement, target) = (product.Statement, product.Statement.Target);
        if (product.Factors is [var one] && !isBatched(one.Tensor) && target.Subscripts is [SingleIndex, SingleIndex n]
            && IsVectorOver(one, n.Index))
        {
            return new BiasForm(statement, one.Tensor, product.Coefficient);
        }

        if (product.Factors.Count == 2 && product.Factors.Find(f => !isBatched(f.Tensor)) is { } weights
            && product.Factors.Find(f => isBatched(f.Tensor)) is { } operand
            && ReadMatrix(weights, target, operand) is var (isTransposed, blocks))
        {
            return new ProductForm(statement, weights.Tensor, isTransposed, operand.Tensor, product.Coefficient, blocks);
        }

        return Loops(statement);
    }

    StatementForm SumOverRows(Product product)
    {
        var (statement, target) = (product.Statement, product.Statement.Target);
        if (product.Factors is [var one] && IsGradient(one.Tensor) && IsRowAnd(one, out var n) && IsVectorOver(target, n))
        {
            return new BiasGradientForm(statement, one.Tensor, product.Coefficient, product.IsOverB);
        }

        if (product.Factors.Count == 2 && product.Factors.TrueForAll(f => isBatched(f.Tensor))
            && product.Factors.Find(f => IsGradient(f.Tensor)) is { } gradient
                && product.Factors.Find(f => !IsGradient(f.Tensor)) is { } operand
            && ReadMatrix(target, gradient, operand) is var (isTransposed, blocks))
        {
            return new WeightGradientForm(
                statement, gradient.Tensor, operand.Tensor, isTransposed, product.Coefficient, product.IsOverB, blocks);
        }

        return new BatchSumForm(statement);
    }

    StatementForm Loops(Statement statement) => IsElementwise(statement) ? new ElementwiseForm(statement) : new GeneralForm(statement);

    /// <summary><c>B[n]</c>.</summary>
    static bool IsVectorOver(Reference vector, LoopIndex n) => vector.Subscripts is [SingleIndex only] && only.Index == n;

    /// <summary>
    /// <c>W[n,m]</c>, or <c>W[m,n]</c>, with <c>Y[r,n]</c> and <c>X[r,m]</c>; or the same in blocks, <c>W[g,n,m]</c>, <c>Y[r,(g n)]</c> and
    /// <c>X[r,(g m)]</c>.
    /// </summary>
    /// <returns>Null if it is neither.</returns>
    (bool IsTransposed, int Blocks)? ReadMatrix(Reference matrix, Reference y, Reference x)
    {
        if (matrix.Subscripts is [SingleIndex first, SingleIndex second] && IsRowAnd(y, out var n) && IsRowAnd(x, out var m) && n != m)
        {
            return IsTransposed(first, second, n, m) is { } plain ? (plain, 1) : null;
        }

        if (matrix.Subscripts is [SingleIndex block, SingleIndex third, SingleIndex fourth]
            && IsRowAndGroup(y, block.Index, out n) && IsRowAndGroup(x, block.Index, out m) && n != m)
        {
            return IsTransposed(third, fourth, n, m) is { } inBlocks ? (inBlocks, matrix.Tensor.Shape[0]) : null;
        }

        return null;
    }

    static bool? IsTransposed(SingleIndex first, SingleIndex second, LoopIndex n, LoopIndex m) =>
        first.Index == n && second.Index == m ? false : first.Index == m && second.Index == n ? true : null;

    /// <summary><c>Y[r,n]</c>.</summary>
    bool IsRowAnd(Reference reference, out LoopIndex column)
    {
        column = rows;
        if (reference.Subscripts is not [SingleIndex row, SingleIndex second] || row.Index != rows)
        {
            return false;
        }

        column = second.Index;
        return true;
    }

    /// <summary><c>Y[r,(g n)]</c>.</summary>
    bool IsRowAndGroup(Reference reference, LoopIndex group, out LoopIndex column)
    {
        column = rows;
        if (reference.Subscripts is not [SingleIndex row, GroupedIndex { Indexes: [var slow, var fast] }] || row.Index != rows
            || slow != group)
        {
            return false;
        }

        column = fast;
        return true;
    }

    /// <summary>Over r and one other index, both at the same place in every tensor.</summary>
    bool IsElementwise(Statement statement) => statement.Accumulation != Accumulation.Max && statement.Indexes.Count == 2
        && IsRowAnd(statement.Target, out _) && statement.References.All(r => IsEntryOf(statement.Target, r));

    bool IsEntryOf(Reference target, Reference read) => isBatched(read.Tensor)
        ? read.Subscripts.AsSpan().SequenceEqual(target.Subscripts)
            || (read.Subscripts.Length == 1 && read.Subscripts[0] == target.Subscripts[0])
        : read.Subscripts.All(s => s == target.Subscripts[1]);

    static bool IsGradient(Tensor tensor) => tensor.Node is { IsDifferentiable: true } node && ReferenceEquals(node.Grad, tensor);

    /// <summary>
    /// A statement <c>target[…] += c f₁[…] f₂[…] …</c>, or the same times 1/B, whose sums run over indexes of its factors.
    /// </summary>
    sealed record Product(Statement Statement, List<Reference> Factors, double Coefficient, bool IsOverB)
    {
        /// <summary>The statement as a product; null if it is none.</summary>
        public static Product? Of(Statement statement)
        {
            var monomial = Monomial.Of(statement.Value);
            if (statement.Accumulation == Accumulation.Subtract)
            {
                monomial = monomial.Negated();
            }

            var isOverB = monomial.Denominator is [BatchSize];
            var factors = monomial.Numerator.OfType<Reference>().ToList();
            var tensors = factors.Append(statement.Target).ToList();
            return statement.Accumulation != Accumulation.Max && factors.Count == monomial.Numerator.Count
                && (isOverB || monomial.Denominator.Count == 0)
                && tensors.TrueForAll(f => f.Subscripts.All(s => s is not Gather))
                && tensors.SelectMany(f => f.Indexes()).ToHashSet().IsSupersetOf(statement.Indexes)
                ? new Product(statement, factors, monomial.IsNegative ? -monomial.Coefficient : monomial.Coefficient, isOverB)
                : null;
        }
    }
}
