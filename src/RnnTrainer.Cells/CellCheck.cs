using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells.Analysis;
using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Common;

namespace RnnTrainer.Cells;

/// <summary>
/// What is held to numbers before a text cell is used, in float64 and with all sizes different: a few entries of every derivative against
/// differences, and every entry of a backward part of its own against the derived one, and the compiled form against the loops.
/// </summary>
public static class CellCheck
{
    const int Entries = 4;
    const double Tolerance = 1e-9;

    /// <summary>Checks the derivatives of a cell, and its compiled form against the interpreter.</summary>
    /// <param name="cell">The cell, as it was read.</param>
    /// <exception cref="CellException">A derivative does not hold.</exception>
    public static void Require(TextCell cell) => Require(cell, executor: null);

    /// <param name="cell">The cell, as it was read.</param>
    /// <param name="executor">Makes what runs the cell; null: the interpreter.</param>
    /// <exception cref="CellException">A derivative does not hold.</exception>
    internal static void Require(TextCell cell, Func<IExecutor>? executor = null)
    {
        executor ??= () => new Interpreter();
        try
        {
            using var derived = new CellTrial(cell.Small(derived: true), executor());
            derived.FillUntilFinite();
            RequireDerivatives(cell, derived);
            if (cell.HasBackward)
            {
                using var own = new CellTrial(cell.Small(derived: false), executor());
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

    static void RequireDerivatives(TextCell cell, CellTrial trial)
    {
        var report = GradientCheck.Run(trial.Graph, trial.Loss, trial.Checked, new GradientCheckOptions(Sample: Entries));
        if (!report.Passed && report.Tensors.Where(t => !t.Passed).MaxBy(t => t.WorstAbsolute) is { Worst: { } worst } wrong)
        {
            throw new CellException(cell.ErrorAtName(FormattableString.Invariant(
                $"the derivative does not hold: {wrong.Name}.grad[{string.Join(',', worst.Index)}] is {worst.Analytic:g9}, but differences give {worst.Numeric:g9}")));
        }
    }

    /// <summary>The hand-written backward statements that are wrong, each at its line. Empty: they are right, or derived.</summary>
    public static IReadOnlyList<Diagnostic> BackwardErrors(ICell cell)
    {
        var text = cell as TextCell;
        if (text is { HasBackward: false })
        {
            return [];
        }

        using var own = new CellTrial(text?.Small(derived: false) ?? cell, new Interpreter());
        own.FillUntilFinite();
        return [.. OwnBackwardCheck.Find(own.Graph, own.Loss).Select(f => text?.ErrorOf(f) ?? CheckedProgram.ErrorOf(f, cell.Name))];
    }

    /// <summary>
    /// What may not mean what it looks like in the statements of a cell, see <see cref="SummedIndexes"/>: of a text cell each with its place, of a cell in C# with its statement.
    /// </summary>
    public static IReadOnlyList<string> Warnings(ICell cell)
    {
        if (cell is TextCell text)
        {
            return [.. text.Warnings.Select(w => w.ToString())];
        }

        using var graph = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell)).Graph;
        return [.. SummedIndexes.In(graph.Statements).Select(w => $"warning: {w}")];
    }

    static void RequireEqual(TextCell cell, CellTrial own, CellTrial derived)
    {
        var gaps = own.Gradients().Zip(derived.Gradients(), derived.Checked)
            .SelectMany(g => g.First.Zip(g.Second).Select((pair, at) => (Node: g.Third, At: at, Own: pair.First, Derived: pair.Second)));
        var worst = gaps.MaxBy(g => Gap(g.Own, g.Derived));
        if (Gap(worst.Own, worst.Derived) <= Tolerance)
        {
            return;
        }

        var wrong = OwnBackwardCheck.Find(own.Graph, own.Loss);
        throw wrong.Count > 0 ? new CellException([.. wrong.Select(cell.ErrorOf)])
            : new CellException(cell.ErrorAtBackward(worst.Node.Name, FormattableString.Invariant(
                $"{worst.Node.Name}.grad[{Index(worst.At, worst.Node.Shape)}] is {worst.Own:g9} by the backward part, but {worst.Derived:g9} by derivation")));
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
}
