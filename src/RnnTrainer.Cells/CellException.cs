namespace RnnTrainer.Cells;

/// <summary>One mistake in the text of a cell, or what may be one.</summary>
/// <param name="File">The text's name: its path, mostly.</param>
/// <param name="Line">From 1; null if it concerns the whole file.</param>
/// <param name="Column">From 1, in characters; null if it concerns the whole file.</param>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Hint">What to do; null if the message says it.</param>
/// <param name="Source">The line, and under it <c>^^^</c> below the word; null if it concerns the whole file.</param>
/// <param name="IsWarning">Whether the text can be used as it is.</param>
public sealed record CellError(string File, int? Line, int? Column, string Message, string? Hint = null, string? Source = null, bool IsWarning = false)
{
    /// <summary><c>file:line:column: error: message</c> or <c>warning:</c>, the source line, the hint.</summary>
    public override string ToString()
    {
        var where = Line is null ? File : $"{File}:{Line}:{Column}";
        return $"{where}: {(IsWarning ? "warning" : "error")}: {Message}" + (Source is null ? "" : $"\n{Source}") + (Hint is null ? "" : $"\n  hint: {Hint}");
    }
}

/// <summary>The text of a cell cannot be used; <see cref="Errors"/> says why, in the order of the text.</summary>
public sealed class CellException(IReadOnlyList<CellError> errors)
    : Exception(string.Join('\n', errors.Take(Most)) + (errors.Count - Most) switch
    {
        <= 0 => "",
        1 => "\n… and 1 more error",
        var more => $"\n… and {more} more errors",
    })
{
    /// <summary>As many are told; the rest is counted.</summary>
    public const int Most = 20;

    public CellException(CellError error)
        : this([error])
    {
    }

    /// <summary>At least one.</summary>
    public IReadOnlyList<CellError> Errors { get; } = errors;
}
