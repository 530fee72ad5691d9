using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Autodiff.Execution.Products;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Kernels.Tiles;
using RnnTrainer.Autodiff.Threads;

namespace RnnTrainer.Autodiff.Execution;

/// <summary>
/// Turns each statement into a loop nest of machine code that is vectorised over one index, and large products of two matrices into
/// register tiles. Statements of one structure share their code, so that the T copies of an unrolled cell are compiled once, and so is what
/// the models of a process have in common.
/// </summary>
/// <param name="simd">Chooses the instruction set for a scalar type; null for the best one of this machine.</param>
/// <param name="group">Shares large products; null for the calling thread alone.</param>
/// <param name="hasFixedWeights">Whether parameters keep the values that they have in the first pass of a graph. Then no later pass looks
/// whether they have changed, which would take longer than a single step does.</param>
sealed class Compiler(Func<Type, SimdSet>? simd = null, WorkerGroup? group = null, bool hasFixedWeights = false) : IExecutor
{
    /// <summary>The number of multiply-adds from which a product without a parameter is faster in tiles.</summary>
    const long LargeProduct = 1 << 14;

    readonly Func<Type, SimdSet> _simd = simd ?? SimdSet.Best;
    readonly WorkerGroup _group = group ?? new WorkerGroup(1);

    internal LoopCache Loops { get; } = new(simd ?? SimdSet.Best);

    /// <summary>Whether parameters keep the values that they have in the first pass of a graph.</summary>
    internal bool HasFixedWeights => hasFixedWeights;

    internal SimdSet SimdFor(Precision precision) => _simd(precision.ScalarType());

    /// <summary>A compiler for the same instruction sets, of graphs whose parameters do not change.</summary>
    internal Compiler WithFixedWeights(WorkerGroup group) => new(_simd, group, hasFixedWeights: true);

    public IKernel Compile(IReadOnlyList<Statement> statements, int batch) => new Kernel([.. statements.Select(s => Compile(s, batch))]);

    IKernel Compile(Statement statement, int batch)
    {
        if (MatrixForm.Of(statement, batch) is { } form && (form.HasWeights || MultiplyAdds(form, statement) >= LargeProduct))
        {
            return new ProductKernel(form, statement.Packed, new Tiling(SimdFor(form.C.Precision)), _group, hasFixedWeights);
        }

        var layout = new ContiguousLayout([statement]) { Rows = statement.Packed?.Index };
        var code = Loops.CodeOf(new LoopNest([new LoopStatement(statement)], batch, layout));
        return new LoopKernel(code, [.. layout.Tensors.Select(t => t.Address)], statement.Packed?.Count);
    }

    /// <summary>Those of a whole batch.</summary>
    static double MultiplyAdds(MatrixForm form, Statement statement) => statement.Packed is var (_, rows)
        ? (double)form.MultiplyAdds / rows.Capacity * rows.Whole
        : form.MultiplyAdds;

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
