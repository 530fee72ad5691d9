using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>
/// Whether workers can share the units of a step: each takes some of the J columns of every tensor through all steps. It can where no unit
/// reads another, or only the units of its head, so that the input's gradient is the only sum over units of several workers.
/// </summary>
sealed class UnitSplit
{
    readonly LoopIndex _rows;
    readonly Tensor _input;
    readonly Tensor? _inputGradient;
    readonly int _units;

    UnitSplit(StepProgram step, LoopIndex rows)
    {
        (_rows, _input, _inputGradient, _units) = (
            rows, step.X.Value, step.X.IsDifferentiable ? step.X.Grad : null, step.After[0].Shape[1]);
    }

    /// <summary>How many units must stay together: 1 where none reads another, a head's where products have heads; null: the units can't be
    /// shared.</summary>
    /// <param name="forward">Its products of the input moved out of the steps.</param>
    /// <param name="backward">Its products into the input's gradient moved out of the steps; null: there is no backward pass.</param>
    /// <param name="rows">The index of the examples.</param>
    public static int? UnitsTogether(StepProgram step, Schedule forward, Schedule? backward, LoopIndex rows)
    {
        var split = new UnitSplit(step, rows);
        return split.Allows(forward) && forward.PerTimeBlock.All(split.IsProductOfInput)
            && (backward is null || (split.Allows(backward) && split.AllowsGradients(backward)))
            ? split.OneSizeOf(forward, backward)
            : null;
    }

    bool Allows(Schedule schedule) =>
        schedule.Stages.All(stage => stage.Nests.SelectMany(nest => nest).All(IsElementwise) && stage.Products.All(IsProductOfHeads));

    bool AllowsGradients(Schedule backward) =>
        backward.Deferred.All(IsGradientOfUnits) && backward.PerTimeBlock.All(IsProductIntoInputGradient)
        && (_inputGradient is null || backward.PerTimeBlock.Count > 0);

    int? OneSizeOf(Schedule forward, Schedule? backward)
    {
        var sizes = forward.Stages.Concat(backward?.Stages ?? []).SelectMany(s => s.Products).Select(p => _units / p.Blocks).Distinct()
            .ToList();
        return sizes.Count switch { 0 => 1, 1 => sizes[0], _ => null };
    }

    /// <summary><c>y[b,j] += f(u[b,j], v[j], s)</c>.</summary>
    bool IsElementwise(Statement s) =>
        s.Target.Subscripts is [SingleIndex row, SingleIndex unit] && row.Index == _rows && IsByUnits(s, row.Index, unit.Index)
        && s.Target.Tensor.Shape[1] == _units && !ReferenceEquals(s.Target.Tensor, _inputGradient);

    /// <summary><c>V.grad[j] += f(u[b,j], v[j], s)</c>.</summary>
    bool IsSumOverBatch(Statement s) =>
        s.Target.Subscripts is [SingleIndex unit] && IsByUnits(s, _rows, unit.Index) && s.Target.Tensor.Shape[0] == _units;

    static bool IsByUnits(Statement s, LoopIndex row, LoopIndex unit) =>
        s.Accumulation != Accumulation.Max && s.Indexes.ToHashSet().SetEquals([row, unit])
        && s.References.All(r => r.Subscripts is [] || (r.Subscripts is [SingleIndex only] && only.Index == unit)
            || (r.Subscripts is [SingleIndex first, SingleIndex second] && first.Index == row && second.Index == unit));

    /// <summary><c>y[b,(g n)] += W[g,n,m] u[b,(g m)]</c>.</summary>
    bool IsProductOfHeads(ProductForm p) => p.Blocks > 1 && p.Operand.Shape[1] == _units && p.Statement.Target.Tensor.Shape[1] == _units
        && !ReferenceEquals(p.Operand, _input) && !ReferenceEquals(p.Statement.Target.Tensor, _inputGradient);

    /// <summary><c>y[b,j] += W[j,k] x[b,k]</c>.</summary>
    bool IsProductOfInput(ProductForm p) => p.Blocks == 1 && p.Statement.Target.Tensor.Shape[1] == _units;

    /// <summary><c>x.grad[b,k] += W[j,k] u[b,j]</c>.</summary>
    bool IsProductIntoInputGradient(ProductForm p) => p.Blocks == 1 && p.Operand.Shape[1] == _units;

    bool IsGradientOfUnits(StatementForm form) => form switch
    {
        WeightGradientForm { Blocks: 1 } outer => ReferenceEquals(outer.Operand, _input) && outer.Gradient.Shape[1] == _units,
        WeightGradientForm outer =>
            outer.Operand.Shape[1] == _units && outer.Gradient.Shape[1] == _units && !ReferenceEquals(outer.Operand, _input),
        BiasGradientForm sum => sum.Gradient.Shape[1] == _units,
        _ => IsSumOverBatch(form.Statement),
    };
}
