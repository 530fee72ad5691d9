using System.Reflection.Emit;
using RnnTrainer.Autodiff.Kernels;

namespace RnnTrainer.Autodiff;

/// <summary>Writes the right side of a statement in one instruction set, at one place of the loops.</summary>
sealed class BodyEmitter(ILGenerator il, LoopNest nest, SimdSet set, IReadOnlyDictionary<Reference, LocalBuilder> address, LocalBuilder? position)
{
    readonly Statement _statement = nest.Statement;
    readonly Dictionary<Reference, LocalBuilder> _constant = [];
    LocalBuilder? _gathered;

    /// <summary>Loads what does not move along the inner letter, before the loop.</summary>
    public void HoistConstants()
    {
        foreach (var reference in _statement.References.Distinct().Where(r => !r.Tensor.IsInteger && LoopNest.Stride(r, nest.Inner!) == 0))
        {
            PushScalar(reference);
            il.Operation(set, "Broadcast");
            _constant[reference] = il.DeclareLocal(set.Vector);
            il.Emit(OpCodes.Stloc, _constant[reference]);
        }
    }

    /// <summary><c>target op= value</c> where the target moves along the inner letter, or where there is none.</summary>
    public void Accumulate()
    {
        PushAddress(_statement.Target);
        Join(() => Load(_statement.Target));
        il.Operation(set, "Store");
    }

    public LocalBuilder StartGathering()
    {
        _gathered = il.DeclareLocal(set.Vector);
        il.Constant(set, _statement.Accumulation == Accumulation.Max ? double.NegativeInfinity : 0);
        il.Emit(OpCodes.Stloc, _gathered);
        return _gathered;
    }

    /// <summary>Adds the value at this position to the gathered vector.</summary>
    public void Gather()
    {
        Push(new Gathering(_statement.Accumulation, _statement.Value));
        il.Emit(OpCodes.Stloc, _gathered!);
    }

    /// <summary><c>target op= what is pushed</c>, one number.</summary>
    public void AccumulateScalar(Action push)
    {
        PushAddress(_statement.Target);
        Load(_statement.Target);
        push();
        il.Operation(set, _statement.Accumulation switch { Accumulation.Add => "Add", Accumulation.Subtract => "Subtract", _ => "Max" });
        il.Operation(set, "Store");
    }

    /// <summary>The sum that a reduction carries along: for <c>-=</c> it is subtracted at the end, once.</summary>
    sealed record Gathering(Accumulation Accumulation, Expression Value);

    void Push(Gathering step) => Join(
        step.Accumulation == Accumulation.Max ? Accumulation.Max : Accumulation.Add,
        () => il.Emit(OpCodes.Ldloc, _gathered!));

    void Join(Action pushOld) => Join(_statement.Accumulation, pushOld);

    void Join(Accumulation accumulation, Action pushOld)
    {
        if (_statement.Value is Binary { Operation: Operation.Multiply } product && accumulation != Accumulation.Max)
        {
            Push(product.Left);
            Push(product.Right);
            pushOld();
            il.Operation(set, accumulation == Accumulation.Add ? "MultiplyAdd" : "NegateMultiplyAdd");
            return;
        }

        pushOld();
        Push(_statement.Value);
        il.Operation(set, accumulation switch { Accumulation.Add => "Add", Accumulation.Subtract => "Subtract", _ => "Max" });
    }

    void Push(Expression expression)
    {
        switch (expression)
        {
            case Number number:
                il.Constant(set, number.Value);
                break;
            case BatchSize:
                il.Constant(set, nest.Batch);
                break;
            case Binary { Operation: Operation.Divide, Left: Number { Value: 1 }, Right: BatchSize }:
                il.Constant(set, 1.0 / nest.Batch);
                break;
            case Reference reference when _constant.TryGetValue(reference, out var local):
                il.Emit(OpCodes.Ldloc, local);
                break;
            case Reference reference:
                Load(reference);
                break;
            case Negate negate:
                Push(negate.Operand);
                il.Operation(set, "Negate");
                break;
            case Power power:
                PushPower(power);
                break;
            case Binary binary:
                PushBinary(binary);
                break;
            case Apply apply:
                Push(apply.Argument);
                PushFunction(apply.Function);
                break;
            default:
                throw new InvalidOperationException($"No code for {expression.GetType().Name}.");
        }
    }

    void PushBinary(Binary binary)
    {
        // a + b c and a − b c are one fused operation.
        if (binary is { Operation: Operation.Add or Operation.Subtract, Right: Binary { Operation: Operation.Multiply } product })
        {
            Push(product.Left);
            Push(product.Right);
            Push(binary.Left);
            il.Operation(set, binary.Operation == Operation.Add ? "MultiplyAdd" : "NegateMultiplyAdd");
            return;
        }

        Push(binary.Left);
        Push(binary.Right);
        il.Operation(set, binary.Operation.ToString());
    }

    void PushPower(Power power)
    {
        if (power.Exponent == 0)
        {
            il.Constant(set, 1);
            return;
        }

        Push(power.Base);
        for (var n = 1; n < Math.Abs(power.Exponent); n++)
        {
            Push(power.Base);
            il.Operation(set, "Multiply");
        }

        if (power.Exponent < 0)
        {
            var below = il.DeclareLocal(set.Vector);
            il.Emit(OpCodes.Stloc, below);
            il.Constant(set, 1);
            il.Emit(OpCodes.Ldloc, below);
            il.Operation(set, "Divide");
        }
    }

    void PushFunction(Function function)
    {
        switch (function.Name)
        {
            case "relu":
                var argument = il.DeclareLocal(set.Vector);
                il.Emit(OpCodes.Stloc, argument);
                il.Constant(set, 0);
                il.Emit(OpCodes.Ldloc, argument);
                il.Operation(set, "Max");
                break;
            case "sqrt":
                il.Operation(set, "Sqrt");
                break;
            case "abs":
                il.Operation(set, "Abs");
                break;
            case "step":
                il.Operation(set, "StepAt0");
                break;
            default:
                il.Emit(OpCodes.Call, set.Function(char.ToUpperInvariant(function.Name[0]) + function.Name[1..]));
                break;
        }
    }

    void Load(Reference reference)
    {
        PushAddress(reference);
        il.Operation(set, "Load");
    }

    void PushScalar(Reference reference)
    {
        il.Emit(OpCodes.Ldloc, address[reference]);
        il.Emit(set.Scalar == typeof(float) ? OpCodes.Ldind_R4 : OpCodes.Ldind_R8);
    }

    void PushAddress(Reference reference)
    {
        il.Emit(OpCodes.Ldloc, address[reference]);
        if (position is not null && LoopNest.Stride(reference, nest.Inner!) == 1)
        {
            il.Emit(OpCodes.Ldloc, position);
            il.Emit(OpCodes.Add);
        }
    }
}
