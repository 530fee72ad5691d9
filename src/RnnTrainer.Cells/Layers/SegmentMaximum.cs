using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Graphs;
using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Cells.Layers;

/// <summary>
/// The maximum m over the rows of all segments, the number n of rows that have it, and <c>h = m/n + m/n + …</c>, n times: the sum that
/// <see cref="Pooling.Max(Graph, Node, Input)"/> adds up.
/// </summary>
/// <param name="rows">The rows of the present segment.</param>
/// <param name="y">[R,J].</param>
/// <param name="segment">The example that each row belongs to.</param>
sealed class SegmentMaximum(RowCount rows, Tensor y, Tensor segment, Tensor m, Tensor n, Tensor h) : ISegmentPart
{
    bool _isAgain;

    public void BeginForward()
    {
        m.Fill(double.NegativeInfinity);
        n.Fill(0);
    }

    public void Enter(int segment, bool isAgain) => _isAgain = isAgain;

    public void ForwardSegment()
    {
        if (_isAgain)
        {
            return;
        }

        if (y.Precision == Precision.Float32)
        {
            Take(y.Singles, m.Singles, n.Singles);
        }
        else
        {
            Take(y.Doubles, m.Doubles, n.Doubles);
        }
    }

    public void EndForward()
    {
        if (y.Precision == Precision.Float32)
        {
            Sum(m.Singles, n.Singles, h.Singles);
        }
        else
        {
            Sum(m.Doubles, n.Doubles, h.Doubles);
        }
    }

    public void BeginBackward()
    {
    }

    public void BackwardSegment()
    {
    }

    public void EndBackward()
    {
    }

    void Take<T>(ReadOnlySpan<T> y, Span<T> m, Span<T> n)
        where T : INumber<T>
    {
        var J = h.Shape[1];
        for (var r = 0; r < rows.Used; r++)
        {
            var first = segment.Integers[r] * J;
            var from = y.Slice(r * J, J);
            var most = m.Slice(first, J);
            var count = n.Slice(first, J);
            for (var j = 0; j < J; j++)
            {
                if (from[j] > most[j])
                {
                    (most[j], count[j]) = (from[j], T.One);
                }
                else if (from[j] == most[j])
                {
                    count[j] += T.One;
                }
            }
        }
    }

    static void Sum<T>(ReadOnlySpan<T> m, ReadOnlySpan<T> n, Span<T> h)
        where T : INumber<T>
    {
        for (var i = 0; i < h.Length; i++)
        {
            h[i] = T.Zero;
            for (var count = T.Zero; count < n[i]; count += T.One)
            {
                h[i] += m[i] / n[i];
            }
        }
    }
}
