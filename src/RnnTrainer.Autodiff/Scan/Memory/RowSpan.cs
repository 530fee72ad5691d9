using System.Numerics;
using System.Runtime.InteropServices;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Autodiff.Scan.Memory;

/// <summary>Rows of numbers at a constant distance: of a node of the graph, or of a scan's memory.</summary>
/// <param name="Start">The address of the first.</param>
/// <param name="RowBytes">The bytes from row to row.</param>
/// <param name="Width">The numbers in a row; 0: as many as the other side of a copy has.</param>
readonly unsafe record struct RowSpan(nint Start, int RowBytes, int Width, Precision Precision)
{
    /// <summary>The rows of a node's tensor from the given row on.</summary>
    public static RowSpan Of(Tensor tensor, int first)
    {
        var rowBytes = tensor.Shape[^1] * tensor.ElementSize;
        return new RowSpan(tensor.Address + ((nint)first * rowBytes), rowBytes, tensor.Shape[^1], tensor.Precision);
    }

    /// <summary>The rows of a slice at a step.</summary>
    public static RowSpan Of(in Place place, in RowNumbers rows) => new(rows.Address(place), place.RowBytes, 0, Precision.Float32);

    /// <summary>The first numbers of the rows of a slice at a step.</summary>
    public static RowSpan Of(in Place place, in RowNumbers rows, int width, Precision precision) =>
        new(rows.Address(place), place.RowBytes, width, precision);

    public RowSpan Skip(int count) => this with { Start = Start + ((nint)count * RowBytes) };

    /// <summary>The same rows with these units only; null: with all.</summary>
    public RowSpan Only(UnitRange? units, int elementSize) => units is var (first, count)
        ? this with { Start = Start + ((nint)first * elementSize), Width = count }
        : this;

    public void Clear(int count) => NativeMemory.Clear((void*)Start, (nuint)count * (nuint)RowBytes);

    public void CopyTo(RowSpan to, int count)
    {
        var bytes = Math.Max(Width * Precision.Bytes(), to.Width * to.Precision.Bytes());
        for (var m = 0; m < count; m++)
        {
            Buffer.MemoryCopy((void*)Skip(m).Start, (void*)to.Skip(m).Start, bytes, bytes);
        }
    }

    public void AddTo(RowSpan to, int count)
    {
        var (width, precision) = Width > 0 ? (Width, Precision) : (to.Width, to.Precision);
        for (var m = 0; m < count; m++)
        {
            if (precision == Precision.Float32)
            {
                Add(new Span<float>((void*)Skip(m).Start, width), new Span<float>((void*)to.Skip(m).Start, width));
            }
            else
            {
                Add(new Span<double>((void*)Skip(m).Start, width), new Span<double>((void*)to.Skip(m).Start, width));
            }
        }
    }

    static void Add<T>(ReadOnlySpan<T> from, Span<T> to)
        where T : INumber<T>
    {
        for (var n = 0; n < from.Length; n++)
        {
            to[n] += from[n];
        }
    }
}
