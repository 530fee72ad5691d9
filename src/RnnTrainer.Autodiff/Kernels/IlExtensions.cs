using System.Reflection.Emit;
using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Idioms of the emitters.</summary>
static class IlExtensions
{
    /// <summary><c>for (index = from; index &lt; to; index += step) body</c>, for a count that is known and at least one.</summary>
    public static void CountedLoop(this ILGenerator il, LocalBuilder index, long from, long to, long step, Action body)
    {
        var next = il.DefineLabel();
        il.PushNative(from);
        il.Emit(OpCodes.Stloc, index);
        il.MarkLabel(next);
        body();
        il.Emit(OpCodes.Ldloc, index);
        il.PushNative(step);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, index);
        if (from + step < to)
        {
            il.Emit(OpCodes.Ldloc, index);
            il.PushNative(to);
            il.Emit(OpCodes.Blt, next);
        }
    }

    /// <summary><c>for (index = 0; index &lt; count; index++) body</c>, for a count that is pushed when the code runs.</summary>
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

    public static void PushNative(this ILGenerator il, long value)
    {
        il.Emit(OpCodes.Ldc_I8, value);
        il.Emit(OpCodes.Conv_I);
    }

    /// <summary>Of the two numbers on the stack, adds the upper one times a constant to the lower one.</summary>
    public static void AddMultiple(this ILGenerator il, long factor)
    {
        il.PushNative(factor);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Add);
    }

    /// <summary>Calls an operation of the instruction set by its name in <see cref="ISimd{V,T}"/>.</summary>
    public static void Operation(this ILGenerator il, SimdSet set, string name) =>
        il.Emit(OpCodes.Call, set.Operation(name));

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

        il.Operation(set, "Broadcast");
    }

    public static void FoldLanes(this ILGenerator il, SimdSet set, LocalBuilder vector, bool max)
    {
        il.Emit(OpCodes.Ldloc, vector);
        il.Operation(set, max ? "MaxLane" : "Sum");
    }
}
