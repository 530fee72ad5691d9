using RnnTrainer.Autodiff.Execution;

namespace RnnTrainer.Autodiff.Checking;

/// <summary>
/// What each backward statement adds if every gradient that it reads has its right value. Tensors that the statements compute for
/// themselves have the values that they compute, or values that are given.
/// </summary>
/// <param name="right">The correct gradients.</param>
sealed class BackwardValues(IReadOnlyList<Statement> statements, IReadOnlyDictionary<Tensor, double[]> right, int batch)
{
    readonly IKernel[] _kernels = [.. statements.Select(s => new Interpreter().Compile([s], batch))];

    public IReadOnlyList<Statement> Statements { get; } = statements;

    /// <summary>The tensors that the statements compute for themselves, in the order of computation.</summary>
    public IReadOnlyList<Tensor> Own { get; } = [.. statements.Select(s => s.Target.Tensor).Where(t => !right.ContainsKey(t)).Distinct()];

    public bool IsOwn(Tensor tensor) => !right.ContainsKey(tensor);

    /// <summary>What each statement adds to its target, or for a tensor of their own its value after the statement.</summary>
    /// <param name="given">A tensor of their own with values that replace the computed ones; null for none.</param>
    public double[][] Run((Tensor Tensor, double[] Values)? given = null)
    {
        foreach (var (tensor, values) in right)
        {
            tensor.Assign(values);
        }

        foreach (var tensor in Own)
        {
            tensor.Fill(Statements.Any(s => s.Target.Tensor == tensor && s.Accumulation == Accumulation.Max) ? double.NegativeInfinity : 0);
        }

        var added = new double[Statements.Count][];
        for (var n = 0; n < added.Length; n++)
        {
            var target = Statements[n].Target.Tensor;
            if (given is var (fixedTensor, values) && fixedTensor == target)
            {
                target.Assign(values);
                added[n] = values;
                continue;
            }

            if (IsOwn(target))
            {
                _kernels[n].Run();
                added[n] = target.ToArray();
                continue;
            }

            target.Fill(0);
            _kernels[n].Run();
            added[n] = target.ToArray();
            target.Assign(right[target]);
        }

        return added;
    }

    /// <summary>What one statement by itself adds to a tensor of their own.</summary>
    public double[] Alone(int number)
    {
        Run();
        var target = Statements[number].Target.Tensor;
        target.Fill(0);
        _kernels[number].Run();
        return target.ToArray();
    }

    /// <summary>The sum of what the statements add to a tensor.</summary>
    public double[] Total(Tensor target, double[][] added) =>
        Sum(target.Length, Enumerable.Range(0, added.Length).Where(n => Statements[n].Target.Tensor == target).Select(n => added[n]));

    /// <summary>Whether a statement reads a tensor, directly or through tensors of their own.</summary>
    public bool Reads(Statement statement, Tensor tensor) => statement.References.Any(r =>
        r.Tensor == tensor || (IsOwn(r.Tensor) && Statements.Any(s => s.Target.Tensor == r.Tensor && Reads(s, tensor))));

    public static double[] Sum(int length, IEnumerable<double[]> parts)
    {
        var sum = new double[length];
        foreach (var part in parts)
        {
            for (var n = 0; n < length; n++)
            {
                sum[n] += part[n];
            }
        }

        return sum;
    }

    /// <summary>Equal up to rounding, relative to the largest entry.</summary>
    public static bool AreEqual(double[] a, double[] b)
    {
        const double Tolerance = 1e-9;
        return a.Length == b.Length
            && a.Zip(b).All(p => Math.Abs(p.First - p.Second) <= Tolerance * Math.Max(1e-5, a.Concat(b).Max(Math.Abs)));
    }
}
