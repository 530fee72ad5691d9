using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>Recognises the cells that hold nothing.</summary>
sealed class MissingMarkers(DataOptions options)
{
    readonly byte[][] marks = [.. options.MissingMarkers.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether they are replaced; else they are mistakes.</summary>
    public bool Allowed { get; } = options.Missing != MissingPolicy.Error;

    /// <summary>Whether some marks, such as -999, would be numbers if they were not named.</summary>
    public bool HasNumbers { get; } = options.Missing != MissingPolicy.Error && options.MissingMarkers.Any(m => NumberText.Resembles(Encoding.UTF8.GetBytes(m)) && !m.Equals("nan", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a cell is a number that only marks a missing one.</summary>
    public bool IsNumber(ReadOnlySpan<byte> cell) => HasNumbers && Has(cell);

    public bool Has(ReadOnlySpan<byte> cell)
    {
        foreach (var mark in marks)
        {
            if (mark.Length == cell.Length && (mark.Length == 0 || Ascii.EqualsIgnoreCase(mark, cell)))
                return true;
        }

        return false;
    }
}
