using RnnTrainer.Autodiff.Derivation;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Autodiff.Checking;

/// <summary>The comparison of one hand-written backward part with the derived one.</summary>
sealed class OwnBackwardPart
{
    const int MostSubsets = 1 << 12;

    readonly Graph _graph;
    readonly IReadOnlyList<Statement> _forward;
    readonly BackwardValues _own;
    readonly BackwardValues _derived;
    readonly double[][] _written;
    readonly double[][] _expected;
    readonly IReadOnlyDictionary<Tensor, double[]> _right;
    readonly IReadOnlyList<DerivedStatement> _explained;

    public OwnBackwardPart(
        Graph graph, IReadOnlyList<Statement> forward, IReadOnlyList<Statement> own, IReadOnlyDictionary<Tensor, double[]> right)
    {
        (_graph, _forward, _right) = (graph, forward, right);
        _explained = ReverseMode.Explained(forward);
        _own = new BackwardValues(own, right, graph.Batch);
        _derived = new BackwardValues([.. _explained.Select(d => d.Statement)], right, graph.Batch);
        (_written, _expected) = (_own.Run(), _derived.Run());
    }

    public IEnumerable<BackwardFault> Faults()
    {
        var wrong = Targets().Where(t => !BackwardValues.AreEqual(_own.Total(t, _written), _derived.Total(t, _expected))).ToList();
        var faults = new List<BackwardFault>();
        var open = wrong.Count == 0 ? [] : _own.Own.ToList();
        foreach (var tensor in open)
        {
            var dependents = Targets().Where(t => _own.Statements.Any(s => s.Target.Tensor == t && _own.Reads(s, tensor))).ToList();
            if (dependents.Count > 0 && dependents.TrueForAll(wrong.Contains) && Meant(tensor, dependents) is { } meant)
            {
                faults.AddRange(OfOwn(tensor, meant));
                wrong.RemoveAll(dependents.Contains);
            }
        }

        faults.AddRange(wrong.SelectMany(OfGradient));
        var statements = _own.Statements.ToList();
        return faults.OrderBy(f => f.Statement is null ? int.MaxValue : statements.IndexOf(f.Statement))
            .Select(f => f.Statement is null
                ? f
                : f with { Ordinal = statements.FindAll(s => s.Target.Tensor == f.Tensor).IndexOf(f.Statement) });
    }

    /// <summary>A mark for each statement of the part, in their order, then for each that is missing.</summary>
    public IReadOnlyList<StatementMark> Marks()
    {
        var faults = Faults().ToList();
        var diagnosis = new FaultDiagnosis(_graph, _explained, [.. _right.Keys, .. _own.Own]);
        _own.Run();
        var marks = new List<StatementMark>();
        var found = new HashSet<Statement>();
        foreach (var statement in _own.Statements)
        {
            var ordinal = _own.Statements.Where(s => s.Target.Tensor == statement.Target.Tensor).ToList().IndexOf(statement);
            var mark = new StatementMark(statement, statement.Target.Tensor, ordinal);
            if (faults.Find(f => f.Statement == statement) is { } fault)
            {
                mark = diagnosis.Diagnose(mark with { Fault = fault }, fault.Derived.Except(found));
                found.UnionWith(mark.Meant);
            }

            marks.Add(mark);
        }

        return [.. marks, .. faults.GroupBy(f => f.Tensor).SelectMany(g => Missing(g.First(), marks))];
    }

    /// <summary>The derived statements of a tensor that no statement is meant to be.</summary>
    IEnumerable<StatementMark> Missing(BackwardFault fault, List<StatementMark> marks)
    {
        var wrong = marks.FindAll(m => m.Fault is not null && m.Tensor == fault.Tensor);
        var zero = _derived.Statements.Where((_, n) => Array.TrueForAll(_expected[n], v => v == 0));
        var left = fault.Derived.Except(wrong.SelectMany(m => m.Meant)).Except(zero);
        return left.Skip(wrong.Count(m => m.Kind == FaultKind.Other && m.Meant.Count == 0)).Select(d =>
            new StatementMark(null, fault.Tensor, 0)
            {
                Fault = fault with { Statement = null },
                Kind = FaultKind.MissingStatement,
                Meant = [d],
            });
    }

    /// <summary>
    /// The gradients that the part must compute: those that it writes or reads, and those of nodes that its statements only read.
    /// </summary>
    IEnumerable<Tensor> Targets()
    {
        var computed = _forward.Select(s => s.Target.Tensor.Node!.Grad).ToHashSet();
        var reads = _own.Statements.SelectMany(s => s.References).Select(r => r.Tensor).ToHashSet();
        return _own.Statements.Select(s => s.Target.Tensor).Where(t => !_own.IsOwn(t))
            .Concat(_derived.Statements.Select(s => s.Target.Tensor).Where(t => !computed.Contains(t) || reads.Contains(t))).Distinct();
    }

    /// <summary>
    /// The value of a tensor of the part's own that makes everything that depends on it right; null if there is none or if the tensor is
    /// right as it is.
    /// </summary>
    double[]? Meant(Tensor tensor, IReadOnlyList<Tensor> dependents)
    {
        var start = Written(tensor);
        var expected = dependents.SelectMany(t => _derived.Total(t, _expected)).ToArray();
        var value = (double[])start.Clone();
        for (var round = 0; round < 3; round++)
        {
            var now = Given(value);
            if (!now.Concat(value).All(double.IsFinite))
            {
                return null;
            }

            if (BackwardValues.AreEqual(now, expected))
            {
                return IsNatural(tensor, start, value, dependents) ? value : null;
            }

            var columns = value.Select((_, n) => Given([.. value.Select((v, m) => m == n ? v + 1 : v)]).Zip(now, (a, b) => a - b).ToArray())
                .ToArray();
            value = [.. value.Zip(LeastSquares.Solve(columns, [.. expected.Zip(now, (e, f) => e - f)]), (v, d) => v + d)];
        }

        return null;

        double[] Given(double[] values)
        {
            var added = _own.Run((tensor, values));
            return [.. dependents.SelectMany(t => _own.Total(t, added))];
        }
    }

    /// <summary>
    /// Whether the tensor is wrong rather than the one statement that reads it. It is if several readers are wrong at once. With one
    /// reader, it is right if it has a value that the derived or the simplified statements compute too.
    /// </summary>
    bool IsNatural(Tensor tensor, double[] written, double[] meant, IReadOnlyList<Tensor> dependents)
    {
        if (dependents.Count > 1 && _own.Statements.Count(s => s.References.Any(r => r.Tensor == tensor)) > 1)
        {
            return true;
        }

        var known = Known().ToList();
        return !known.Exists(k => BackwardValues.AreEqual(k, written))
            && (known.Exists(k => BackwardValues.AreEqual(k, meant)) || Factor(written, meant) is not null);
    }

    IEnumerable<double[]> Known()
    {
        var simplified = new BackwardValues(_graph.Simplified(_forward, _derived.Statements), _right, _graph.Batch);
        var added = simplified.Run();
        return _right.Values.Concat(_expected).Concat(added).Concat(simplified.Own.Select(t => t.ToArray()))
            .Concat(_derived.Statements.Concat(simplified.Statements).SelectMany(Within));
    }

    /// <summary>The values of the products and functions in a statement, over their own indexes.</summary>
    IEnumerable<double[]> Within(Statement statement)
    {
        foreach (var part in statement.Value.Parts().Where(p => p is Binary or Power or Apply).Distinct())
        {
            var indexes = statement.Indexes.Intersect(part.Parts().OfType<Reference>().SelectMany(r => r.Indexes())).ToList();
            using var memory = new Arena();
            var shape = indexes.ConvertAll(statement.SizeOf);
            var values = new Tensor("values", null, Precision.Float64, isInteger: false, shape, memory, record: null);
            var target = new Reference(values, [.. indexes.Select(l => new SingleIndex(l))]);
            new Interpreter().Compile([new Statement(target, Accumulation.Add, part, indexes, shape)], _graph.Batch).Run();
            yield return values.ToArray();
        }
    }

    IEnumerable<BackwardFault> OfGradient(Tensor target)
    {
        var own = Numbers(_own, target).Select(n => (_own.Statements[n], _written[n])).ToList();
        return Unmatched(target, own, [.. Numbers(_derived, target).Select(n => (_derived.Statements[n], _expected[n]))]);
    }

    IEnumerable<BackwardFault> OfOwn(Tensor tensor, double[] meant)
    {
        var own = Numbers(_own, tensor).Select(n => (_own.Statements[n], Signed: _own.Alone(n))).ToList();
        var like = _right.FirstOrDefault(r => BackwardValues.AreEqual(r.Value, meant)).Key;
        if (like is not null && Numbers(_derived, like).ToList() is { Count: > 0 } numbers
            && BackwardValues.AreEqual(_derived.Total(like, _expected), meant))
        {
            return Unmatched(tensor, own, [.. numbers.Select(n => (_derived.Statements[n], _expected[n]))]);
        }

        return Named(tensor, own, meant, []);
    }

    /// <summary>Removes the statements that add what some derived ones add, and reports the others.</summary>
    static IEnumerable<BackwardFault> Unmatched(
        Tensor target, List<(Statement Statement, double[] Added)> own, List<(Statement Statement, double[] Added)> derived)
    {
        foreach (var statement in own.ToList())
        {
            if (Subset(derived, statement.Added) is { } covered)
            {
                own.Remove(statement);
                covered.ForEach(c => derived.Remove(c));
            }
        }

        var missing = BackwardValues.Sum(target.Length, derived.Select(d => d.Added));
        IReadOnlyList<Statement> statements = [.. derived.Select(d => d.Statement)];
        return own.Count == 0
            ? [Fault(null, target, new double[target.Length], missing, statements)]
            : Named(target, own, missing, statements);
    }

    /// <summary>The statements whose sum is wrong: the one that becomes right by a factor if there is exactly one, else all.</summary>
    static IEnumerable<BackwardFault> Named(
        Tensor target, List<(Statement Statement, double[] Added)> own, double[] expected, IReadOnlyList<Statement> derived)
    {
        var rest = own.ConvertAll(
            o => BackwardValues.Sum(
                target.Length, [expected, .. own.Where(other => other != o).Select(other => other.Added.Select(v => -v).ToArray())]));
        var corrected = Enumerable.Range(0, own.Count).Where(n => Factor(own[n].Added, rest[n]) is not null).ToList();
        return own.Count > 1 && corrected is [var one]
            ? [Fault(own[one].Statement, target, own[one].Added, rest[one], derived)]
            : own.Select((o, n) => Fault(o.Statement, target, o.Added, rest[n], derived));
    }

    static BackwardFault Fault(Statement? statement, Tensor target, double[] found, double[] expected, IReadOnlyList<Statement> derived)
    {
        var worst = Enumerable.Range(0, found.Length)
            .MaxBy(n => Math.Abs(found[n] - expected[n]) is var gap && double.IsNaN(gap) ? double.PositiveInfinity : gap);
        return new BackwardFault(statement, target, Shapes.SubscriptsAt(worst, target.Shape), found[worst], expected[worst], derived)
        {
            Added = found,
            Needed = expected,
        };
    }

    /// <summary>The smallest set of derived statements that together add these values; null if there is none.</summary>
    static List<(Statement Statement, double[] Added)>? Subset(List<(Statement Statement, double[] Added)> derived, double[] values)
    {
        var count = Math.Min(MostSubsets, 1 << Math.Min(derived.Count, 12));
        return Enumerable.Range(1, count - 1).OrderBy(s => System.Numerics.BitOperations.PopCount((uint)s))
            .Select(s => derived.Where((_, n) => (s >> n & 1) == 1).ToList())
            .FirstOrDefault(s => BackwardValues.AreEqual(BackwardValues.Sum(values.Length, s.Select(d => d.Added)), values));
    }

    /// <summary>The number, other than 0, that turns one array into the other; null if there is none.</summary>
    static double? Factor(double[] from, double[] to)
    {
        var largest = Enumerable.Range(0, from.Length).MaxBy(n => Math.Abs(from[n]));
        var factor = to[largest] / from[largest];
        return double.IsFinite(factor) && factor != 0 && BackwardValues.AreEqual([.. from.Select(v => v * factor)], to) ? factor : null;
    }

    double[] Written(Tensor tensor)
    {
        _own.Run();
        return tensor.ToArray();
    }

    static IEnumerable<int> Numbers(BackwardValues values, Tensor target) =>
        Enumerable.Range(0, values.Statements.Count).Where(n => values.Statements[n].Target.Tensor == target);
}
