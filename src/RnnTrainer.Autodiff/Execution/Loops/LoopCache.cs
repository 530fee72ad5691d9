using RnnTrainer.Autodiff.Kernels;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>The code of nests, by their structure.</summary>
sealed class LoopCache(Func<Type, SimdSet> simd)
{
    static readonly CodeCache<LoopCode> Code = new();

    public LoopCode CodeOf(LoopNest nest)
    {
        var scalar = nest.Steps[0].Statement.Target.Tensor.Precision.ScalarType();
        var set = simd(scalar);
        return Code.Get($"{set.Name} {nest.Structure}", () => LoopEmitter.Emit(nest, set, SimdSet.Named("scalar", scalar)));
    }
}
