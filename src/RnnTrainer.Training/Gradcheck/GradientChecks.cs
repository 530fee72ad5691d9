using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;

namespace RnnTrainer.Training.Gradcheck;

/// <summary>The whole gradient check of a subject.</summary>
static class GradientChecks
{
    const double SecondsToSpend = 4;
    const double ComparisonTolerance = 1e-9;
    const int DirectionsTaken = 3;
    const int EntriesPerLength = 24;
    const int EntriesPerStep = 12;
    const int MostReferenceSteps = 8;

    /// <summary>Checks a subject.</summary>
    /// <param name="subject">What to check.</param>
    /// <param name="executor">Runs it; a spoilt one must be found out.</param>
    /// <param name="sample">Entries of each tensor at most; null: all, or as many as can be checked in a few seconds.</param>
    /// <param name="seed">Chooses entries and directions.</param>
    public static CheckReport Run(ICheckSubject subject, IExecutor executor, int? sample, int seed)
    {
        using var graph = subject.Build(executor);
        var options = new GradientCheckOptions(Sample: sample ?? Affordable(subject, graph), Seed: seed);
        var checks = graph.Groups.Select(g => Check(graph, g, options)).ToList();
        var analytic = graph.Gradients();
        var report = new CheckReport(
            subject.Description,
            [.. checks.Select(c => c.Tensor)],
            checks.All(c => c.Repeats),
            AgainstReference(subject, executor),
            AgainstDuplicated(subject, executor, graph, analytic),
            [.. Enumerable.Range(0, graph.Parameters.Any() ? DirectionsTaken : 0).Select(n => Directions.Check(graph, seed, n))],
            [.. Lengths(subject).Select(T => AtLength(subject, executor, T, seed))]);
        return report.Passed ? report : report with { Backward = subject.BackwardErrors() };
    }

    /// <summary>Where in time the gradients are right: x_t.grad and h_t.grad, t by t; null if the subject knows no time.</summary>
    /// <param name="sample">Entries of each tensor at each step.</param>
    public static IReadOnlyList<StepCheck>? BySteps(ICheckSubject subject, IExecutor executor, int? sample, int seed)
    {
        using var graph = subject.BuildSteps(executor);
        if (graph is null)
        {
            return null;
        }

        var options = new GradientCheckOptions(Sample: sample ?? EntriesPerStep, Seed: seed);
        var groups = graph.Groups.Select(
            g => (g.Name, Steps: GradientCheck.Run(graph.Graph, graph.Loss, g.Nodes, options).Tensors, Norms: Norms(graph, g))).ToList();
        return [.. Enumerable.Range(0, groups[0].Norms.Length).Select(t => new StepCheck(
            t, [.. groups.Select(g => new StepTensor(g.Name, g.Norms[t], g.Steps[t].Worst?.Relative ?? 0, g.Steps[t].Passed))]))];
    }

    static double[] Norms(CheckedGraph graph, CheckedGroup group)
    {
        graph.Gradients();
        return [.. group.Nodes.Select(n => Math.Sqrt(n.Grad.ToArray().Sum(g => g * g)))];
    }

    static (CheckedTensor Tensor, bool Repeats) Check(CheckedGraph graph, CheckedGroup group, GradientCheckOptions options)
    {
        var perNode = options.Sample is { } sample ? Math.Max(1, (sample + group.Nodes.Count - 1) / group.Nodes.Count) : (int?)null;
        var report = GradientCheck.Run(graph.Graph, graph.Loss, group.Nodes, options with { Sample = perNode });
        return (Merge(group, report.Tensors), report.Repeats);
    }

    static CheckedTensor Merge(CheckedGroup group, IReadOnlyList<CheckedTensor> nodes)
    {
        var worst = nodes.Select((s, n) => s.Worst is { } w ? w with { Index = group.Index(n, w.Index) } : null).OfType<CheckedEntry>()
            .MaxBy(w => w.Relative);
        return new CheckedTensor(
            group.Name,
            group.Shape,
            nodes.Sum(s => s.Checked),
            nodes.Sum(s => s.Total),
            nodes.Sum(s => s.Kinks),
            worst,
            nodes.Max(s => s.WorstAbsolute),
            nodes.All(s => s.Passed));
    }

    // Each entry costs four forward passes.
    static int? Affordable(ICheckSubject subject, CheckedGraph graph)
    {
        var entries = SecondsToSpend / (4 * subject.Cost);
        return graph.Nodes.Sum(n => (double)n.Value.Length) <= entries ? null : Math.Max(4, (int)(entries / graph.Groups.Count));
    }

    // The interpreter is slow: long sequences are compared by their first steps.
    static Agreement AgainstReference(ICheckSubject subject, IExecutor executor)
    {
        var length = subject.Length is { } T ? Math.Min(T, MostReferenceSteps) : (int?)null;
        using var reference = subject.Build(new Interpreter(), length);
        using var compiled = subject.Build(executor, length);
        return Compare(compiled.Gradients(), reference.Gradients());
    }

    static Agreement AgainstDuplicated(ICheckSubject subject, IExecutor executor, CheckedGraph graph, IReadOnlyList<double[]> analytic)
    {
        using var twice = subject.Build(executor, twice: true);
        var count = graph.Parameters.Count();
        return Compare([.. analytic.Take(count)], [.. twice.Gradients().Take(count)]);
    }

    static Agreement Compare(IReadOnlyList<double[]> left, IReadOnlyList<double[]> right)
    {
        var worst = left.Zip(right).SelectMany(p => p.First.Zip(p.Second, Relative)).DefaultIfEmpty().Max();
        return new Agreement(worst, worst <= ComparisonTolerance);
    }

    static double Relative(double a, double b) =>
        a == b ? 0 : Math.Abs(a - b) is var gap && double.IsNaN(gap) ? double.PositiveInfinity
        : gap / Math.Max(Math.Max(Math.Abs(a), Math.Abs(b)), GradientCheckOptions.SmallestScale);

    static IEnumerable<int> Lengths(ICheckSubject subject) =>
        subject.Length is { } T ? Enumerable.Range(1, Math.Min(T, 5)).Append(T).Distinct() : [];

    static LengthCheck AtLength(ICheckSubject subject, IExecutor executor, int length, int seed)
    {
        using var graph = subject.Build(executor, length);
        var options = new GradientCheckOptions(Sample: EntriesPerLength, Seed: seed);
        var tensors = graph.Groups.Select(g => Check(graph, g, options).Tensor).ToList();
        var worst = tensors.Where(t => t.Worst is not null).MaxBy(t => t.Worst!.Relative);
        return new LengthCheck(length, worst?.Name ?? "", worst?.Worst!.Relative ?? 0, tensors.All(t => t.Passed));
    }
}
