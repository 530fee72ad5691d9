using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Execution;

namespace RnnTrainer.Autodiff.Graphs;

/// <summary>
/// The statements of a graph, forward and backward, in the order of their creation. Every statement is checked when it is added.
/// </summary>
sealed class Definition
{
    readonly List<DefinitionPart> _parts = [];
    readonly HashSet<Tensor> _read = [];
    readonly HashSet<Tensor> _sums = [];
    readonly HashSet<Tensor> _maxima = [];
    readonly HashSet<Tensor> _backwardMaxima = [];
    List<Statement>? _ownBackward;
    IReadOnlyList<Statement>? _simplified;
    bool _isInOwnPart;

    /// <summary>Whether statements are added to a backward part that is written by hand.</summary>
    public bool IsInBackward => _ownBackward is not null;

    /// <summary>Set when the definition is compiled: nothing can be added any more.</summary>
    public bool IsComplete { get; set; }

    public IReadOnlyList<Statement> Forward => [.. _parts.SelectMany(p => p.Forward)];

    public IReadOnlyList<Statement> Backward => _simplified ?? [.. Enumerable.Reverse(_parts).SelectMany(p => p.Backward)];

    /// <summary>The backward statements with the rules that they follow from, before they are simplified.</summary>
    public IReadOnlyList<DerivedStatement> Explained => [.. Enumerable.Reverse(_parts).SelectMany(p => p.Explained)];

    /// <summary>The parts with a backward part that is written by hand, in the order of the definition.</summary>
    public IEnumerable<StatementPart> OwnParts => _parts.OfType<StatementPart>().Where(p => p.OwnBackward is not null);

    /// <summary>The compiled parts, in the order of the definition.</summary>
    public IEnumerable<ISegmentPart> CompiledParts => _parts.OfType<CompiledPart>().Select(p => p.Part);

    /// <summary>The tensors that take max= in the forward pass: they start at −∞.</summary>
    public HashSet<Tensor> Maxima => _maxima;

    /// <summary>The tensors that take max= in the backward pass.</summary>
    public HashSet<Tensor> BackwardMaxima => _backwardMaxima;

    public IKernel[] CompileForward(IExecutor executor, int batch)
    {
        IsComplete = true;
        return [.. _parts.Select(p => p.CompileForward(executor, batch))];
    }

    public IKernel[] CompileBackward(IExecutor executor, int batch) => _simplified is not null
        ? [executor.Compile(_simplified, batch)]
        : [.. Enumerable.Reverse(_parts).Select(p => p.CompileBackward(executor, batch))];

    /// <summary>What runs when, if batches run in segments; null: they can't.</summary>
    /// <param name="loss">The loss of each example.</param>
    /// <param name="trains">Whether the backward pass will run.</param>
    public SegmentOrder? InSegments(Node loss, bool trains)
    {
        IsComplete = true;
        return SegmentOrder.Of(_parts, loss, trains);
    }

    /// <exception cref="NotationException">The statement can't be added, or not any more.</exception>
    public void AddForward(Statement statement)
    {
        if (IsComplete)
        {
            throw new NotationException($"Statements can't be added after the graph has run: \"{statement}\".");
        }

        if (_simplified is not null)
        {
            throw new NotationException($"Statements can't be added after the backward pass has been simplified: \"{statement}\".");
        }

        if (IsInBackward)
        {
            throw new NotationException($"\"{statement}\" computes a value inside a backward part.");
        }

        if (_read.Contains(statement.Target.Tensor))
        {
            throw new NotationException(
                $"\"{statement}\" changes {statement.Target.Tensor.Name}, which an earlier statement has read: complete it before it is " +
                $"read.");
        }

        _read.UnionWith(statement.References.Select(r => r.Tensor));
        KeepSumsAndMaximaApart(statement, _maxima);
        if (statement.Accumulation != Accumulation.Max)
        {
            statement.Target.Tensor.Node!.IsDifferentiable |= statement.References.Any(r => r.Tensor.Node is { IsDifferentiable: true });
        }

        LastPart().Add(statement);
    }

    /// <summary>Adds a statement to the backward part that is being written.</summary>
    /// <exception cref="NotationException">No backward part is being written.</exception>
    public void AddBackward(Statement statement)
    {
        var backward = _ownBackward ?? throw new NotationException($"\"{statement}\" changes a gradient outside a backward part.");
        KeepSumsAndMaximaApart(statement, _backwardMaxima);
        backward.Add(statement);
    }

    /// <summary>Adds a part that is compiled already. Statements can't change any more what it reads.</summary>
    public void AddCompiled(CompiledPart part)
    {
        _read.UnionWith(part.Reads.Select(n => n.Value));
        _parts.Add(part);
    }

    /// <exception cref="NotationException">A compiled part can't be added here.</exception>
    public void CheckCompiledPartFits()
    {
        if (IsComplete || _isInOwnPart)
        {
            throw new NotationException(
                "A scan can't be added inside a part with its own backward statements, or after the graph has run.");
        }
    }

    /// <summary>Adds the statements that two actions write as a part with its own backward statements.</summary>
    public void AddPart(Action forward, Action backward)
    {
        if (_isInOwnPart)
        {
            throw new NotationException("Parts with their own backward statements can't be nested.");
        }

        var part = new StatementPart();
        _parts.Add(part);
        try
        {
            _isInOwnPart = true;
            forward();
            part.OwnBackward = _ownBackward = [];
            backward();
        }
        finally
        {
            (_isInOwnPart, _ownBackward) = (false, null);
            _parts.Add(new StatementPart());
        }
    }

    /// <summary>Replaces the backward statements by cheaper ones.</summary>
    public void Simplify(IReadOnlyCollection<Node> results, Func<Tensor, Computed> newSum)
    {
        if (IsComplete || _parts.Exists(p => p is CompiledPart))
        {
            throw new NotationException("The backward pass can be simplified only before the graph has run, and only if it has no scan.");
        }

        _simplified = Simplification.Of(Forward, Backward, results, newSum);
    }

    /// <summary>The part that the next statement goes to.</summary>
    StatementPart LastPart()
    {
        if (_parts.LastOrDefault() is StatementPart last)
        {
            return last;
        }

        var part = new StatementPart();
        _parts.Add(part);
        return part;
    }

    /// <summary>Sums start at 0 and maxima at −∞, so a tensor is one or the other.</summary>
    void KeepSumsAndMaximaApart(Statement statement, HashSet<Tensor> maxima)
    {
        var (own, others) = statement.Accumulation == Accumulation.Max ? (maxima, _sums) : (_sums, maxima);
        var target = statement.Target.Tensor;
        own.Add(target);
        if (others.Contains(target))
        {
            throw new NotationException($"{target.Name} takes either max= or += and -=, not both: \"{statement}\".");
        }
    }
}
