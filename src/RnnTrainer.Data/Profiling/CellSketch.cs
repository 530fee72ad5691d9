using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Profiling;

/// <summary>What the cells of a whole column are, without keeping them.</summary>
/// <param name="Filled">The number of cells that hold a value.</param>
/// <param name="Missing">The number of cells that are empty or hold a missing-value marker.</param>
/// <param name="Bad">The number of cells of a column of numbers that are none.</param>
/// <param name="Min">The least number; infinity without numbers.</param>
/// <param name="Max">The greatest number; minus infinity without numbers.</param>
/// <param name="Distinct">
/// The number of different values, at least: of numbers that are inputs, and from 10,001 on, only a sample is counted.
/// </param>
readonly record struct WholeColumn(long Filled, long Missing, long Bad, double Min, double Max, int Distinct);

/// <summary>Counts the cells of a column, of which a sample is known.</summary>
/// <param name="sample">What the column is taken for.</param>
/// <param name="format">How the file writes numbers.</param>
/// <param name="markers">Of missing values.</param>
/// <param name="end">The number of bytes of the sample, with which the file begins.</param>
/// <param name="hasAll">Whether the sample is to have all values, if it has few: it chose what the column is.</param>
sealed class CellSketch(ColumnFacts sample, CellFormat format, MissingMarkers markers, long end, bool hasAll)
{
    /// <summary>The most different cells that are counted.</summary>
    const int MostDistinct = 10_000;

    /// <summary>A column with so few different values in the sample may be taken for something else by another one.</summary>
    public const int Few = 20;

    readonly bool _isFew = hasAll && (sample.Distinct <= 1 || (sample.Distinct <= Few && (sample.IsText || sample.IsWhole)));
    HashSet<ulong>? _distinct = sample.Distinct > MostDistinct ? null : []; // null: there are more than are counted
    byte[] _last = [];
    int _lastLength = -1;
    Kind _lastKind;
    long _filled, _missing, _bad;
    double _min = double.PositiveInfinity, _max = double.NegativeInfinity;

    enum Kind
    {
        Filled,
        Missing,
        Bad,
    }

    /// <summary>The first place of a value that the sample does not have, where it has only a few.</summary>
    public SamplePlace? Odd { get; private set; }

    /// <summary>The first place of a value in the blocks after the sample, where the sample has hardly any.</summary>
    public SamplePlace? Late { get; private set; }

    /// <summary>Adds the cell of the next row.</summary>
    /// <param name="place">Where the row is.</param>
    public void Add(ReadOnlySpan<byte> cell, SamplePlace place)
    {
        if (cell.Length != _lastLength || !cell.SequenceEqual(_last.AsSpan(0, _lastLength)))
        {
            Remember(cell);
            _lastKind = Read(cell);
            Look(cell, place);
        }

        _filled += _lastKind == Kind.Filled ? 1 : 0;
        _missing += _lastKind == Kind.Missing ? 1 : 0;
        _bad += _lastKind == Kind.Bad ? 1 : 0;
    }

    /// <summary>The column by the sketches of all its parts.</summary>
    public static WholeColumn Of(IReadOnlyList<CellSketch> parts, ColumnFacts sample)
    {
        var distinct = parts.Any(p => p._distinct is null) ? Math.Max(sample.Distinct, MostDistinct + 1)
            : parts.SelectMany(p => p._distinct!).Distinct().Count();
        return new WholeColumn(
            parts.Sum(p => p._filled), parts.Sum(p => p._missing), parts.Sum(p => p._bad), parts.Min(p => p._min), parts.Max(p => p._max),
            distinct);
    }

    void Remember(ReadOnlySpan<byte> cell)
    {
        _last = _last.Length < cell.Length ? new byte[2 * cell.Length] : _last;
        cell.CopyTo(_last);
        _lastLength = cell.Length;
    }

    Kind Read(ReadOnlySpan<byte> cell)
    {
        if (!sample.IsNumber)
        {
            return cell.IsEmpty || (!sample.IsText && markers.Contains(cell)) ? Kind.Missing : Kind.Filled;
        }

        if (NumberText.TryRead(cell, format, out var x))
        {
            if (markers.IsNumber(x))
            {
                return Kind.Missing;
            }

            (_min, _max) = (Math.Min(_min, x), Math.Max(_max, x));
            return Kind.Filled;
        }

        return cell.IsEmpty || markers.Contains(cell) ? Kind.Missing : Kind.Bad;
    }

    void Look(ReadOnlySpan<byte> cell, SamplePlace place)
    {
        if (_lastKind != Kind.Filled)
        {
            return;
        }

        var hash = ColumnProfile.Hash(cell);
        if (_isFew && Odd is null && !sample.Profile.Has(hash))
        {
            Odd = place;
        }

        if (sample.IsSparse && Late is null && place.Offset > end)
        {
            Late = place;
        }

        if (_distinct is not null && _distinct.Add(hash) && _distinct.Count > MostDistinct)
        {
            _distinct = null;
        }
    }
}

/// <summary>Where a row is.</summary>
/// <param name="Before">The place of one of the blocks before that of the row, in bytes.</param>
/// <param name="Offset">The place of the block.</param>
/// <param name="Row">The number of the row in the block.</param>
readonly record struct SamplePlace(long Before, long Offset, int Row);
