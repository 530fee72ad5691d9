using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Execution;

namespace RnnTrainer.Autodiff.Graphs;

/// <summary>A part of a graph's definition, which runs as a whole.</summary>
abstract class DefinitionPart
{
    public virtual IReadOnlyList<Statement> Forward => [];

    public virtual IReadOnlyList<Statement> Backward => [];

    public abstract IKernel CompileForward(IExecutor executor, int batch);

    public abstract IKernel CompileBackward(IExecutor executor, int batch);
}

/// <summary>Consecutive statements. Their backward statements are derived unless they were written by hand.</summary>
sealed class StatementPart : DefinitionPart
{
    readonly List<Statement> _forward = [];

    public override IReadOnlyList<Statement> Forward => _forward;

    /// <summary>
    /// The derived statements, or those that were written by hand without the gradients that turned out not to be needed.
    /// </summary>
    public override IReadOnlyList<Statement> Backward =>
        OwnBackward is null ? ReverseMode.Backward(_forward) : [.. OwnBackward.Where(IsNeeded)];

    /// <summary>The backward statements that were written by hand; null if they are derived.</summary>
    public List<Statement>? OwnBackward { get; set; }

    public void Add(Statement statement) => _forward.Add(statement);

    public override IKernel CompileForward(IExecutor executor, int batch) => executor.Compile(Forward, batch);

    public override IKernel CompileBackward(IExecutor executor, int batch) => executor.Compile(Backward, batch);

    static bool IsNeeded(Statement statement) =>
        statement.Target.Tensor.Node is not { IsDifferentiable: false } node || ReferenceEquals(node.Value, statement.Target.Tensor);
}

/// <summary>A part that is compiled already: a scan over a whole sequence.</summary>
sealed class CompiledPart(Action forward, Action backward) : DefinitionPart
{
    public override IKernel CompileForward(IExecutor executor, int batch) => new Kernel(forward);

    public override IKernel CompileBackward(IExecutor executor, int batch) => new Kernel(backward);

    sealed class Kernel(Action run) : IKernel
    {
        public void Run() => run();
    }
}
