using System.Runtime.InteropServices;
using RnnTrainer.Cells.Language.Parsing;

namespace RnnTrainer.Cli.Terminal;

/// <summary>
/// SIGINT and SIGTERM, and a reader of the output that is gone. A command that has something to save asks to be patient: it is told once, and ends by itself;
/// a second signal ends the process at once, and so does the first one for every other command.
/// </summary>
sealed class Interruption : IDisposable
{
    readonly List<PosixSignalRegistration> registrations = [];

    readonly CancellationTokenSource stop = new();

    volatile bool patient;
    int exitCode;

    /// <summary>130 or 143 once a signal has come, 141 once the reader of the output is gone, else null.</summary>
    public int? Exit => Volatile.Read(ref exitCode) is var code && code == 0 ? null : code;

    /// <summary>Cancelled when <see cref="Exit"/> is set.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>Listens to the process's signals.</summary>
    public static Interruption FromSignals()
    {
        var interruption = new Interruption();
        interruption.Listen(PosixSignal.SIGINT, ExitCode.Interrupted);
        interruption.Listen(PosixSignal.SIGTERM, ExitCode.Terminated);
        return interruption;
    }

    /// <summary>What a signal does, for tests.</summary>
    public void Request(int code)
    {
        Volatile.Write(ref exitCode, code);
        stop.Cancel();
    }

    /// <summary>From now on the first signal is only noted.</summary>
    public void DeferSignals() => patient = true;

    /// <summary>Notes why the command is to end, and lets it end by itself, if it has asked for that.</summary>
    /// <returns>Whether it has.</returns>
    internal bool Notes(int code)
    {
        if (patient)
        {
            Interlocked.CompareExchange(ref exitCode, code, 0);
            stop.Cancel();
        }

        return patient;
    }

    public void Dispose()
    {
        registrations.ForEach(r => r.Dispose());
        stop.Dispose();
    }

    void Listen(PosixSignal signal, int code) =>
        registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            if (!patient || Exit is not null)
            {
#pragma warning disable RS0030 // The second signal asks for the end now: nothing more is waited for.
                Environment.Exit(code);
#pragma warning restore RS0030
            }

            context.Cancel = true;
            Request(code);
        }));
}
