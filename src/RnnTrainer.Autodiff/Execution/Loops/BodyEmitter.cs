using System.Reflection.Emit;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Common;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Writes the statements of a nest in one instruction set, at one place of the loops.</summary>
/// <param name="position">The inner index's place, in bytes; null: there is no inner loop.</param>
sealed class BodyEmitter(ILGenerator il, LoopNest nest, SimdSet set, IReadOnlyDictionary<Reference, LocalBuilder> address, LocalBuilder? position)
{
    readonly Dictionary<Reference, LocalBuilder> _constant = [];
    readonly Dictionary<Reference, LocalBuilder> _held = [];
    LocalBuilder? _gathered;

    Statement First => nest.Steps[0].Statement;

    /// <summary>Loads what does not move along the inner index, before the loop.</summary>
    public void HoistConstants()
    {
        foreach (var reference in nest.Steps.SelectMany(s => s.Statement.References).Distinct().Where(r => !r.Tensor.IsInteger && nest.Stride(r, nest.Inner!) == 0))
        {
            PushScalar(reference);
            il.Operation(set, "Broadcast");
            _constant[reference] = il.DeclareLocal(set.Vector);
            il.Emit(OpCodes.Stloc, _constant[reference]);
        }
    }

    /// <summary>Each statement's <c>target op= value</c>, where the targets move along the inner index or there is none.</summary>
    public void Accumulate()
    {
        _held.Clear();
        foreach (var step in nest.Steps)
        {
            Accumulate(step);
        }
    }

    public LocalBuilder StartGathering()
    {
        _gathered = il.DeclareLocal(set.Vector);
        il.Constant(set, First.Accumulation == Accumulation.Max ? double.NegativeInfinity : 0);
        il.Emit(OpCodes.Stloc, _gathered);
        return _gathered;
    }

    /// <summary>Adds the value at this position to the gathered vector; a <c>-=</c> is subtracted at the end, once.</summary>
    public void Gather()
    {
        Join(First.Accumulation == Accumulation.Max ? Accumulation.Max : Accumulation.Add, First.Value, () => il.Emit(OpCodes.Ldloc, _gathered!));
        il.Emit(OpCodes.Stloc, _gathered!);
    }

    /// <summary><c>target op= what is pushed</c>, one number.</summary>
    public void AccumulateScalar(bool starts, Action push)
    {
        PushAddress(First.Target);
        if (starts)
        {
            push();
            if (First.Accumulation == Accumulation.Subtract)
            {
                il.Operation(set, "Negate");
            }
        }
        else
        {
            Load(First.Target);
            push();
            il.Operation(set, NameOf(First.Accumulation));
        }

        il.Operation(set, "Store");
    }

    void Accumulate(LoopStatement step)
    {
        var statement = step.Statement;
        if (step.Starts)
        {
            Push(statement.Accumulation == Accumulation.Subtract ? new Negate(statement.Value) : statement.Value);
        }
        else
        {
            Join(statement.Accumulation, statement.Value, () => Push(statement.Target));
        }

        if (step.Flushes)
        {
            il.Operation(set, "FlushSmall");
        }

        var local = _held[statement.Target] = il.DeclareLocal(set.Vector);
        il.Emit(OpCodes.Stloc, local);
        if (step.Stores)
        {
            PushAddress(statement.Target);
            il.Emit(OpCodes.Ldloc, local);
            il.Operation(set, "Store");
        }
    }

    /// <summary>Pushes <c>old op value</c>.</summary>
    void Join(Accumulation accumulation, Expression value, Action pushOld)
    {
        if (value is Binary { Operation: Operation.Multiply } product && accumulation != Accumulation.Max)
        {
            Push(product.Left);
            Push(product.Right);
            pushOld();
            il.Operation(set, accumulation == Accumulation.Add ? "MultiplyAdd" : "NegateMultiplyAdd");
            return;
        }

        pushOld();
        Push(value);
        il.Operation(set, NameOf(accumulation));
    }

    static string NameOf(Accumulation accumulation) =>
        accumulation switch { Accumulation.Add => "Add", Accumulation.Subtract => "Subtract", _ => "Max" };

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
            case Reference reference:
                PushValue(reference);
                break;
            case Negate { Operand: Binary { Operation: Operation.Multiply } product }:
                // −(a b) is one fused operation: 0 − a b.
                Push(product.Left);
                Push(product.Right);
                il.Constant(set, 0);
                il.Operation(set, "NegateMultiplyAdd");
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

    /// <summary>Pushes an entry: from a register if it is there already, else from memory, and keeps it.</summary>
    void PushValue(Reference reference)
    {
        if (_held.TryGetValue(reference, out var local) || _constant.TryGetValue(reference, out local))
        {
            il.Emit(OpCodes.Ldloc, local);
            return;
        }

        Load(reference);
        il.Emit(OpCodes.Dup);
        _held[reference] = il.DeclareLocal(set.Vector);
        il.Emit(OpCodes.Stloc, _held[reference]);
    }

    void PushBinary(Binary binary)
    {
        if (binary.Operation is Operation.Add or Operation.Subtract)
        {
            PushSum(binary);
            return;
        }

        Push(binary.Left);
        Push(binary.Right);
        il.Operation(set, binary.Operation.ToString());
    }

    /// <summary>a ± b, with one fused operation where a side is a product or a square.</summary>
    void PushSum(Binary sum)
    {
        var adds = sum.Operation == Operation.Add;
        if (AsProduct(sum.Right) is var (a, b))
        {
            Push(a);
            Push(b);
            Push(sum.Left);
            il.Operation(set, adds ? "MultiplyAdd" : "NegateMultiplyAdd");
        }
        else if (adds && AsProduct(sum.Left) is var (c, d))
        {
            Push(c);
            Push(d);
            Push(sum.Right);
            il.Operation(set, "MultiplyAdd");
        }
        else
        {
            Push(sum.Left);
            Push(sum.Right);
            il.Operation(set, sum.Operation.ToString());
        }
    }

    static (Expression Left, Expression Right)? AsProduct(Expression expression) => expression switch
    {
        Binary { Operation: Operation.Multiply } product => (product.Left, product.Right),
        Power { Exponent: 2 } square => (square.Base, square.Base),
        _ => null,
    };

    void PushPower(Power power)
    {
        if (power.Exponent == 0)
        {
            il.Constant(set, 1);
            return;
        }

        var value = il.DeclareLocal(set.Vector);
        Push(power.Base);
        il.Emit(OpCodes.Stloc, value);
        il.Emit(OpCodes.Ldloc, value);
        for (var n = 1; n < Math.Abs(power.Exponent); n++)
        {
            il.Emit(OpCodes.Ldloc, value);
            il.Operation(set, "Multiply");
        }

        if (power.Exponent < 0)
        {
            il.Emit(OpCodes.Stloc, value);
            il.Constant(set, 1);
            il.Emit(OpCodes.Ldloc, value);
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
        if (position is not null && nest.Stride(reference, nest.Inner!) == 1)
        {
            il.Emit(OpCodes.Ldloc, position);
            il.Emit(OpCodes.Add);
        }
    }
}
