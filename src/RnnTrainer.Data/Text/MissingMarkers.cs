using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>Recognizes the cells that stand for a missing value.</summary>
sealed class MissingMarkers(DataOptions options)
{
    readonly byte[][] _markers = [.. options.MissingMarkers.Select(Encoding.UTF8.GetBytes)];
    readonly bool _hasNumbers = options.Missing != MissingPolicy.Error && options.MissingMarkers.Any(IsNumeric);

    /// <summary>Whether missing values are replaced; otherwise they are errors.</summary>
    public bool AreAllowed { get; } = options.Missing != MissingPolicy.Error;

    /// <summary>Whether a cell is a number such as -999 that is listed as a marker. Always false if missing values are errors.</summary>
    public bool IsNumber(ReadOnlySpan<byte> cell) => _hasNumbers && Contains(cell);

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

        return false;
    }

    static bool IsNumeric(string marker) =>
        NumberError.Resembles(Encoding.UTF8.GetBytes(marker)) && !marker.Equals("nan", StringComparison.OrdinalIgnoreCase);
}
