using RnnTrainer.Autodiff.Kernels.Tiles;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>
/// The order of the sums in a step's products. It depends on the step alone, not on the number of examples: what the input adds comes first, in one chain, then each other
/// operand, where a group has few columns in several chains, so that a lone example need not wait for one multiply-add after the other.
/// </summary>
sealed class SumOrder
{
    readonly Dictionary<(Tensor Target, Tensor Operand), int> _chains = [];

    /// <param name="schedules">As they are before products move out of the steps: a product of a time block is summed in the order of one step.</param>
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

    /// <summary>For each operand of the group, in how many chains a target sums its terms.</summary>
    public int[] Chains(ProductGroup group, Tensor target) => [.. group.Operands.Select(o => _chains[(target, o)])];
}
