using System.Reflection.Emit;
using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Autodiff.Kernels.Tiles;

/// <summary>
/// Writes register tiles: per k, V vectors of B are loaded once and each of M entries of A is broadcast against them, M·V fused
/// multiply-adds in all. Every entry of the result is summed in the order of k (in several chains if the shape says so) whatever M and V,
/// so how rows are cut into tiles does not change a bit. Reference: <c>C[m, v] = start + Σ_k A[m, k] B[k, v]</c> by the interpreter.
/// </summary>
sealed class TileEmitter
{
    /// <summary>Terms at a time: addresses are moved and the loop's end is looked at once for them all.</summary>
    const int Unroll = 4;

    readonly TileShape _shape;
    readonly SimdSet _set;
    readonly ILGenerator _il;
    readonly LocalBuilder[,,] _c;
    readonly LocalBuilder[] _b;
    readonly int _vectorBytes;

    TileEmitter(TileShape shape, SimdSet set, ILGenerator il)
    {
        (_shape, _set, _il) = (shape, set, il);
        _vectorBytes = set.Count * (set.Scalar == typeof(float) ? sizeof(float) : sizeof(double));
        _c = new LocalBuilder[shape.Chains, shape.M, shape.V];
        _b = [.. Enumerable.Range(0, shape.V).Select(_ => il.DeclareLocal(set.Vector))];
        for (var chain = 0; chain < shape.Chains; chain++)
        {
            ForEach((m, v) => _c[chain, m, v] = il.DeclareLocal(set.Vector));
        }
    }

    public static TileCode Emit(TileShape shape, SimdSet set)
    {
        var method = new DynamicMethod("Tile", typeof(void), [typeof(nint).MakePointerType()], typeof(TileEmitter).Module, skipVisibility: true);
        var emitter = new TileEmitter(shape, set, method.GetILGenerator());
        emitter.Tiles();
        return method.CreateDelegate<TileCode>();
    }

    /// <summary>A call does many tiles, as calls and what goes before them cost as much as a few terms.</summary>
    void Tiles()
    {
        var next = _il.DefineLabel();
        _il.MarkLabel(next);
        Begin();
        for (var term = 0; term < _shape.Terms.Count; term++)
        {
            Accumulate(_shape.Terms[term], term);
        }

        End();
        for (var term = 0; term < _shape.Terms.Count; term++)
        {
            AddToArgument(TileArguments.A(term), _shape.M * _shape.Terms[term].ARow);
        }

        AddToArgument(TileArguments.Result, _shape.M * _shape.CRow);
        AddToArgument(TileArguments.Tiles, -1);
        PushArgument(TileArguments.Tiles);
        _il.Emit(OpCodes.Brtrue, next);
        _il.Emit(OpCodes.Ret);
    }

    void Begin()
    {
        var from = _il.DeclareLocal(typeof(nint));
        PushArgument(_shape.Start == TileStart.Row ? TileArguments.StartRow : TileArguments.Result);
        _il.Emit(OpCodes.Stloc, from);
        ForEach((m, v) =>
        {
            if (_shape.Start == TileStart.Zero)
            {
                _il.Constant(_set, 0);
            }
            else
            {
                PushOffset(from, (_shape.Start == TileStart.Row ? 0 : m * _shape.CRow) + (v * _vectorBytes));
                if (IsPart(v))
                {
                    _il.Emit(OpCodes.Ldc_I4, _shape.Tail);
                }

                _il.Call(_set, IsPart(v) ? SimdOperation.LoadPart : SimdOperation.Load);
            }

            _il.Emit(OpCodes.Stloc, _c[0, m, v]);
            for (var chain = 1; chain < _shape.Chains; chain++)
            {
                _il.Constant(_set, 0);
                _il.Emit(OpCodes.Stloc, _c[chain, m, v]);
            }
        });
    }

    void Accumulate(TileTerm term, int n)
    {
        var (a, b, left) = (_il.DeclareLocal(typeof(nint)), _il.DeclareLocal(typeof(nint)), _il.DeclareLocal(typeof(nint)));
        PushArgument(TileArguments.A(n));
        _il.Emit(OpCodes.Stloc, a);
        PushArgument(TileArguments.B(n));
        _il.Emit(OpCodes.Stloc, b);
        if (term.K is { } K)
        {
            if (K >= Unroll)
            {
                _il.CountedLoop(left, 0, K / Unroll, 1, () => Steps(term, a, b, Unroll));
            }

            Steps(term, a, b, K % Unroll);
        }
        else
        {
            _il.CountedLoop(left, () => PushQuotient(TileArguments.K(n), OpCodes.Div_Un), () => Steps(term, a, b, Unroll));
            _il.CountedLoop(left, () => PushQuotient(TileArguments.K(n), OpCodes.Rem_Un), () => Steps(term, a, b, 1));
        }
    }

    /// <summary>How often all the terms of a loop are done, or how many are left over.</summary>
    void PushQuotient(int slot, OpCode operation)
    {
        PushArgument(slot);
        _il.PushNative(Unroll);
        _il.Emit(operation);
    }

    void Steps(TileTerm term, LocalBuilder a, LocalBuilder b, int count)
    {
        for (var n = 0; n < count; n++)
        {
            for (var v = 0; v < _shape.V && _shape.M > 1; v++)
            {
                PushB(term, b, n, v);
                _il.Emit(OpCodes.Stloc, _b[v]);
            }

            for (var m = 0; m < _shape.M; m++)
            {
                Row(term, a, b, m, n);
            }
        }

        Advance(a, count * term.AStep);
        Advance(b, count * term.BStep);
    }

    void Row(TileTerm term, LocalBuilder a, LocalBuilder b, int m, int n)
    {
        var (entry, chain) = (_il.DeclareLocal(_set.Vector), n % term.Chains);
        PushOffset(a, (m * term.ARow) + (n * term.AStep));
        _il.Emit(_set.Scalar == typeof(float) ? OpCodes.Ldind_R4 : OpCodes.Ldind_R8);
        _il.Call(_set, SimdOperation.Broadcast);
        _il.Emit(OpCodes.Stloc, entry);
        for (var v = 0; v < _shape.V; v++)
        {
            _il.Emit(OpCodes.Ldloc, entry);
            if (_shape.M > 1)
            {
                _il.Emit(OpCodes.Ldloc, _b[v]);
            }
            else
            {
                PushB(term, b, n, v);
            }

            _il.Emit(OpCodes.Ldloc, _c[chain, m, v]);
            _il.Call(_set, SimdOperation.MultiplyAdd);
            _il.Emit(OpCodes.Stloc, _c[chain, m, v]);
        }
    }

    /// <summary>A lone row takes a vector of B once: as an operand of the multiply-add it needs no register and no instruction of its own.</summary>
    void PushB(TileTerm term, LocalBuilder b, int n, int v)
    {
        PushOffset(b, (n * term.BStep) + (v * term.BVector));
        _il.Call(_set, SimdOperation.Load);
    }

    void End()
    {
        var to = _il.DeclareLocal(typeof(nint));
        PushArgument(TileArguments.Result);
        _il.Emit(OpCodes.Stloc, to);
        ForEach((m, v) =>
        {
            PushOffset(to, (m * _shape.CRow) + (v * _vectorBytes));
            _il.Emit(OpCodes.Ldloc, _c[0, m, v]);
            for (var chain = 1; chain < _shape.Chains; chain++)
            {
                _il.Emit(OpCodes.Ldloc, _c[chain, m, v]);
                _il.Call(_set, SimdOperation.Add);
            }

            if (IsPart(v))
            {
                _il.Emit(OpCodes.Ldc_I4, _shape.Tail);
            }

            _il.Call(_set, IsPart(v) ? SimdOperation.StorePart : SimdOperation.Store);
        });
    }

    bool IsPart(int v) => _shape.Tail > 0 && v == _shape.V - 1;

    void ForEach(Action<int, int> body)
    {
        for (var m = 0; m < _shape.M; m++)
        {
            for (var v = 0; v < _shape.V; v++)
            {
                body(m, v);
            }
        }
    }

    void PushArgument(int slot)
    {
        PushSlot(slot);
        _il.Emit(OpCodes.Ldind_I);
    }

    void AddToArgument(int slot, int number)
    {
        PushSlot(slot);
        PushArgument(slot);
        _il.PushNative(number);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stind_I);
    }

    void PushSlot(int slot)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldc_I4, slot * sizeof(long));
        _il.Emit(OpCodes.Add);
    }

    void PushOffset(LocalBuilder address, int bytes)
    {
        _il.Emit(OpCodes.Ldloc, address);
        if (bytes != 0)
        {
            _il.Emit(OpCodes.Ldc_I4, bytes);
            _il.Emit(OpCodes.Conv_I);
            _il.Emit(OpCodes.Add);
        }
    }

    void Advance(LocalBuilder address, int bytes)
    {
        PushOffset(address, bytes);
        _il.Emit(OpCodes.Stloc, address);
    }
}
