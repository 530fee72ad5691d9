using RnnTrainer.Autodiff.Kernels;

namespace RnnTrainer.Autodiff;

/// <summary>The code that was written so far, by the structure of its nest.</summary>
sealed class LoopLibrary(Func<Type, SimdSet> simd)
{
    readonly Dictionary<string, LoopCode> _code = [];

    public LoopCode CodeOf(LoopNest nest)
    {
        if (!_code.TryGetValue(nest.Structure, out var code))
        {
            var scalar = nest.Steps[0].Statement.Target.Tensor.Precision.ScalarType();
            code = LoopEmitter.Emit(nest, simd(scalar), SimdSet.Named("scalar", scalar));
            _code.Add(nest.Structure, code);
        }

        return code;
    }
}
