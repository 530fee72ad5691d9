using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Printing;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>Statements that run together.</summary>
/// <param name="Kind">"product" for one matrix product of concatenated operands and targets, "loops", or "weight gradients" for one product
/// over all rows.</param>
/// <param name="Targets">The tensors that are written.</param>
/// <param name="Operands">Of a product, what is multiplied with the matrix; else empty.</param>
/// <param name="Matrix">Of a product, the size of its matrix, all operands by all targets; else null.</param>
/// <param name="Statements">The statements, in their order.</param>
sealed record PlannedWork(
    string Kind, IReadOnlyList<string> Targets, IReadOnlyList<string> Operands, (int Rows, int Columns)? Matrix,
    IReadOnlyList<string> Statements)
{
    static readonly string[] None = [];

    public static PlannedWork Loops(IReadOnlyList<Statement> statements) =>
        new("loops", Names(statements.Select(s => s.Target.Tensor)), None, null, Text(statements));

    public static PlannedWork Product(ProductGroup group, IReadOnlyList<BiasForm> biases)
    {
        var starts = biases.Where(b => group.Targets.Contains(b.Statement.Target.Tensor)).Select(b => b.Statement);
        return new(
            "product", Names(group.Targets), Names(group.Operands), (group.Operands.Sum(Width), group.Targets.Sum(Width)),
            Text(starts.Concat(group.Products.Select(p => p.Statement))));
    }

    public static PlannedWork WeightGradients(IReadOnlyList<StatementForm> forms) => new(
        "weight gradients", Names(forms.Select(f => f.Statement.Target.Tensor)),
        Names(forms.OfType<WeightGradientForm>().Select(f => f.Operand)), null, Text(forms.Select(f => f.Statement)));

    internal static int Width(Tensor tensor) => tensor.Shape.Skip(1).Aggregate(1, (product, size) => product * size);

    internal static IReadOnlyList<string> Names(IEnumerable<Tensor> tensors) => [.. tensors.Distinct().Select(t => t.Name)];

    static IReadOnlyList<string> Text(IEnumerable<Statement> statements) => [.. statements.Select(TextPrinter.Statement)];
}

/// <summary>What <c>rnn derive CELL --plan</c> shows of a <see cref="ScanPlan"/>.</summary>
/// <param name="Batch">B.</param>
/// <param name="Inputs">K.</param>
/// <param name="Units">J.</param>
/// <param name="BeforeSequence">Work without the batch, before the first step.</param>
/// <param name="Forward">The forward work of every step.</param>
/// <param name="Backward">The backward work of every step.</param>
/// <param name="AfterBlock">Work after a block of steps, over the rows of all of them.</param>
/// <param name="AfterSequence">Work without the batch, at the end of the backward pass.</param>
/// <param name="Saved">Kept for all steps: what the backward pass reads.</param>
/// <param name="PerTimeBlock">Kept for a block of steps.</param>
/// <param name="PerStep">Kept for one step.</param>
/// <param name="Registers">Not kept: in registers only.</param>
/// <param name="BytesPerStep">The bytes of <see cref="Saved"/> for each step of each sequence.</param>
/// <param name="UnitsTogether">1 if workers can share the units of few sequences, the units of a head if they can share the heads; else
/// null.</param>
sealed record PlanSummary(
    int Batch,
    int Inputs,
    int Units,
    IReadOnlyList<PlannedWork> BeforeSequence,
    IReadOnlyList<PlannedWork> Forward,
    IReadOnlyList<PlannedWork> Backward,
    IReadOnlyList<PlannedWork> AfterBlock,
    IReadOnlyList<PlannedWork> AfterSequence,
    IReadOnlyList<string> Saved,
    IReadOnlyList<string> PerTimeBlock,
    IReadOnlyList<string> PerStep,
    IReadOnlyList<string> Registers,
    int BytesPerStep,
    int? UnitsTogether)
{
    const int Steps = 100;

    /// <summary>The plan of training a step in float32, with the batch of the step's graph.</summary>
    /// <exception cref="NotationException">The step sums over the batch, or uses several indexes for the examples.</exception>
    public static PlanSummary Of(StepProgram step)
    {
        step = PlainStates.Of(step);
        var shape = new ScanShape(
            Precision.Float32, step.Graph.Batch, Steps, Workers: 1, Trains: true, KeepsOutputs: true,
            SimdSet.Best(Precision.Float32.ScalarType()));
        var plan = ScanPlan.Of(step, shape);
        var (forward, backward, input) = (plan.Forward, plan.Backward!, step.X.Value);
        var values = forward.Targets(input, withPerTimeBlock: true).Where(t => step.After.All(a => a.Value != t))
            .ToLookup(plan.StorageOfValue);
        var gradients = backward.Targets(input, withPerTimeBlock: true).Where(t => step.Before.All(b => b.Grad != t))
            .ToLookup(plan.StorageOfGradient);
        List<Tensor> saved = [.. step.Before.Select(b => b.Value), .. values[RowStorage.AllSteps]];
        return new PlanSummary(
            step.Graph.Batch,
            step.X.Value.Shape[1],
            step.After[0].Shape[1],
            Alone(forward.TimeInvariant),
            Stages(forward, input),
            Stages(backward, input),
            Deferred(backward.Deferred),
            Alone(backward.TimeInvariant),
            PlannedWork.Names(saved),
            Kept(RowStorage.TimeBlock),
            Kept(RowStorage.OneStep),
            Kept(RowStorage.Registers),
            saved.Sum(t => PlannedWork.Width(t) * shape.ElementSize),
            ScanPlan.Of(step, shape with { Batch = 1 }).UnitsTogether);

        IReadOnlyList<string> Kept(RowStorage storage) => PlannedWork.Names(values[storage].Concat(gradients[storage]));
    }

    /// <summary>The plan as text, a line each.</summary>
    public IEnumerable<string> Lines(string name)
    {
        yield return $"{name}, training: {Batch} sequences, {Units} units, {Inputs} inputs, float32";
        foreach (var (title, works) in new[]
        {
            ("before the first step", BeforeSequence), ("forward, at every step", Forward), ("backward, at every step", Backward),
            ("backward, after a block of steps", AfterBlock), ("backward, at the end", AfterSequence),
        })
        {
            foreach (var line in works.Count == 0 ? [] : works.SelectMany(LinesOf).Prepend(title).Prepend(""))
            {
                yield return line;
            }
        }

        yield return "";
        yield return "memory";
        yield return $"  all steps: {List(Saved)}; {BytesPerStep} bytes per step and sequence";
        yield return $"  a block of steps: {List(PerTimeBlock)}";
        yield return $"  one step: {List(PerStep)}";
        yield return $"  registers only: {List(Registers)}";
        yield return "  computed again in the backward pass: nothing";
        yield return "";
        yield return UnitsTogether switch
        {
            null => "workers share the sequences",
            1 => $"workers share the sequences; with fewer than {ScanShape.FewExamples} sequences, the units",
            _ => $"workers share the sequences; with fewer than {ScanShape.FewExamples} sequences, the heads if their {UnitsTogether} " +
                $"units fill whole register tiles",
        };
    }

    static IEnumerable<string> LinesOf(PlannedWork work)
    {
        var from = work.Operands.Count > 0 ? $" from {List(work.Operands)}" : "";
        var matrix = work.Matrix is var (rows, columns) ? $", a matrix of {rows} x {columns}" : "";
        return work.Statements.Select(s => $"    {s}").Prepend($"  {work.Kind}: {List(work.Targets)}{from}{matrix}");
    }

    static string List(IReadOnlyList<string> names) => names.Count == 0 ? "nothing" : string.Join(", ", names);

    static IReadOnlyList<PlannedWork> Alone(IReadOnlyList<Statement> statements) => [.. statements.Select(s => PlannedWork.Loops([s]))];

    static IReadOnlyList<PlannedWork> Stages(Schedule schedule, Tensor input) => [.. schedule.Stages.SelectMany(stage =>
        ProductGroup.Of(stage.Products, input).Select(g => PlannedWork.Product(g, stage.Biases))
            .Concat(stage.Nests.Select(PlannedWork.Loops)))];

    /// <summary>
    /// The weight gradients of one operand are one product, as are the gradients of all biases; other sums are loops of their own.
    /// </summary>
    static IReadOnlyList<PlannedWork> Deferred(IReadOnlyList<StatementForm> forms) =>
    [
        .. forms.Where(f => f is WeightGradientForm or BiasGradientForm).GroupBy(f => (f as WeightGradientForm)?.Operand)
            .Select(g => PlannedWork.WeightGradients([.. g])),
        .. forms.OfType<BatchSumForm>().Select(f => PlannedWork.Loops([f.Statement])),
    ];
}
