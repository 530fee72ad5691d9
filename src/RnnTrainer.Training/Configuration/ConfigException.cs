using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>One mistake in a config.</summary>
/// <param name="File">The file, or the <c>--set key=value</c> that holds it.</param>
/// <param name="Line">From 1; null for a <c>--set</c>.</param>
/// <param name="Column">From 1, in characters; null for a <c>--set</c>.</param>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Hint">What to do; null if the message says it.</param>
public sealed record ConfigError(string File, int? Line, int? Column, string Message, string? Hint)
{
    /// <summary><c>file:line:column: error: message</c>, and the hint on a second line.</summary>
    public override string ToString()
    {
        var where = Line is null ? File : $"{File}:{Line}:{Column}";
        return Printable.Line($"{where}: error: {Message}") + (Hint is null ? "" : $"\n  hint: {Printable.Line(Hint)}");
    }
}

/// <summary>A config cannot be used; <see cref="Errors"/> says why, in the order of the file.</summary>
public sealed class ConfigException(IReadOnlyList<ConfigError> errors)
    : Exception(string.Join('\n', errors))
{
    public ConfigException(ConfigError error)
        : this([error])
    {
    }

    /// <summary>At least one.</summary>
    public IReadOnlyList<ConfigError> Errors { get; } = errors;
}
