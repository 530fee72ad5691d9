using RnnTrainer.Autodiff.Kernels;

namespace RnnTrainer.Autodiff;

/// <summary>
/// Turns each statement into a loop nest of machine code, vectorised over one letter. Statements of one structure share one piece of code,
/// so that the T copies of an unrolled cell compile once.
/// </summary>
/// <param name="simd">The instruction set to use for a scalar type; null: the best of this machine.</param>
public sealed class Compiler(Func<Type, SimdSet>? simd = null) : IExecutor
{
    readonly Func<Type, SimdSet> _simd = simd ?? SimdSet.Best;

    internal LoopLibrary Loops { get; } = new(simd ?? SimdSet.Best);

    internal SimdSet SimdFor(Precision precision) => _simd(precision.ScalarType());

    public IKernel Compile(IReadOnlyList<Statement> statements, int batch) => new Kernel([.. statements.Select(s => Compile(s, batch))]);

    LoopKernel Compile(Statement statement, int batch)
    {
        var layout = new ContiguousLayout([statement]);
        return new LoopKernel(Loops.CodeOf(new LoopNest([new LoopStep(statement)], batch, layout)), [.. layout.Tensors.Select(t => t.Address)]);
    }

    sealed class Kernel(LoopKernel[] kernels) : IKernel
    {
        public void Run()
        {
            foreach (var kernel in kernels)
            {
                kernel.Run();
            }
        }
    }
}
