using RnnTrainer.Autodiff.Kernels.Tiles;
using RnnTrainer.Autodiff.Scan.Run;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>
/// The order of the sums in a step's products. It depends on the step alone, not on the number of examples: what the input adds comes first, in one chain, then each other
/// operand, where a group has few columns in several chains, so that a lone example need not wait for one multiply-add after the other.
/// </summary>
/// <param name="shape">Its instruction set says how many columns are few; nothing else of it is looked at.</param>
sealed class SumOrder(ScanShape shape, Tensor input)
{
    readonly Dictionary<(Tensor Target, Tensor Operand), int> _chains = [];

    /// <summary>Takes a schedule as it is before products of the input leave its stages: what is done for a tile of steps is summed as if it were not.</summary>
    public void Add(Schedule schedule)
    {
        foreach (var group in schedule.Stages.SelectMany(s => ProductGroup.Of(s.Products, input)))
        {
            var chains = Tiling.ChainsFor(group.IsDiagonal ? Tiling.DiagonalVectors : group.Targets.Sum(t => PackedWeights.Vectors(t, shape)));
            foreach (var product in group.Products)
            {
                _chains[(product.Statement.Target.Tensor, product.Operand)] = ReferenceEquals(product.Operand, input) ? 1 : chains;
            }
        }
    }

    /// <summary>For each operand of the group, in how many chains a target sums its terms.</summary>
    public int[] Chains(ProductGroup group, Tensor target) => [.. group.Operands.Select(o => _chains[(target, o)])];
}
