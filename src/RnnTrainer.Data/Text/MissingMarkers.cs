using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>Recognizes the cells that stand for a missing value.</summary>
sealed class MissingMarkers
{
    readonly CellFormat _format;
    readonly byte[][] _markers;
    readonly double[] _numbers; // -999 is also written -999.0 and -9.99e2

    public MissingMarkers(DataOptions options)
    {
        (_format, AreAllowed) = (CellFormat.Of(options), options.Missing != MissingPolicy.Error);
        _markers = [.. options.MissingMarkers.Select(Encoding.UTF8.GetBytes)];
        _numbers = AreAllowed ? [.. _markers.SelectMany(Numbers)] : [];
    }

    /// <summary>Whether missing values are replaced; otherwise they are errors.</summary>
    public bool AreAllowed { get; }

    /// <summary>Whether numbers such as -999 are listed as markers.</summary>
    public bool HasNumbers => _numbers.Length > 0;

    /// <summary>Whether a number such as -999 is listed as a marker. Always false if missing values are errors.</summary>
    public bool IsNumber(double x) => _numbers.Length > 0 && Array.IndexOf(_numbers, x) >= 0;

    /// <summary>Whether a cell is one of the markers, upper and lower case alike.</summary>
    public bool Contains(ReadOnlySpan<byte> cell)
    {
        foreach (var marker in _markers)
        {
            if (marker.Length == cell.Length && (marker.Length == 0 || Ascii.EqualsIgnoreCase(marker, cell)))
            {
                return true;
            }
        }

        return _numbers.Length > 0 && NumberText.TryRead(cell, _format, out var x) && IsNumber(x);
    }

    // As a config writes it, or as the file does.
    double[] Numbers(byte[] marker) =>
        NumberText.TryRead(marker, out var x) || NumberText.TryRead(marker, _format, out x) ? [x] : [];
}
