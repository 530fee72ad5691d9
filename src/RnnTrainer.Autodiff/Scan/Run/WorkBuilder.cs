using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Autodiff.Kernels.Tiles;
using RnnTrainer.Autodiff.Scan.Memory;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Autodiff.Scan.Run;

/// <summary>
/// Makes the work of a plan. The first work to write a tensor assigns and the others add, so a pass is built in the order in which it runs:
/// each method here builds a whole pass.
/// </summary>
sealed class WorkBuilder(ScanPlan plan, ScanMemory memory, LoopCache loops)
{
    public Tiling Tiles { get; } = new(plan.Shape.Simd);

    /// <summary>The forward pass: products of the input for a time block, and the work of every step.</summary>
    public (IStepWork[] InputProducts, IStepWork[] Steps) Forward()
    {
        var (forward, written) = (plan.Forward, new HashSet<Tensor>());
        IStepWork[] products = [.. Products(forward.PerTimeBlock, forward.PerTimeBlockBiases, written, isPerTimeBlock: true)];
        return (products, [.. Steps(forward, written)]);
    }

    /// <summary>The backward pass: the work of every step, and the products into the input's gradient for a time block.</summary>
    /// <param name="isWritten">Whether the pass writes a gradient. Those of the states after a step come from the step that
    /// follows.</param>
    public (IStepWork[] Steps, IStepWork[] InputGradientProducts) Backward(out Func<Tensor, bool> isWritten)
    {
        HashSet<Tensor> written = [.. plan.Step.After.Select(a => a.Grad)];
        IStepWork[] steps = [.. Steps(plan.Backward!, written)];
        IStepWork[] products = [.. Products(plan.Backward!.PerTimeBlock, [], written, isPerTimeBlock: true)];
        isWritten = written.Contains;
        return (steps, products);
    }

    /// <summary>Deferred sums over the batch that are no matrix products.</summary>
    public IStepWork[] BatchSums() => [.. plan.Backward!.Deferred.OfType<BatchSumForm>().Select(l => Loops([l.Statement], _ => false))];

    IEnumerable<IStepWork> Steps(Schedule schedule, HashSet<Tensor> written)
    {
        foreach (var stage in schedule.Stages)
        {
            foreach (var work in Products(stage.Products, stage.Biases, written, isPerTimeBlock: false))
            {
                yield return work;
            }

            foreach (var nest in stage.Nests)
            {
                yield return Loops(nest, t => !written.Contains(t));
                written.UnionWith(nest.Select(s => s.Target.Tensor));
            }
        }
    }

    IEnumerable<IStepWork> Products(
        IReadOnlyList<ProductForm> products, IReadOnlyList<BiasForm> biases, HashSet<Tensor> written, bool isPerTimeBlock)
    {
        foreach (var group in ProductGroup.Of(products, plan.Step.X.Value))
        {
            yield return new ProductWork(group, biases, t => !written.Contains(t), isPerTimeBlock, plan.Order, memory, plan.Shape, Tiles);
            written.UnionWith(group.Targets);
        }
    }

    NestWork Loops(IReadOnlyList<Statement> statements, Func<Tensor, bool> isFirst) =>
        new(statements, isFirst, plan.Rows, plan.IsBatched, memory, plan.Shape, loops);
}
