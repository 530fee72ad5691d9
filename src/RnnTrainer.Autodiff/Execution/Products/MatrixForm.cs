using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Execution.Products;

/// <summary>
/// A statement that is a product of two matrices, <c>C[m,n] += c A[m,k] B[k,n]</c>, each with its indexes in either order.
/// </summary>
/// <param name="M">The size of m, the first index of the target.</param>
/// <param name="N">The size of n, the second index of the target.</param>
/// <param name="K">The size of k, the index that is summed.</param>
sealed record MatrixForm(
    Tensor C, Reference A, Reference B, LoopIndex Row, LoopIndex Column, LoopIndex Summed, int M, int N, int K, double Coefficient)
{
    /// <summary>The number of multiply-adds of the whole product.</summary>
    public long MultiplyAdds => (long)M * N * K;

    /// <summary>
    /// Whether B is a parameter. Then the rows of C are examples or time steps, and the order in which a row is summed must not depend on
    /// their number.
    /// </summary>
    public bool HasWeights => B.Tensor.Node is Parameter parameter && ReferenceEquals(parameter.Value, B.Tensor);

    /// <summary>The statement in this form; null if it is not such a product.</summary>
    /// <param name="batch">The value of B in a factor 1/B.</param>
    public static MatrixForm? Of(Statement statement, int batch)
    {
        var target = statement.Target;
        var product = Monomial.Of(statement.Value);
        var isOverB = product.Denominator is [BatchSize];
        if (statement.Accumulation == Accumulation.Max
            || (product.Denominator.Count > 0 && !isOverB)
            || product.Numerator is not [Reference first, Reference second]
            || !(IsMatrix(target) && IsMatrix(first) && IsMatrix(second)))
        {
            return null;
        }

        var (row, column) = (IndexAt(target, 0), IndexAt(target, 1));
        if (statement.Indexes.Except([row, column]).ToList() is not [var summed] || statement.Indexes.Count != 3)
        {
            return null;
        }

        var (a, b) = HasIndexes(first, row, summed) ? (first, second) : (second, first);
        if (!HasIndexes(a, row, summed) || !HasIndexes(b, column, summed))
        {
            return null;
        }

        var sign = product.IsNegative != (statement.Accumulation == Accumulation.Subtract) ? -1 : 1;
        var coefficient = sign * product.Coefficient / (isOverB ? batch : 1);
        var (M, N, K) = (statement.SizeOf(row), statement.SizeOf(column), statement.SizeOf(summed));
        return new MatrixForm(target.Tensor, a, b, row, column, summed, M, N, K, coefficient);
    }

    /// <summary>How many entries the reference moves when the index grows by one.</summary>
    public static int Stride(Reference reference, LoopIndex index) => IndexAt(reference, 1) == index ? 1 : reference.Tensor.Shape[1];

    static bool IsMatrix(Reference reference) => reference.Subscripts is [SingleIndex, SingleIndex];

    /// <summary>Whether the indexes of a matrix are these two, in either order.</summary>
    static bool HasIndexes(Reference matrix, LoopIndex one, LoopIndex other) =>
        (IndexAt(matrix, 0), IndexAt(matrix, 1)) is var (first, second)
            && ((first == one && second == other) || (first == other && second == one));

    static LoopIndex IndexAt(Reference matrix, int dimension) => ((SingleIndex)matrix.Subscripts[dimension]).Index;
}
