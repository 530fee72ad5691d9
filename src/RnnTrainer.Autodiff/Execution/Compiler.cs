using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Autodiff.Execution.Products;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Kernels.Tiles;
using RnnTrainer.Autodiff.Sequences;

namespace RnnTrainer.Autodiff.Execution;

/// <summary>
/// Turns each statement into a loop nest of machine code, vectorised over one index; large products of two matrices into register tiles.
/// Statements of one structure share one piece of code, so that the T copies of an unrolled cell compile once, and the second model of a process hardly at all.
/// </summary>
/// <param name="simd">The instruction set to use for a scalar type; null: the best of this machine.</param>
/// <param name="team">Shares large products; null: the caller alone.</param>
sealed class Compiler(Func<Type, SimdSet>? simd = null, Team? team = null) : IExecutor
{
    /// <summary>Multiply-adds from which a product without a parameter is worth its tiles.</summary>
    const long LargeProduct = 1 << 14;

    readonly Func<Type, SimdSet> _simd = simd ?? SimdSet.Best;
    readonly Team _team = team ?? new Team(1);

    internal LoopCache Loops { get; } = new(simd ?? SimdSet.Best);

    internal SimdSet SimdFor(Precision precision) => _simd(precision.ScalarType());

    public IKernel Compile(IReadOnlyList<Statement> statements, int batch) => new Kernel([.. statements.Select(s => Compile(s, batch))]);

    IKernel Compile(Statement statement, int batch)
    {
        if (MatrixForm.Of(statement, batch) is { } form && (form.HasWeights || form.MultiplyAdds >= LargeProduct))
        {
            return new ProductKernel(form, statement.Packed, new Tiling(SimdFor(form.C.Precision)), _team);
        }

        var layout = new ContiguousLayout([statement]) { Rows = statement.Packed?.Index };
        return new LoopKernel(Loops.CodeOf(new LoopNest([new LoopStatement(statement)], batch, layout)), [.. layout.Tensors.Select(t => t.Address)], statement.Packed?.Count);
    }

    sealed class Kernel(IKernel[] kernels) : IKernel
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
