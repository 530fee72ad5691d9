using System.Reflection.Emit;
using RnnTrainer.Autodiff.Kernels;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Writes the statements of a nest in one instruction set, at one place of the loops.</summary>
/// <param name="position">The place of the inner index, in bytes; null if there is no inner loop.</param>
sealed class BodyEmitter(
    ILGenerator il, LoopNest nest, SimdSet set, IReadOnlyDictionary<Reference, LocalBuilder> address, LocalBuilder? position)
{
    readonly Dictionary<Reference, LocalBuilder> _constants = [];
    readonly Dictionary<Reference, LocalBuilder> _registers = [];
    LocalBuilder? _sum;

    Statement First => nest.Statements[0].Statement;

    /// <summary>Loads what does not move along the inner index, before the loop.</summary>
    public void HoistConstants()
    {
        foreach (var reference in nest.Statements.SelectMany(s => s.Statement.References).Distinct().Where(IsConstant))
        {
            PushScalar(reference);
            il.Call(set, SimdOperation.Broadcast);
            _constants[reference] = il.DeclareLocal(set.Vector);
            il.Emit(OpCodes.Stloc, _constants[reference]);
        }
    }

    /// <summary>
    /// Writes <c>target op= value</c> for each statement. The targets move along the inner index, or there is no inner loop.
    /// </summary>
    public void Accumulate()
    {
        _registers.Clear();
        foreach (var statement in nest.Statements)
        {
            Accumulate(statement);
        }
    }

    /// <summary>Sets the vector to zero in which <see cref="AddToSum"/> sums, or to −∞ for a maximum.</summary>
    public LocalBuilder StartSum()
    {
        _sum = il.DeclareLocal(set.Vector);
        il.Constant(set, First.Accumulation == Accumulation.Max ? double.NegativeInfinity : 0);
        il.Emit(OpCodes.Stloc, _sum);
        return _sum;
    }

    /// <summary>Adds the value at this position to the vector of sums. A <c>-=</c> is subtracted once, at the end.</summary>
    public void AddToSum()
    {
        Combine(
            First.Accumulation == Accumulation.Max ? Accumulation.Max : Accumulation.Add, First.Value, () => il.Emit(OpCodes.Ldloc, _sum!));
        il.Emit(OpCodes.Stloc, _sum!);
    }

    /// <summary><c>target op= what is pushed</c>, one number.</summary>
    /// <param name="assigns">Whether the target holds nothing yet.</param>
    public void AccumulateScalar(bool assigns, Action push)
    {
        PushAddress(First.Target);
        if (assigns)
        {
            push();
            if (First.Accumulation == Accumulation.Subtract)
            {
                il.Call(set, SimdOperation.Negate);
            }
        }
        else
        {
            Load(First.Target);
            push();
            il.Call(set, OperationOf(First.Accumulation));
        }

        il.Call(set, SimdOperation.Store);
    }

    bool IsConstant(Reference reference) => !reference.Tensor.IsInteger && nest.Stride(reference, nest.Inner!) == 0;

    void Accumulate(LoopStatement loop)
    {
        var statement = loop.Statement;
        if (loop.Assigns)
        {
            Push(statement.Accumulation == Accumulation.Subtract ? new Negate(statement.Value) : statement.Value);
        }
        else
        {
            Combine(statement.Accumulation, statement.Value, () => Push(statement.Target));
        }

        if (loop.Flushes)
        {
            il.Call(set, SimdOperation.FlushSmall);
        }

        var local = _registers[statement.Target] = il.DeclareLocal(set.Vector);
        il.Emit(OpCodes.Stloc, local);
        if (loop.Stores)
        {
            PushAddress(statement.Target);
            il.Emit(OpCodes.Ldloc, local);
            il.Call(set, SimdOperation.Store);
        }
    }

    /// <summary>Pushes <c>old op value</c>.</summary>
    void Combine(Accumulation accumulation, Expression value, Action pushOld)
    {
        if (value is Binary { Operation: Operation.Multiply } product && accumulation != Accumulation.Max)
        {
            Push(product.Left);
            Push(product.Right);
            pushOld();
            il.Call(set, accumulation == Accumulation.Add ? SimdOperation.MultiplyAdd : SimdOperation.NegateMultiplyAdd);
            return;
        }

        pushOld();
        Push(value);
        il.Call(set, OperationOf(accumulation));
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
            case Reference reference:
                PushValue(reference);
                break;
            case Negate { Operand: Binary { Operation: Operation.Multiply } product }:
                // −(a b) is one fused operation: 0 − a b.
                Push(product.Left);
                Push(product.Right);
                il.Constant(set, 0);
                il.Call(set, SimdOperation.NegateMultiplyAdd);
                break;
            case Negate negate:
                Push(negate.Operand);
                il.Call(set, SimdOperation.Negate);
                break;
            case Power power:
                PushPower(power);
                break;
            case Binary { Operation: Operation.Add or Operation.Subtract } sum:
                PushSum(sum);
                break;
            case Binary binary:
                Push(binary.Left);
                Push(binary.Right);
                il.Call(set, OperationOf(binary.Operation));
                break;
            case Apply apply:
                Push(apply.Argument);
                PushFunction(apply.Function);
                break;
            default:
                throw new InvalidOperationException($"No code for {expression.GetType().Name}.");
        }
    }

    /// <summary>Pushes an entry: from a register if it is in one, else from memory, and saves it in a register.</summary>
    void PushValue(Reference reference)
    {
        if (_registers.TryGetValue(reference, out var local) || _constants.TryGetValue(reference, out local))
        {
            il.Emit(OpCodes.Ldloc, local);
            return;
        }

        Load(reference);
        il.Emit(OpCodes.Dup);
        _registers[reference] = il.DeclareLocal(set.Vector);
        il.Emit(OpCodes.Stloc, _registers[reference]);
    }

    /// <summary>Pushes a ± b, with one fused operation if one side is a product or a square.</summary>
    void PushSum(Binary sum)
    {
        var adds = sum.Operation == Operation.Add;
        if (AsProduct(sum.Right) is var (a, b))
        {
            Push(a);
            Push(b);
            Push(sum.Left);
            il.Call(set, adds ? SimdOperation.MultiplyAdd : SimdOperation.NegateMultiplyAdd);
        }
        else if (adds && AsProduct(sum.Left) is var (c, d))
        {
            Push(c);
            Push(d);
            Push(sum.Right);
            il.Call(set, SimdOperation.MultiplyAdd);
        }
        else
        {
            Push(sum.Left);
            Push(sum.Right);
            il.Call(set, OperationOf(sum.Operation));
        }
    }

    static (Expression Left, Expression Right)? AsProduct(Expression expression) => expression switch
    {
        Binary { Operation: Operation.Multiply } product => (product.Left, product.Right),
        Power { Exponent: 2 } square => (square.Base, square.Base),
        _ => null,
    };

    static SimdOperation OperationOf(Operation operation) => operation switch
    {
        Operation.Add => SimdOperation.Add,
        Operation.Subtract => SimdOperation.Subtract,
        Operation.Multiply => SimdOperation.Multiply,
        Operation.Divide => SimdOperation.Divide,
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    static SimdOperation OperationOf(Accumulation accumulation) => accumulation switch
    {
        Accumulation.Add => SimdOperation.Add,
        Accumulation.Subtract => SimdOperation.Subtract,
        Accumulation.Max => SimdOperation.Max,
        _ => throw new ArgumentOutOfRangeException(nameof(accumulation)),
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
            il.Call(set, SimdOperation.Multiply);
        }

        if (power.Exponent < 0)
        {
            il.Emit(OpCodes.Stloc, value);
            il.Constant(set, 1);
            il.Emit(OpCodes.Ldloc, value);
            il.Call(set, SimdOperation.Divide);
        }
    }

    /// <summary>Replaces the argument on the stack by the function's value.</summary>
    void PushFunction(Function function)
    {
        if (function == Function.Relu)
        {
            // Max takes its second operand if either is NaN: max(0, x) passes a NaN on.
            var argument = il.DeclareLocal(set.Vector);
            il.Emit(OpCodes.Stloc, argument);
            il.Constant(set, 0);
            il.Emit(OpCodes.Ldloc, argument);
            il.Call(set, SimdOperation.Max);
        }
        else if (Operations.TryGetValue(function, out var operation))
        {
            il.Call(set, operation);
        }
        else
        {
            il.Call(set, Functions[function]);
        }
    }

    static readonly Dictionary<Function, SimdOperation> Operations = new()
    {
        [Function.Sqrt] = SimdOperation.Sqrt,
        [Function.Abs] = SimdOperation.Abs,
        [Function.Step] = SimdOperation.StepAt0,
    };

    static readonly Dictionary<Function, SimdFunction> Functions = new()
    {
        [Function.Exp] = SimdFunction.Exp,
        [Function.Log] = SimdFunction.Log,
        [Function.Tanh] = SimdFunction.Tanh,
        [Function.Sigmoid] = SimdFunction.Sigmoid,
        [Function.Softplus] = SimdFunction.Softplus,
    };

    void Load(Reference reference)
    {
        PushAddress(reference);
        il.Call(set, SimdOperation.Load);
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
