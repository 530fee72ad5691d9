using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells.Analysis;
using RnnTrainer.Cells.Language.Checking;
using RnnTrainer.Common;

namespace RnnTrainer.Cells;

/// <summary>
/// The checks of a cell by numbers, in float64 and with sizes that are all different: a few entries of every derivative against finite
/// differences, every entry of a hand-written backward part against the derived one, and the compiled form against the interpreter.
/// </summary>
public static class CellCheck
{
    const int Entries = 4;
    const double Tolerance = 1e-9;

    /// <summary>Runs all checks of a text cell.</summary>
    /// <param name="cell">The cell, as it was read.</param>
    /// <exception cref="CellException">
    /// A derivative or a backward statement is wrong, the results are not finite, or the compiled form differs.
    /// </exception>
    public static void Require(TextCell cell) => Require(cell, executor: null);

    /// <inheritdoc cref="Require(TextCell)"/>
    /// <param name="executor">Creates what runs the cell; null: the interpreter.</param>
    internal static void Require(TextCell cell, Func<IExecutor>? executor = null)
    {
        executor ??= () => new Interpreter();
        try
        {
            using var derived = new CheckedStep(cell.Small(derived: true), executor());
            derived.FillUntilFinite();
            RequireDerivatives(cell, derived);
            if (cell.HasBackward)
            {
                using var own = new CheckedStep(cell.Small(derived: false), executor());
                own.FillAs(derived);
                RequireEqual(cell, own, derived);
            }

            CompiledCheck.Require(cell.Small(derived: false));
        }
        catch (NotationException e)
        {
            throw new CellException(cell.ErrorAtName(e.Message));
        }
    }

    static void RequireDerivatives(TextCell cell, CheckedStep trial)
    {
        var report = GradientCheck.Run(trial.Graph, trial.Loss, trial.Checked, new GradientCheckOptions(Sample: Entries));
        if (!report.Passed && report.Tensors.Where(t => !t.Passed).MaxBy(t => t.WorstAbsolute) is { Worst: { } worst } wrong)
        {
            var entry = $"{wrong.Name}.grad[{string.Join(',', worst.Index)}]";
            throw new CellException(cell.ErrorAtName(FormattableString.Invariant(
                $"the derivative is wrong: {entry} is {worst.Analytic:g9}, but finite differences give {worst.Numeric:g9}")));
        }
    }

    /// <summary>
    /// The hand-written backward statements that are wrong: of a text cell each at its line. Empty if all are right, or if all are derived.
    /// </summary>
    /// <param name="cell">The cell.</param>
    /// <exception cref="NotationException">The results are not finite for random numbers.</exception>
    public static IReadOnlyList<Diagnostic> BackwardErrors(ICell cell)
    {
        var text = cell as TextCell;
        if (text is { HasBackward: false })
        {
            return [];
        }

        using var own = new CheckedStep(text?.Small(derived: false) ?? cell, new Interpreter());
        own.FillUntilFinite();
        return [.. OwnBackwardCheck.Find(own.Graph, own.Loss).Select(f => text?.ErrorOf(f) ?? CheckedProgram.ErrorOf(f, cell.Name))];
    }

    /// <summary>A mark for each statement of a hand-written backward part, see <see cref="OwnBackwardCheck.Mark"/>.</summary>
    /// <exception cref="NotationException">The results are not finite for random numbers.</exception>
    internal static IReadOnlyList<StatementMark> Marks(TextCell cell)
    {
        using var derived = new CheckedStep(cell.Small(derived: true), new Interpreter());
        derived.FillUntilFinite();
        using var own = new CheckedStep(cell.Small(derived: false), new Interpreter());
        own.FillAs(derived);
        return OwnBackwardCheck.Mark(own.Graph, own.Loss);
    }

    /// <summary>
    /// Statements that may not sum what they look like: of a text cell each with its place, of a cell in C# with its statement.
    /// <c>docs/notation.md</c> has the rules.
    /// </summary>
    /// <param name="cell">The cell.</param>
    public static IReadOnlyList<string> Warnings(ICell cell)
    {
        if (cell is TextCell text)
        {
            return [.. text.Warnings.Select(w => w.ToString())];
        }

        using var graph = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell)).Graph;
        return [.. SummedIndexes.In(graph.Statements).Select(w => $"warning: {w}")];
    }

    static void RequireEqual(TextCell cell, CheckedStep own, CheckedStep derived)
    {
        var gaps = own.Gradients().Zip(derived.Gradients(), derived.Checked)
            .SelectMany(g => g.First.Zip(g.Second).Select((pair, at) => (Node: g.Third, At: at, Own: pair.First, Derived: pair.Second)));
        var worst = gaps.MaxBy(g => Gap(g.Own, g.Derived));
        if (Gap(worst.Own, worst.Derived) <= Tolerance)
        {
            return;
        }

        var wrong = OwnBackwardCheck.Find(own.Graph, own.Loss);
        var entry = $"{worst.Node.Name}.grad[{Index(worst.At, worst.Node.Shape)}]";
        throw wrong.Count > 0 ? new CellException([.. wrong.Select(cell.ErrorOf)])
            : new CellException(cell.ErrorAtBackward(worst.Node.Name, FormattableString.Invariant(
                $"{entry} is {worst.Own:g9} by the backward part, but {worst.Derived:g9} by derivation")));
    }

    /// <summary>The difference relative to the larger; infinite if something is not a number.</summary>
    static double Gap(double a, double b)
    {
        var gap = a == b ? 0 : Math.Abs(a - b) / Math.Max(1e-5, Math.Max(Math.Abs(a), Math.Abs(b)));
        return double.IsNaN(gap) ? double.PositiveInfinity : gap;
    }

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
