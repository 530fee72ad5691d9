using RnnTrainer.Common;

namespace RnnTrainer.Training;

/// <summary>A config cannot be used. <see cref="Errors"/> says why, in the order of the file.</summary>
/// <param name="errors">At least one; the message holds the first 20 and the number of the others.</param>
public sealed class ConfigException(IReadOnlyList<Diagnostic> errors)
    : Exception(Diagnostic.TextOf(errors, errors.Count))
{
    /// <summary>A single error.</summary>
    public ConfigException(Diagnostic error)
        : this([error])
    {
    }

    /// <summary>At least one.</summary>
    public IReadOnlyList<Diagnostic> Errors { get; } = errors;
}
