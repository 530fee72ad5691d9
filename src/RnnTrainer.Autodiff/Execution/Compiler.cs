using RnnTrainer.Autodiff.Kernels;

namespace RnnTrainer.Autodiff;

/// <summary>
/// Turns each statement into a loop nest of machine code, vectorised over one letter. Statements of one structure share one piece of code,
/// so that the T copies of an unrolled cell compile once.
/// </summary>
/// <param name="simd">The instruction sets to use, by scalar type; null: the best of this machine.</param>
public sealed class Compiler(Func<Type, SimdSet>? simd = null) : IExecutor
{
    readonly Func<Type, SimdSet> _simd = simd ?? SimdSet.Best;
    readonly Dictionary<string, LoopCode> _code = [];

    public IKernel Compile(IReadOnlyList<Statement> statements, int batch) => new Kernel([.. statements.Select(s => Compile(s, batch))]);

    LoopKernel Compile(Statement statement, int batch)
    {
        var nest = new LoopNest(statement, batch);
        if (!_code.TryGetValue(nest.Structure, out var code))
        {
            var scalar = statement.Target.Tensor.Precision == Precision.Float32 ? typeof(float) : typeof(double);
            code = LoopEmitter.Emit(nest, _simd(scalar), SimdSet.Named("scalar", scalar));
            _code.Add(nest.Structure, code);
        }

        return new LoopKernel(code, [.. nest.Tensors.Select(t => t.Address)]);
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
