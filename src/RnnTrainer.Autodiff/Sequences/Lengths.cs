namespace RnnTrainer.Autodiff;

/// <summary>
/// A batch of sequences of unequal lengths, longest first, without padding: step t has the rows of the first N(t) examples,
/// and the rows of all steps follow one another.
/// </summary>
public sealed class Lengths
{
    readonly int[] _lengths;
    readonly int[] _rows;
    readonly int[] _offsets;

    /// <param name="lengths">Steps of each example, at least 1, never increasing.</param>
    public Lengths(IReadOnlyList<int> lengths)
    {
        _lengths = [.. lengths];
        if (_lengths.Length == 0 || _lengths[^1] < 1 || !_lengths.SequenceEqual(_lengths.OrderDescending()))
        {
            throw new ArgumentException($"Lengths must be positive and sorted, longest first: {string.Join(", ", lengths)}.", nameof(lengths));
        }

        _rows = new int[_lengths[0]];
        _offsets = new int[_lengths[0] + 1];
        var running = _lengths.Length;
        for (var t = 0; t < Steps; t++)
        {
            while (_lengths[running - 1] <= t)
            {
                running--;
            }

            _rows[t] = running;
            _offsets[t + 1] = _offsets[t] + running;
        }
    }

    /// <summary>B examples of T steps each.</summary>
    public static Lengths Equal(int batch, int steps) => new([.. Enumerable.Repeat(steps, batch)]);

    /// <summary>B, the number of examples.</summary>
    public int Batch => _lengths.Length;

    /// <summary>T, the length of the longest example.</summary>
    public int Steps => _lengths[0];

    /// <summary>The number of rows of all steps together.</summary>
    public int Total => _offsets[^1];

    public int this[int example] => _lengths[example];

    /// <summary>N(t), how many examples have a step t.</summary>
    public int Rows(int t) => t < _rows.Length ? _rows[t] : 0;

    /// <summary>The row at which step t begins.</summary>
    public int Offset(int t) => _offsets[t];
}
