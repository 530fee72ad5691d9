namespace RnnTrainer.Autodiff.Graphs;

/// <summary>Copies of the rows of some tensors, for each segment of a batch.</summary>
sealed unsafe class KeptRows(IReadOnlyList<Tensor> tensors)
{
    readonly List<byte[][]> _segments = [];

    /// <summary>The bytes of a row of all tensors.</summary>
    public long BytesOfRow => tensors.Sum(t => (long)RowBytes(t));

    /// <summary>Copies the rows in use.</summary>
    public void Keep(int segment)
    {
        while (_segments.Count <= segment)
        {
            _segments.Add([.. tensors.Select(_ => Array.Empty<byte>())]);
        }

        for (var n = 0; n < tensors.Count; n++)
        {
            var rows = Rows(tensors[n]);
            if (_segments[segment][n].Length < rows.Length)
            {
                _segments[segment][n] = new byte[rows.Length];
            }

            rows.CopyTo(_segments[segment][n]);
        }
    }

    /// <summary>Copies the rows of a segment back.</summary>
    public void Restore(int segment)
    {
        for (var n = 0; n < tensors.Count; n++)
        {
            var rows = Rows(tensors[n]);
            _segments[segment][n].AsSpan(0, rows.Length).CopyTo(rows);
        }
    }

    static int RowBytes(Tensor tensor) => tensor.Length / tensor.Shape[0] * tensor.ElementSize;

    static Span<byte> Rows(Tensor tensor) => new((void*)tensor.Address, checked(tensor.Rows!.Used * RowBytes(tensor)));
}
