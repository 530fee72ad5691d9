using RnnTrainer.Autodiff.Kernels;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Machine code of a loop nest.</summary>
/// <param name="addresses">Where the tensors begin, by their slots in the <see cref="ILayout"/>.</param>
/// <param name="rows">The size of the layout's row index, at least 1; ignored if it has none.</param>
unsafe delegate void LoopCode(nint* addresses, nint rows);

/// <summary>Code with the tensors that it runs on.</summary>
sealed unsafe class LoopKernel(LoopCode code, nint[] addresses, RowCount? rows) : IKernel
{
    public void Run()
    {
        fixed (nint* table = addresses)
        {
            code(table, rows?.Used ?? 1);
        }
    }
}

/// <summary>The code of nests by their structure, shared by the whole process.</summary>
sealed class LoopCache(Func<Type, SimdSet> simd)
{
    static readonly CodeCache<LoopCode> Code = new();

    public LoopCode CodeOf(LoopNest nest)
    {
        var scalar = nest.Statements[0].Statement.Target.Tensor.Precision.ScalarType();
        var set = simd(scalar);
        return Code.Get($"{set.Name} {nest.Structure}", () => LoopEmitter.Emit(nest, set, SimdSet.Named("scalar", scalar)));
    }
}
