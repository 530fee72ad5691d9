using System.Reflection.Emit;
using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Autodiff.Kernels.Tiles;

/// <summary>
/// Writes the code of register tiles, <c>C[m,v] = start + Σ_k A[m,k] B[k,v]</c>: for each k it loads V vectors of B once, broadcasts each
/// of M entries of A and does M·V fused multiply-adds. Every entry is summed in the order of k, in the number of chains that the shape
/// names, whatever M and V are, so that the way in which rows are cut into tiles changes no bit.
/// </summary>
sealed class TileEmitter
{
    /// <summary>The number of terms in one iteration, which advances addresses and tests for the end once.</summary>
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
        var method = new DynamicMethod(
            "Tile", typeof(void), [typeof(nint).MakePointerType()], typeof(TileEmitter).Module, skipVisibility: true);
        var emitter = new TileEmitter(shape, set, method.GetILGenerator());
        emitter.Tiles();
        return method.CreateDelegate<TileCode>();
    }

    /// <summary>One call computes many tiles, because a call costs as much as a few terms.</summary>
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

    /// <summary>Pushes the number of full iterations, or of the terms that are left over.</summary>
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

    /// <summary>
    /// A single row uses a vector of B once: as an operand of the multiply-add it needs no register and no load of its own.
    /// </summary>
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
