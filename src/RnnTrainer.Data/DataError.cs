namespace RnnTrainer.Data;

/// <summary>One mistake in a file.</summary>
/// <param name="File">The path as the user gave it.</param>
/// <param name="Line">1-based; 0 when the mistake is about the file as a whole.</param>
/// <param name="Column">The 1-based character in the line where the field begins, its quote included; 0 when it is about the line as a whole.</param>
/// <param name="Message">What was found.</param>
/// <param name="Hint">What to do about it.</param>
public sealed record DataError(string File, int Line, int Column, string Message, string? Hint)
{
    /// <summary>How many mistakes it stands for: the message speaks of the others too.</summary>
    public int Count { get; init; } = 1;

    /// <summary><c>train.csv:812:17: error: 'abc' is not a number in column 'x2'</c> and the hint, if any, on a second line.</summary>
    public override string ToString() =>
        Printable.Line($"{Place}: error: {Message}") + (Hint is null ? "" : $"\n  hint: {Printable.Line(Hint)}");

    string Place => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => $"{File}:{Line}",
        _ => $"{File}:{Line}:{Column}",
    };
}
