namespace RnnTrainer.Cli.Terminal;

/// <summary>The exit codes of the program.</summary>
static class ExitCode
{
    public const int Success = 0;
    public const int Internal = 1;
    public const int Usage = 2;
    public const int Data = 3;
    public const int Check = 4;
    public const int Diverged = 5;
    public const int Checkpoint = 6;
    public const int Interrupted = 130;
    public const int ReaderGone = 141;
    public const int Terminated = 143;

    /// <summary>Every code and its meaning, for the help.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Success, "success"),
        (Internal, "internal error: a bug"),
        (Usage, "usage or config"),
        (Data, "data"),
        (Check, "a check did not hold (gradcheck, --fail-under)"),
        (Diverged, "training diverged; the last good checkpoint is kept"),
        (Checkpoint, "checkpoint unreadable or incompatible"),
        (Interrupted, "interrupted (SIGINT); train writes a checkpoint first"),
        (ReaderGone, "the reader of the output is gone; train writes a checkpoint first"),
        (Terminated, "terminated (SIGTERM); train writes a checkpoint first"),
    ];
}
