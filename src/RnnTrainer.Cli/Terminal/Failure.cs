using System.Text.Json.Nodes;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Cli.Terminal;

/// <summary>Why a command ended without success.</summary>
/// <param name="Exit">See <see cref="ExitCode"/>.</param>
/// <param name="Code">The kind of failure, one word.</param>
/// <param name="Text">What is printed without <c>--json</c>.</param>
/// <param name="Errors">For a program; at least one.</param>
sealed record Failure(int Exit, string Code, string Text, IReadOnlyList<Diagnostic> Errors)
{
    /// <summary>The failure that an exception means. An exception of an unexpected type is a bug in this program.</summary>
    public static Failure From(Exception exception) => exception switch
    {
        ConfigException e => new(ExitCode.Usage, "config", e.Message, e.Errors),
        CellException e => new(ExitCode.Usage, "cell", e.Message, [.. e.Errors.Take(Diagnostic.Most)]),
        DataException e => new(ExitCode.Data, "data", e.Message, e.Errors),
        CheckpointException e => new(ExitCode.Checkpoint, "checkpoint", e.Message, [new(e.File, null, null, e.Problem, e.Hint)]),
        RunException e => Plain(ExitCode.Usage, "usage", e.Message, e.Hint),
        UsageException e => Plain(ExitCode.Usage, "usage", e.Message, e.Hint),
        DivergenceException e => Plain(ExitCode.Diverged, "diverged", e.Message, e.Divergence.Hint),
        IOException or UnauthorizedAccessException => Plain(ExitCode.Usage, "file", exception.Message, null),
        OutOfMemoryException => Plain(
            ExitCode.Usage,
            "memory",
            $"the memory is not enough: {AvailableMemory.Format(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} may be used",
            "let the command use more (--memory SIZE), or give it less data or a smaller model"),
        _ => Plain(
            ExitCode.Internal, "internal", $"{exception.GetType().Name}: {exception.Message}",
            "this is a bug in rnn; --verbose shows where"),
    };

    /// <summary>The errors as <c>--json</c> prints them.</summary>
    public IEnumerable<JsonObject> ToJson() => Errors.Select(error => new JsonObject
    {
        ["code"] = Code,
        ["message"] = error.Message,
        ["file"] = error.File,
        ["line"] = error.Line,
        ["column"] = error.Column,
        ["hint"] = error.Hint,
    });

    /// <summary>Training was stopped by a signal, or because the reader of the output is gone, after a checkpoint was written.</summary>
    /// <param name="hint">How to resume.</param>
    public static Failure FromInterruption(int exit, string hint) => exit == ExitCode.ReaderGone
        ? Plain(exit, "reader-gone", "the reader of the output is gone: stopped after a checkpoint was written", hint)
        : Plain(
            exit, exit == ExitCode.Interrupted ? "interrupted" : "terminated", "stopped by a signal after a checkpoint was written", hint);

    /// <summary>A failure with one error in no file.</summary>
    public static Failure Plain(int exit, string code, string message, string? hint)
    {
        var error = new Diagnostic(null, null, null, message, hint);
        return new(exit, code, error.ToString(), [error]);
    }
}
