namespace RnnTrainer.Autodiff;

/// <summary>A statement that is a product of two matrices: <c>C[m,n] += c Σ_k A[m,k] B[k,n]</c>, each written with its letters in either order.</summary>
/// <param name="M">The size of m, the letter in the target's first place.</param>
/// <param name="N">The size of n, the letter in its last place.</param>
/// <param name="K">The size of the letter that is summed.</param>
sealed record MatrixForm(Tensor C, Reference A, Reference B, Axis Row, Axis Column, Axis Summed, int M, int N, int K, double Coefficient)
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
            || monomial.Numerator is not [Reference first, Reference second] || statement.Letters.Count != 3
            || !new[] { target, first, second }.All(r => r.Subscripts is [Letter, Letter]))
        {
            return null;
        }

        var (row, column) = (LetterAt(target, 0), LetterAt(target, 1));
        var summed = statement.Letters.Except([row, column]).ToList();
        var a = first.Letters().Contains(row) ? first : second;
        var b = ReferenceEquals(a, first) ? second : first;
        if (summed.Count != 1 || !a.Letters().ToHashSet().SetEquals([row, summed[0]]) || !b.Letters().ToHashSet().SetEquals([column, summed[0]]))
        {
            return null;
        }

        int Size(Axis letter) => statement.Sizes[statement.Letters.ToList().IndexOf(letter)];
        var sign = monomial.IsNegative != (statement.Accumulation == Accumulation.Subtract) ? -1 : 1;
        return new MatrixForm(
            target.Tensor, a, b, row, column, summed[0], Size(row), Size(column), Size(summed[0]), sign * monomial.Coefficient / (overB ? batch : 1));
    }

    /// <summary>Entries from one step of the letter to the next.</summary>
    public static int Stride(Reference reference, Axis letter) => LetterAt(reference, 1) == letter ? 1 : reference.Tensor.Shape[1];

    static Axis LetterAt(Reference reference, int place) => ((Letter)reference.Subscripts[place]).Axis;
}
