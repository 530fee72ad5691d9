using System.Reflection.Emit;
using RnnTrainer.Autodiff.Kernels;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Writes the code of a loop nest: the outer indexes as counted loops, the inner one in vectors with a scalar tail.</summary>
sealed class LoopEmitter
{
    readonly LoopNest _nest;
    readonly SimdSet _vectors;
    readonly SimdSet _scalars;
    readonly ILGenerator _il;
    readonly Dictionary<LoopIndex, LocalBuilder> _index = [];
    readonly Dictionary<Reference, LocalBuilder> _address = [];
    readonly int _elementSize;

    LoopEmitter(LoopNest nest, SimdSet vectors, SimdSet scalars, ILGenerator il)
    {
        (_nest, _vectors, _scalars, _il) = (nest, vectors, scalars, il);
        _elementSize = nest.Statements[0].Statement.Target.Tensor.ElementSize;
    }

    public static LoopCode Emit(LoopNest nest, SimdSet vectors, SimdSet scalars)
    {
        var method = new DynamicMethod(
            "Loops", typeof(void), [typeof(nint).MakePointerType(), typeof(nint)], typeof(LoopEmitter).Module, skipVisibility: true);
        var emitter = new LoopEmitter(nest, vectors, scalars, method.GetILGenerator());
        emitter.OuterLoops(0);
        emitter._il.Emit(OpCodes.Ret);
        return method.CreateDelegate<LoopCode>();
    }

    void OuterLoops(int depth)
    {
        if (depth == _nest.Outer.Count)
        {
            foreach (var reference in _nest.References.Where(r => !r.Tensor.IsInteger))
            {
                SetAddress(reference);
            }

            InnerLoop();
            return;
        }

        var index = _nest.Outer[depth];
        var counter = _index[index] = _il.DeclareLocal(typeof(nint));
        if (index == _nest.Rows)
        {
            _il.CountedLoop(counter, () => _il.Emit(OpCodes.Ldarg_1), () => OuterLoops(depth + 1));
        }
        else
        {
            _il.CountedLoop(counter, 0, _nest.Size(index), 1, () => OuterLoops(depth + 1));
        }
    }

    /// <summary>The address of the reference where the inner index is 0.</summary>
    void SetAddress(Reference reference)
    {
        var address = _address.TryGetValue(reference, out var known) ? known : _address[reference] = _il.DeclareLocal(typeof(nint));
        PushAddress(reference);
        _il.Emit(OpCodes.Stloc, address);
    }

    void PushAddress(Reference reference)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldc_I4, _nest.Slot(reference.Tensor) * sizeof(long));
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Ldind_I);
        foreach (var index in _nest.Outer)
        {
            if (_nest.Stride(reference, index) is var stride and not 0)
            {
                _il.Emit(OpCodes.Ldloc, _index[index]);
                _il.AddMultiple((long)stride * reference.Tensor.ElementSize);
            }
        }

        for (var dimension = 0; dimension < reference.Subscripts.Length; dimension++)
        {
            if (reference.Subscripts[dimension] is Gather gather)
            {
                PushAddress(gather.Entry);
                _il.Emit(OpCodes.Ldind_I4);
                _il.Emit(OpCodes.Ldc_I4, reference.Tensor.Shape[dimension]);
                _il.Emit(OpCodes.Call, typeof(GatherCheck).GetMethod(nameof(GatherCheck.Inside))!);
                _il.Emit(OpCodes.Conv_I);
                _il.AddMultiple((long)_nest.Stride(reference, dimension) * reference.Tensor.ElementSize);
            }
        }
    }

    void InnerLoop()
    {
        if (_nest.Inner is not { } inner)
        {
            new BodyEmitter(_il, _nest, _scalars, _address, position: null).Accumulate();
            return;
        }

        var position = _il.DeclareLocal(typeof(nint));
        var size = _nest.Size(inner);
        var whole = size / _vectors.Count * _vectors.Count;
        if (_nest.Sums(_nest.Statements[0].Statement))
        {
            Reduce(position, whole, size);
        }
        else if (_nest.IsPadded)
        {
            Map(_vectors, position, 0, (size + _vectors.Count - 1) / _vectors.Count * _vectors.Count);
        }
        else
        {
            Map(_vectors, position, 0, whole);
            Map(_scalars, position, whole, size);
        }
    }

    void Map(SimdSet set, LocalBuilder position, int from, int to)
    {
        if (from < to)
        {
            var body = new BodyEmitter(_il, _nest, set, _address, position);
            body.HoistConstants();
            _il.CountedLoop(position, (long)from * _elementSize, (long)to * _elementSize, (long)set.Count * _elementSize, body.Accumulate);
        }
    }

    /// <summary>The target is constant along the inner index: vectors and tail are summed apart, then added to the target.</summary>
    void Reduce(LocalBuilder position, int whole, int size)
    {
        var part = Sum(_vectors, position, 0, whole);
        var rest = Sum(_scalars, position, whole, size);
        var body = new BodyEmitter(_il, _nest, _scalars, _address, position: null);
        var assigns = _nest.Statements[0].Assigns;
        foreach (var (set, sum) in new[] { (_vectors, part), (_scalars, rest) })
        {
            if (sum is not null)
            {
                body.AccumulateScalar(
                    assigns, () => _il.FoldLanes(set, sum, _nest.Statements[0].Statement.Accumulation == Accumulation.Max));
                assigns = false;
            }
        }
    }

    LocalBuilder? Sum(SimdSet set, LocalBuilder position, int from, int to)
    {
        if (from >= to)
        {
            return null;
        }

        var body = new BodyEmitter(_il, _nest, set, _address, position);
        body.HoistConstants();
        var sum = body.StartSum();
        _il.CountedLoop(position, (long)from * _elementSize, (long)to * _elementSize, (long)set.Count * _elementSize, body.AddToSum);
        return sum;
    }
}
