namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>Products of one stage with the same operands, concatenated into one product: <c>[Y₁ Y₂ …] += [X₁ X₂ …] W</c>.</summary>
/// <param name="Operands">In the order in which a target sums them: the input first, which may be computed before.</param>
sealed record ProductGroup(IReadOnlyList<Tensor> Targets, IReadOnlyList<Tensor> Operands, IReadOnlyList<ProductForm> Products)
{
    /// <summary>Whether a matrix has blocks along its diagonal and zeros elsewhere.</summary>
    public bool IsDiagonal => Products.Any(p => p.Blocks > 1);

    /// <param name="products">The products of one stage.</param>
    /// <param name="input">The step's input, which comes first.</param>
    public static IEnumerable<ProductGroup> Of(IReadOnlyCollection<ProductForm> products, Tensor input)
    {
        var order = products.Select(p => p.Operand).Distinct().OrderBy(o => ReferenceEquals(o, input) ? 0 : 1).ToList();
        return products
            .GroupBy(p => p.Statement.Target.Tensor)
            .Select(
                g => (Target: g.Key, Operands: order.Where(o => g.Any(p => ReferenceEquals(p.Operand, o))).ToList(), Products: g.ToList()))
            .GroupBy(t => t.Operands, new SameTensors())
            .Select(g => new ProductGroup([.. g.Select(t => t.Target)], g.Key, [.. g.SelectMany(t => t.Products)]));
    }

    sealed class SameTensors : IEqualityComparer<List<Tensor>>
    {
        public bool Equals(List<Tensor>? a, List<Tensor>? b) => a!.ToHashSet().SetEquals(b!);

        public int GetHashCode(List<Tensor> tensors) => tensors.Count;
    }
}
