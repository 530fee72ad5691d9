using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>
/// What is held to numbers before a text cell is used, in float64 and with all sizes different: a few entries of every derivative against
/// differences, and every entry of a backward part of its own against the derived one, and the compiled form against the loops.
/// </summary>
public static class CellCheck
{
    const int Entries = 4;
    const double Tolerance = 1e-9;

    static readonly Sizes CheckSizes = new();

    /// <param name="executor">Makes what runs the cell; null: the interpreter.</param>
    /// <exception cref="CellException">A derivative does not hold.</exception>
    public static void Require(TextCell cell, Func<IExecutor>? executor = null)
    {
        executor ??= () => new Interpreter();
        try
        {
            using var derived = new Trial(cell.Small(derived: true), executor());
            derived.FillUntilFinite();
            RequireDerivatives(cell, derived);
            if (cell.HasBackward)
            {
                using var own = new Trial(cell.Small(derived: false), executor());
                own.FillAs(derived);
                RequireEqual(cell, own, derived);
            }

            ScanCheck.Require(cell.Small(derived: false));
        }
        catch (NotationException e)
        {
            throw new CellException(cell.ErrorAtName(e.Message));
        }
    }

    static void RequireDerivatives(TextCell cell, Trial trial)
    {
        var report = GradientCheck.Run(trial.Graph, trial.Loss, trial.Checked, new GradientCheckOptions(Sample: Entries));
        if (!report.Passed && report.Tensors.Where(t => !t.Passed).MaxBy(t => t.WorstAbsolute) is { Worst: { } worst } wrong)
        {
            throw new CellException(cell.ErrorAtName(FormattableString.Invariant(
                $"the derivative does not hold: {wrong.Name}.grad[{string.Join(',', worst.Index)}] is {worst.Analytic:g9}, but differences give {worst.Numeric:g9}")));
        }
    }

    static void RequireEqual(TextCell cell, Trial own, Trial derived)
    {
        var gaps = own.Gradients().Zip(derived.Gradients(), derived.Checked)
            .SelectMany(g => g.First.Zip(g.Second).Select((pair, at) => (Node: g.Third, At: at, Own: pair.First, Derived: pair.Second)));
        var worst = gaps.MaxBy(g => Gap(g.Own, g.Derived));
        if (Gap(worst.Own, worst.Derived) > Tolerance)
        {
            throw new CellException(cell.ErrorAtBackward(worst.Node.Name, FormattableString.Invariant(
                $"{worst.Node.Name}.grad[{Index(worst.At, worst.Node.Shape)}] is {worst.Own:g9} by the backward part, but {worst.Derived:g9} by derivation")));
        }
    }

    /// <summary>Relative to the larger; where something is not a number, larger than any.</summary>
    static double Gap(double a, double b) => a == b ? 0
        : Math.Abs(a - b) / Math.Max(1e-5, Math.Max(Math.Abs(a), Math.Abs(b))) is var gap && double.IsNaN(gap) ? double.PositiveInfinity : gap;

    static string Index(int position, IReadOnlyList<int> shape)
    {
        var index = new List<int>();
        foreach (var size in shape.Reverse())
        {
            index.Insert(0, position % size);
            position /= size;
        }

        return string.Join(',', index);
    }

    /// <summary>One step and a loss: a random weighted sum of its states.</summary>
    sealed class Trial : IDisposable
    {
        const int Seed = 1;

        static readonly Axis b = new("b");
        static readonly Axis j = new("j");

        readonly IReadOnlyList<Node> _weights;

        public Trial(TextCell cell, IExecutor executor)
        {
            var step = Library.Trace(cell, Precision.Float64, CheckSizes, executor);
            Graph = step.Graph;
            _weights = [.. step.After.Select(a => Graph.Data($"weights of {a.Name}", a.Shape))];
            var loss = Graph.Computed("loss", CheckSizes.B);
            foreach (var (weights, after) in _weights.Zip(step.After))
            {
                loss[b] += weights.Value[b, j] * after.Value[b, j];
            }

            (Loss, Checked) = (loss, [.. step.Phi.Parameters, step.X, .. step.Before]);
        }

        public Graph Graph { get; }

        public Node Loss { get; }

        public IReadOnlyList<Node> Checked { get; }

        /// <summary>Numbers of both signs; where these lead to no numbers, as under a logarithm, positive ones.</summary>
        public void FillUntilFinite()
        {
            Fill(-0.5);
            if (!IsFinite())
            {
                Fill(0.25);
            }

            if (!IsFinite())
            {
                throw new NotationException("the next states are not finite for random numbers: neither from -0.5 to 0.5 nor from 0.25 to 1.25");
            }
        }

        public void FillAs(Trial other)
        {
            foreach (var (mine, others) in Checked.Concat(_weights).Zip(other.Checked.Concat(other._weights)))
            {
                mine.Value.Assign(others.Value.ToArray());
            }
        }

        public IReadOnlyList<double[]> Gradients()
        {
            Checked.OfType<Parameter>().ClearGradients();
            Graph.Forward();
            Graph.Backward(Loss);
            return [.. Checked.Select(n => n.Grad.ToArray())];
        }

        public void Dispose()
        {
            Graph.Dispose();
            foreach (var parameter in Checked.OfType<Parameter>())
            {
                parameter.Dispose();
            }
        }

        void Fill(double least)
        {
            var random = new Random(Seed);
            foreach (var node in Checked.Concat(_weights))
            {
                node.Value.Assign([.. Enumerable.Range(0, node.Value.Length).Select(_ => least + random.NextDouble())]);
            }
        }

        bool IsFinite() => Gradients().All(g => g.All(double.IsFinite)) && Loss.Value.ToArray().All(double.IsFinite);
    }
}
