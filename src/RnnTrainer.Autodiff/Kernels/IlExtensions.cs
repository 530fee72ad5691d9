using System.Reflection.Emit;
using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Autodiff.Kernels;

/// <summary>Short forms for the emitters of machine code.</summary>
static class IlExtensions
{
    /// <summary><c>for (index = from; index &lt; to; index += by) body</c>, for bounds that are known and at least one iteration.</summary>
    public static void CountedLoop(this ILGenerator il, LocalBuilder index, long from, long to, long by, Action body)
    {
        var next = il.DefineLabel();
        il.PushNative(from);
        il.Emit(OpCodes.Stloc, index);
        il.MarkLabel(next);
        body();
        il.Emit(OpCodes.Ldloc, index);
        il.PushNative(by);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, index);
        if (from + by < to)
        {
            il.Emit(OpCodes.Ldloc, index);
            il.PushNative(to);
            il.Emit(OpCodes.Blt, next);
        }
    }

    /// <summary><c>for (index = 0; index &lt; count; index++) body</c>, for a count that is known when the code runs.</summary>
    public static void CountedLoop(this ILGenerator il, LocalBuilder index, Action pushCount, Action body)
    {
        var (next, check) = (il.DefineLabel(), il.DefineLabel());
        il.PushNative(0);
        il.Emit(OpCodes.Stloc, index);
        il.Emit(OpCodes.Br, check);
        il.MarkLabel(next);
        body();
        il.Emit(OpCodes.Ldloc, index);
        il.PushNative(1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, index);
        il.MarkLabel(check);
        il.Emit(OpCodes.Ldloc, index);
        pushCount();
        il.Emit(OpCodes.Blt, next);
    }

    /// <summary>Pushes a native integer.</summary>
    public static void PushNative(this ILGenerator il, long value)
    {
        il.Emit(OpCodes.Ldc_I8, value);
        il.Emit(OpCodes.Conv_I);
    }

    /// <summary>Replaces the two topmost numbers a, b of the stack by a + b · factor.</summary>
    public static void AddMultiple(this ILGenerator il, long factor)
    {
        il.PushNative(factor);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Add);
    }

    /// <summary>Calls an operation of the instruction set.</summary>
    public static void Call(this ILGenerator il, SimdSet set, SimdOperation operation) => il.Emit(OpCodes.Call, set.Operation(operation));

    /// <summary>Calls a function of the instruction set.</summary>
    public static void Call(this ILGenerator il, SimdSet set, SimdFunction function) => il.Emit(OpCodes.Call, set.Function(function));

    /// <summary>Pushes a vector with one number in every lane.</summary>
    public static void Constant(this ILGenerator il, SimdSet set, double value)
    {
        if (set.Scalar == typeof(float))
        {
            il.Emit(OpCodes.Ldc_R4, (float)value);
        }
        else
        {
            il.Emit(OpCodes.Ldc_R8, value);
        }

        il.Call(set, SimdOperation.Broadcast);
    }

    /// <summary>Pushes the sum or the maximum of a vector's lanes.</summary>
    public static void FoldLanes(this ILGenerator il, SimdSet set, LocalBuilder vector, bool max)
    {
        il.Emit(OpCodes.Ldloc, vector);
        il.Call(set, max ? SimdOperation.MaxLane : SimdOperation.Sum);
    }
}
