using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Checking;

/// <summary>
/// Finds how a hand-written backward statement is wrong: by the change that makes it add what a derived statement adds. Changes are tried
/// from the simplest: a number, then subscripts, then tensors, then factors; each also together with a wrong sign or a missing 1/B.
/// </summary>
/// <param name="graph">Its nodes have their values, and all gradients are right.</param>
/// <param name="derived">The derived statements.</param>
/// <param name="tensors">The gradients, and the tensors that the part computes for itself.</param>
sealed class FaultDiagnosis(Graph graph, IReadOnlyList<DerivedStatement> derived, IReadOnlyList<Tensor> tensors)
{
    const double Negligible = 1e-12;

    readonly Dictionary<Statement, DerivedStatement> _derived = derived.ToDictionary(d => d.Statement);

    /// <summary>The mark with the kind of its fault.</summary>
    /// <param name="open">The derived statements that it may be meant to be.</param>
    public StatementMark Diagnose(StatementMark mark, IEnumerable<Statement> open)
    {
        var (statement, fault) = (mark.Statement!, mark.Fault!);
        List<Goal> goals = [.. open.Select(d => new Goal([d], Added(d)))];
        if (goals.Count != 1)
        {
            goals.Add(new Goal(fault.Derived, fault.Needed));
        }

        goals.RemoveAll(g => g.Values.All(v => Math.Abs(v) < Negligible));
        if (goals.Count == 0)
        {
            return mark with { Kind = FaultKind.ExtraStatement };
        }

        var finding = Numbers(statement, fault.Added, goals)
            ?? Changed(goals, Transpositions(statement))
            ?? Changed(goals, Relabelings(statement))
            ?? Changed(goals, goals.SelectMany(g => Replacements(statement, g)))
            ?? Changed(goals, goals.SelectMany(g => Factors(statement, g)))
            ?? new Finding(FaultKind.Other, null, goals.Count == 1 ? goals[0].Statements : []);
        return mark with { Kind = finding.Kind, Change = finding.Change, Meant = finding.Meant };
    }

    /// <summary>The fault is a number that the statement is off by.</summary>
    Finding? Numbers(Statement statement, double[] added, List<Goal> goals)
    {
        foreach (var goal in goals)
        {
            if (Ratio(added, goal.Values) is { } factor)
            {
                var (kind, change) = OfNumber(statement, factor);
                return new Finding(kind, change, goal.Statements);
            }
        }

        return null;
    }

    (FaultKind Kind, string Change) OfNumber(Statement statement, double factor)
    {
        var isParameter = statement.Target.Tensor.Node is Parameter;
        var other = statement.Accumulation == Accumulation.Subtract ? "+=" : "-=";
        return factor switch
        {
            _ when Near(factor, -1) => (FaultKind.Sign, $"the sign is wrong: write {other}"),
            _ when isParameter && Near(factor, 1.0 / graph.Batch) => (FaultKind.MissingAverage, "the factor 1/B is missing"),
            _ when isParameter && Near(factor, -1.0 / graph.Batch) =>
                (FaultKind.MissingAverage, $"the factor 1/B is missing, and the sign is wrong: write {other}"),
            _ when Near(factor, graph.Batch) => (FaultKind.ExtraAverage, "the factor 1/B is too much"),
            _ => (FaultKind.Factor, FormattableString.Invariant($"it has to be multiplied by {factor:g6}")),
        };
    }

    /// <summary>The first changed statement that adds what one of the derived ones adds.</summary>
    Finding? Changed(List<Goal> goals, IEnumerable<Candidate> candidates)
    {
        Finding? almost = null;
        foreach (var candidate in candidates)
        {
            var added = Added(candidate.Statement);
            foreach (var goal in goals)
            {
                if (BackwardValues.AreEqual(added, goal.Values))
                {
                    return new Finding(candidate.Kind(goal), candidate.Change, goal.Statements);
                }

                almost ??= Rest(candidate.Statement, added, goal) is { } rest
                    ? new Finding(candidate.Kind(goal), $"{candidate.Change}, and {rest}", goal.Statements) : null;
            }
        }

        return almost;
    }

    /// <summary>What is wrong with a changed statement still, if it is the sign or 1/B; else null.</summary>
    string? Rest(Statement statement, double[] added, Goal goal) =>
        Ratio(added, goal.Values) is { } factor && OfNumber(statement, factor) is var (kind, change) && kind != FaultKind.Factor
            ? change : null;

    /// <summary>Two subscripts of one reference are exchanged.</summary>
    static IEnumerable<Candidate> Transpositions(Statement statement)
    {
        foreach (var (at, reference) in All(statement).Index())
        {
            for (var second = 1; second < reference.Subscripts.Length; second++)
            {
                for (var first = 0; first < second; first++)
                {
                    Subscript[] swapped = [.. reference.Subscripts];
                    (swapped[first], swapped[second]) = (swapped[second], swapped[first]);
                    if (reference.Tensor.Shape[first] == reference.Tensor.Shape[second]
                        && With(statement, at, reference with { Subscripts = swapped }) is { } changed)
                    {
                        yield return new Candidate(changed, _ => FaultKind.Transposed, Instead(reference, swapped));
                    }
                }
            }
        }
    }

    /// <summary>An index has the name of another: one entry, or several at once that a sum should run over.</summary>
    static IEnumerable<Candidate> Relabelings(Statement statement) => Single(statement).Concat(Together(statement));

    static IEnumerable<Candidate> Single(Statement statement)
    {
        foreach (var (at, reference) in All(statement).Index())
        {
            foreach (var (place, subscript) in reference.Subscripts.Index().Where(s => s.Item is SingleIndex))
            {
                foreach (var index in statement.Indexes.Where(i => !subscript.Equals(new SingleIndex(i))))
                {
                    Subscript[] subscripts = [.. reference.Subscripts];
                    subscripts[place] = index;
                    if (With(statement, at, reference with { Subscripts = subscripts }) is { } changed)
                    {
                        var kind = Summed(changed) > Summed(statement) ? FaultKind.MissingSum : FaultKind.WrongIndex;
                        yield return new Candidate(changed, _ => kind, Instead(reference, subscripts));
                    }
                }
            }
        }
    }

    static IEnumerable<Candidate> Together(Statement statement)
    {
        const int MostEntries = 8;
        var fresh = new LoopIndex("sum");
        foreach (var index in statement.Indexes)
        {
            List<(int At, int Place)> entries = [.. All(statement).Index().Skip(1).SelectMany(r => r.Item.Subscripts.Index()
                .Where(s => s.Item.Equals(new SingleIndex(index))).Select(s => (r.Index, s.Index))).Take(MostEntries)];
            for (var chosen = 1; entries.Count > 1 && chosen < 1 << entries.Count; chosen++)
            {
                var set = entries.Where((_, n) => (chosen >> n & 1) == 1).ToHashSet();
                var changed = Mapped(statement, (at, reference) => reference with
                {
                    Subscripts = [.. reference.Subscripts.Select((s, place) => set.Contains((at, place)) ? fresh : s)],
                });
                if (changed is not null)
                {
                    yield return new Candidate(
                        changed, _ => FaultKind.MissingSum, $"a sum over an index other than {index} is missing");
                }
            }
        }
    }

    /// <summary>Another tensor is read, in one place or in all.</summary>
    IEnumerable<Candidate> Replacements(Statement statement, Goal goal)
    {
        var read = goal.Statements.SelectMany(s => s.References).Select(r => r.Tensor);
        var others = read.Concat(graph.Nodes.Where(n => !n.Value.IsInteger).Select(n => n.Value)).Concat(tensors).Distinct().ToList();
        foreach (var reference in statement.References.Distinct())
        {
            foreach (var tensor in others.Where(t => t != reference.Tensor && t.Shape.SequenceEqual(reference.Tensor.Shape)))
            {
                foreach (var changed in Replaced(statement, reference, tensor))
                {
                    var change = $"{tensor.Name} instead of {reference.Tensor.Name}";
                    yield return new Candidate(changed, g => KindOf(reference.Tensor, g), change);
                }
            }
        }
    }

    static IEnumerable<Statement> Replaced(Statement statement, Reference reference, Tensor tensor)
    {
        var places = All(statement).Index().Skip(1).Where(r => r.Item.Equals(reference)).Select(r => r.Index).ToList();
        var sets = places.Count == 1 ? [places] : places.Select(p => new List<int> { p }).Prepend(places);
        return sets.Select(set => Mapped(statement, (at, r) => set.Contains(at) ? r with { Tensor = tensor } : r)).OfType<Statement>();
    }

    /// <summary>A value in the derivative of a function is its argument; anything else is just another tensor.</summary>
    FaultKind KindOf(Tensor tensor, Goal goal)
    {
        var rules = goal.Statements.SelectMany(s => _derived.GetValueOrDefault(s)?.Rules ?? []);
        return !tensor.IsOfBackward && rules.Any(r => r.Kind == RuleKind.Chain) ? FaultKind.WrongArgument : FaultKind.WrongTensor;
    }

    /// <summary>A factor or a divisor of the derived statement is missing, or one of the statement's own is too much.</summary>
    static IEnumerable<Candidate> Factors(Statement statement, Goal goal)
    {
        List<Monomial> meant = [.. goal.Statements.Select(s => Monomial.Of(s.Value).Expanded())];
        var more = meant.SelectMany(m => m.Numerator).Distinct().Select(f => (statement.Value * f, $"the factor {f} is missing"))
            .Concat(meant.SelectMany(m => m.Denominator).Distinct().Select(d => (statement.Value / d, $"the divisor {d} is missing")));
        foreach (var (value, change) in more)
        {
            if (Built(statement.Target, statement.Accumulation, value) is { } changed)
            {
                yield return new Candidate(changed, _ => FaultKind.Factor, change);
            }
        }

        var own = Monomial.Of(statement.Value).Expanded();
        var less = own.Numerator.Distinct().Select(f => (f, new Monomial(false, 1, [f], []), "factor"))
            .Concat(own.Denominator.Distinct().Select(d => (d, new Monomial(false, 1, [], [d]), "divisor")));
        foreach (var (part, product, word) in less)
        {
            var rest = own.Without(product)!;
            var accumulation = rest.IsNegative ? Opposite(statement.Accumulation) : statement.Accumulation;
            if (Built(statement.Target, accumulation, rest.Magnitude()) is { } changed)
            {
                yield return new Candidate(changed, _ => FaultKind.Factor, $"the {word} {part} is too much");
            }
        }
    }

    static Accumulation Opposite(Accumulation accumulation) => accumulation switch
    {
        Accumulation.Add => Accumulation.Subtract,
        Accumulation.Subtract => Accumulation.Add,
        _ => accumulation,
    };

    static string Instead(Reference reference, Subscript[] subscripts) =>
        $"{reference with { Subscripts = subscripts }} instead of {reference}";

    /// <summary>The target, then the references of the right side from left to right.</summary>
    static IEnumerable<Reference> All(Statement statement) => statement.References.Prepend(statement.Target);

    static int Summed(Statement statement) => statement.Indexes.Except(statement.Target.Indexes()).Count();

    static Statement? With(Statement statement, int at, Reference reference) => Mapped(statement, (n, r) => n == at ? reference : r);

    /// <summary>The statement with its references replaced, the target being number 0; null if its sizes do not fit then.</summary>
    static Statement? Mapped(Statement statement, Func<int, Reference, Reference> map)
    {
        var number = 0;
        return Built(map(0, statement.Target), statement.Accumulation, Map(statement.Value));

        Expression Map(Expression expression) => expression switch
        {
            Reference reference => map(++number, reference),
            Negate negate => new Negate(Map(negate.Operand)),
            Power power => power with { Base = Map(power.Base) },
            Apply apply => apply with { Argument = Map(apply.Argument) },
            Binary binary => new Binary(binary.Operation, Map(binary.Left), Map(binary.Right)),
            _ => expression,
        };
    }

    static Statement? Built(Reference target, Accumulation accumulation, Expression value)
    {
        try
        {
            return new Statement(target, accumulation, value);
        }
        catch (NotationException)
        {
            return null;
        }
    }

    /// <summary>What a statement adds to its target; the target keeps its values.</summary>
    double[] Added(Statement statement)
    {
        var target = statement.Target.Tensor;
        var before = target.ToArray();
        target.Fill(0);
        new Interpreter().Compile([statement], graph.Batch).Run();
        var added = target.ToArray();
        target.Assign(before);
        return added;
    }

    /// <summary>The number, other than 0, that turns one array into the other; null if there is none.</summary>
    static double? Ratio(double[] from, double[] to)
    {
        var largest = Enumerable.Range(0, from.Length).MaxBy(n => Math.Abs(from[n]));
        var factor = to[largest] / from[largest];
        return double.IsFinite(factor) && factor != 0 && BackwardValues.AreEqual([.. from.Select(v => v * factor)], to) ? factor : null;
    }

    static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9 * Math.Abs(b);

    /// <summary>What a statement may be meant to add.</summary>
    sealed record Goal(IReadOnlyList<Statement> Statements, double[] Values);

    /// <summary>A changed statement.</summary>
    sealed record Candidate(Statement Statement, Func<Goal, FaultKind> Kind, string Change);

    sealed record Finding(FaultKind Kind, string? Change, IReadOnlyList<Statement> Meant);
}
