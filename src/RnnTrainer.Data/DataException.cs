using RnnTrainer.Common;

namespace RnnTrainer.Data;

/// <summary>Data cannot be used. <see cref="Errors"/> says why, in the order of the file.</summary>
public sealed class DataException : Exception
{
    /// <param name="errors">At least one.</param>
    /// <param name="total">The number of errors, at least that of <paramref name="errors"/>.</param>
    public DataException(IReadOnlyList<Diagnostic> errors, int total)
        : base(Diagnostic.TextOf(errors, total))
    {
        Errors = [.. errors.Take(Diagnostic.Most)];
        Total = total;
    }

    /// <summary>A single error.</summary>
    public DataException(Diagnostic error)
        : this([error], 1)
    {
    }

    /// <summary>The first errors that differ, at most 20.</summary>
    public IReadOnlyList<Diagnostic> Errors { get; }

    /// <summary>The number of all errors.</summary>
    public int Total { get; }
}
