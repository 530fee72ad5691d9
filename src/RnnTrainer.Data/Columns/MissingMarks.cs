using System.Text;

namespace RnnTrainer.Data;

/// <summary>Recognises the cells that hold nothing.</summary>
sealed class MissingMarks(DataOptions options)
{
    readonly byte[][] marks = [.. options.MissingMarks.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether they are replaced; else they are mistakes.</summary>
    public bool Allowed { get; } = options.Missing != MissingPolicy.Error;

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
