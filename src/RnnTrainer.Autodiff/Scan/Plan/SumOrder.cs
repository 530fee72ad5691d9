using RnnTrainer.Autodiff.Kernels.Tiles;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>
/// The order of the sums in a step's products. It depends on the step and not on the number of examples: first the terms of the input, in
/// one chain, then those of each other operand, in several chains if the product has few columns, so that the multiply-adds of a single
/// example need not wait for each other.
/// </summary>
sealed class SumOrder
{
    readonly Dictionary<(Tensor Target, Tensor Operand), int> _chains = [];

    /// <param name="schedules">The schedules before products move out of the steps: a product of a time block is summed in the order of a
    /// step.</param>
    public SumOrder(ScanShape shape, Tensor input, IReadOnlyList<Schedule> schedules)
    {
        foreach (var group in schedules.SelectMany(s => s.Stages).SelectMany(s => ProductGroup.Of(s.Products, input)))
        {
            var vectors = group.IsDiagonal ? Tiling.DiagonalVectors : group.Targets.Sum(shape.VectorsOf);
            foreach (var product in group.Products)
            {
                var chains = ReferenceEquals(product.Operand, input) ? 1 : Tiling.ChainsFor(vectors);
                _chains[(product.Statement.Target.Tensor, product.Operand)] = chains;
            }
        }
    }

    /// <summary>For each operand of the group, the number of chains in which a target sums its terms.</summary>
    public int[] Chains(ProductGroup group, Tensor target) => [.. group.Operands.Select(o => _chains[(target, o)])];
}
