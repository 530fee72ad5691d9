using System.Diagnostics.CodeAnalysis;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Parsing;

/// <summary>Collects the errors of a text.</summary>
sealed class Diagnostics(SourceText source)
{
    readonly List<Diagnostic> _errors = [];

    public SourceText Source { get; } = source;

    public int Count => _errors.Count;

    public void Add(Word at, string message, string? hint = null) => Add(Source.ErrorAt(at, message, hint));

    public void Add(Diagnostic error) => _errors.Add(error);

    /// <summary>Gives up the line that is being read.</summary>
    /// <exception cref="CellException">Always; the reader of the lines collects its errors.</exception>
    [DoesNotReturn]
    public void GiveUp(Word at, string message, string? hint = null) => throw new CellException(Source.ErrorAt(at, message, hint));

    /// <summary>Gives up the text if it has errors.</summary>
    /// <exception cref="CellException">With every error found, in the order of the text.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new CellException([.. _errors.Distinct().OrderBy(e => e.Line).ThenBy(e => e.Column)]);
        }
    }
}
