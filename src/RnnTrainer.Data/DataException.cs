namespace RnnTrainer.Data;

/// <summary>Data that cannot be used, with every mistake found, up to <see cref="MostErrors"/> of them.</summary>
public sealed class DataException : Exception
{
    /// <summary>How many different mistakes of a file are kept; the others are counted.</summary>
    public const int MostErrors = 20;

    /// <param name="errors">The mistakes, at least one.</param>
    /// <param name="total">How many there were; at least as many as <paramref name="errors"/>.</param>
    public DataException(IReadOnlyList<DataError> errors, int total)
        : base(Text(errors, total))
    {
        Errors = [.. errors.Take(MostErrors)];
        Total = total;
    }

    public DataException(DataError error)
        : this([error], 1)
    {
    }

    /// <summary>In the order of the file, at most <see cref="MostErrors"/>.</summary>
    public IReadOnlyList<DataError> Errors { get; }

    /// <summary>How many mistakes the file has in all.</summary>
    public int Total { get; }

    static string Text(IReadOnlyList<DataError> errors, int total)
    {
        var shown = Math.Min(errors.Count, MostErrors);
        var text = string.Join('\n', errors.Take(shown).Select((e, n) => n + 1 < shown && errors[n + 1].Hint == e.Hint ? e with { Hint = null } : e)); // a hint once, behind all that it is for
        return (total - errors.Take(shown).Sum(e => e.Count)) switch
        {
            0 => text,
            1 => $"{text}\n… and 1 more error",
            var more => $"{text}\n… and {more} more errors",
        };
    }
}
