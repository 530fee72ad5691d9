namespace RnnTrainer.Autodiff;

/// <summary>Products of one stage that read the same operands: their matrices stand side by side and make one product.</summary>
sealed record ProductGroup(IReadOnlyList<Tensor> Targets, IReadOnlyList<Tensor> Operands, IReadOnlyList<ProductForm> Products)
{
    public static IEnumerable<ProductGroup> Of(IEnumerable<ProductForm> products) => products
        .GroupBy(p => p.Statement.Target.Tensor)
        .Select(g => (Target: g.Key, Operands: g.Select(p => p.Operand).Distinct().ToList(), Products: g.ToList()))
        .GroupBy(t => t.Operands, new SameTensors())
        .Select(g => new ProductGroup([.. g.Select(t => t.Target)], g.Key, [.. g.SelectMany(t => t.Products)]));

    sealed class SameTensors : IEqualityComparer<List<Tensor>>
    {
        public bool Equals(List<Tensor>? a, List<Tensor>? b) => a!.ToHashSet().SetEquals(b!);

        public int GetHashCode(List<Tensor> tensors) => tensors.Count;
    }
}
