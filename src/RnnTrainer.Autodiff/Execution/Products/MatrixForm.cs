using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Execution.Products;

/// <summary>A statement that is a product of two matrices: <c>C[m,n] += c Σ_k A[m,k] B[k,n]</c>, each written with its indexes in either order.</summary>
/// <param name="M">The size of m, the index in the target's first place.</param>
/// <param name="N">The size of n, the index in its last place.</param>
/// <param name="K">The size of the index that is summed.</param>
sealed record MatrixForm(Tensor C, Reference A, Reference B, LoopIndex Row, LoopIndex Column, LoopIndex Summed, int M, int N, int K, double Coefficient)
{
    /// <summary>The multiplications of the whole product.</summary>
    public long MultiplyAdds => (long)M * N * K;

    /// <summary>Whether B is a parameter: the rows of C are examples, or steps of them, and how one is summed must not depend on how many there are.</summary>
    public bool HasWeights => B.Tensor.Node is Parameter parameter && ReferenceEquals(parameter.Value, B.Tensor);

    /// <summary>The form of the statement, or null if it is not such a product.</summary>
    /// <param name="batch">B, for a factor 1/B.</param>
    public static MatrixForm? Of(Statement statement, int batch)
    {
        var target = statement.Target;
        var monomial = Monomial.Of(statement.Value);
        var overB = monomial.Denominator.Count == 1 && monomial.Denominator[0] is BatchSize;
        if (statement.Accumulation == Accumulation.Max || (monomial.Denominator.Count > 0 && !overB)
            || monomial.Numerator is not [Reference first, Reference second] || statement.Indexes.Count != 3
            || !new[] { target, first, second }.All(r => r.Subscripts is [SingleIndex, SingleIndex]))
        {
            return null;
        }

        var (row, column) = (IndexAt(target, 0), IndexAt(target, 1));
        var summed = statement.Indexes.Except([row, column]).ToList();
        var a = first.Indexes().Contains(row) ? first : second;
        var b = ReferenceEquals(a, first) ? second : first;
        if (summed.Count != 1 || !a.Indexes().ToHashSet().SetEquals([row, summed[0]]) || !b.Indexes().ToHashSet().SetEquals([column, summed[0]]))
        {
            return null;
        }

        var sign = monomial.IsNegative != (statement.Accumulation == Accumulation.Subtract) ? -1 : 1;
        return new MatrixForm(
            target.Tensor, a, b, row, column, summed[0], statement.SizeOf(row), statement.SizeOf(column), statement.SizeOf(summed[0]), sign * monomial.Coefficient / (overB ? batch : 1));
    }

    /// <summary>Entries from one step of the index to the next.</summary>
    public static int Stride(Reference reference, LoopIndex index) => IndexAt(reference, 1) == index ? 1 : reference.Tensor.Shape[1];

    static LoopIndex IndexAt(Reference reference, int place) => ((SingleIndex)reference.Subscripts[place]).Index;
}
