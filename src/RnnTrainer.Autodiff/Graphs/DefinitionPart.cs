using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Execution;

namespace RnnTrainer.Autodiff.Graphs;

/// <summary>A part of a graph's definition, which runs as a whole.</summary>
abstract class DefinitionPart
{
    public virtual IReadOnlyList<Statement> Forward => [];

    public virtual IReadOnlyList<Statement> Backward => [];

    /// <summary>The backward statements with the rules that they follow from.</summary>
    public virtual IReadOnlyList<DerivedStatement> Explained => [];

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

    public override IReadOnlyList<DerivedStatement> Explained =>
        OwnBackward is null ? ReverseMode.Explained(_forward) : [.. OwnBackward.Where(IsNeeded).Select(DerivedStatement.ByHand)];

    /// <summary>The backward statements that were written by hand; null if they are derived.</summary>
    public List<Statement>? OwnBackward { get; set; }

    public void Add(Statement statement) => _forward.Add(statement);

    public override IKernel CompileForward(IExecutor executor, int batch) => executor.Compile(Forward, batch);

    public override IKernel CompileBackward(IExecutor executor, int batch) => executor.Compile(Backward, batch);

    static bool IsNeeded(Statement statement) =>
        statement.Target.Tensor.Node is not { IsDifferentiable: false } node || ReferenceEquals(node.Value, statement.Target.Tensor);
}

/// <summary>A part that is compiled already, such as a scan over a whole sequence.</summary>
/// <param name="part">Runs it over the present segment of a batch.</param>
/// <param name="whole">Runs it over a whole batch.</param>
/// <param name="reads">What it reads, in packed rows and otherwise.</param>
/// <param name="last">The nodes that are known only at the end of a batch.</param>
sealed class CompiledPart(ISegmentPart part, PartRun whole, IReadOnlyList<Node> reads, IReadOnlyList<Node> last) : DefinitionPart
{
    public ISegmentPart Part => part;

    public IReadOnlyList<Node> Reads => reads;

    public IReadOnlyList<Node> Last => last;

    public override IKernel CompileForward(IExecutor executor, int batch) => new Kernel(whole.Forward);

    public override IKernel CompileBackward(IExecutor executor, int batch) => new Kernel(whole.Backward);

    public IKernel ForwardOfSegment() => new Kernel(part.ForwardSegment);

    public IKernel BackwardOfSegment() => new Kernel(part.BackwardSegment);

    sealed class Kernel(Action run) : IKernel
    {
        public void Run() => run();
    }
}

/// <summary>What a compiled part does with a whole batch.</summary>
readonly record struct PartRun(Action Forward, Action Backward);
