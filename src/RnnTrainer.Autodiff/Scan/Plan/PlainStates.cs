namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>
/// A scan keeps the gradients of the states for two steps only, and in inference the states too. Products and sums over the batch, which
/// may run for many steps at once, must therefore not use them: if a step has such statements on a state itself, the state becomes a copy.
/// </summary>
static class PlainStates
{
    static readonly LoopIndex b = new("b");
    static readonly LoopIndex j = new("j");

    public static StepProgram Of(StepProgram step)
    {
        var statements = step.Graph.Statements.Concat(step.Graph.BackwardStatements).ToList();
        return step with { After = [.. step.After.Select(after => IsPlain(after, statements) ? after : Copy(step.Graph, after))] };
    }

    static Computed Copy(Graph graph, Computed after)
    {
        var copy = graph.Computed($"{after.Name} kept", after.Shape);
        copy[b, j] += after[b, j];
        return copy;
    }

    /// <summary>Every statement that writes the state or reads its gradient stays within one example.</summary>
    static bool IsPlain(Computed after, List<Statement> statements) => statements.TrueForAll(s =>
        s.References.Prepend(s.Target)
            .FirstOrDefault(r => ReferenceEquals(r.Tensor, r == s.Target ? after.Value : after.Grad)) is not { } own
        || s.References.Prepend(s.Target).All(r => r.Subscripts.Length > 0 && r.Subscripts[0] == own.Subscripts[0]));
}
