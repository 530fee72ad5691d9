using System.Runtime.InteropServices;

namespace RnnTrainer.Cli.Terminal;

/// <summary>
/// Why the process should stop: SIGINT, SIGTERM, or a reader of the output that is gone. A signal ends the process at once, unless the
/// command has called <see cref="DeferSignals"/> because it has something to save: then the first signal is only recorded.
/// </summary>
sealed class Interruption : IDisposable
{
    readonly List<PosixSignalRegistration> _registrations = [];

    readonly CancellationTokenSource _stop = new();

    volatile bool _isDeferred;
    int _exitCode;

    /// <summary>130 or 143 after a signal, 141 if the reader of the output is gone, else null.</summary>
    public int? Exit => Volatile.Read(ref _exitCode) is var code && code == 0 ? null : code;

    /// <summary>Cancelled when <see cref="Exit"/> is set.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Listens to the process's signals.</summary>
    public static Interruption FromSignals()
    {
        var interruption = new Interruption();
        interruption.Listen(PosixSignal.SIGINT, ExitCode.Interrupted);
        interruption.Listen(PosixSignal.SIGTERM, ExitCode.Terminated);
        return interruption;
    }

    /// <summary>Records an exit code as a signal does, for tests.</summary>
    public void Request(int code)
    {
        Volatile.Write(ref _exitCode, code);
        _stop.Cancel();
    }

    /// <summary>From now on the first signal is only recorded, and the command ends by itself.</summary>
    public void DeferSignals() => _isDeferred = true;

    /// <summary>Records why the command should end, if it ends by itself.</summary>
    /// <returns>Whether the command ends by itself, see <see cref="DeferSignals"/>.</returns>
    internal bool TryDefer(int code)
    {
        if (_isDeferred)
        {
            Interlocked.CompareExchange(ref _exitCode, code, 0);
            _stop.Cancel();
        }

        return _isDeferred;
    }

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _stop.Dispose();
    }

    void Listen(PosixSignal signal, int code) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            if (!_isDeferred || Exit is not null)
            {
#pragma warning disable RS0030 // The second signal asks for the end now: nothing more is waited for.
                Environment.Exit(code);
#pragma warning restore RS0030
            }

            context.Cancel = true;
            Request(code);
        }));
}
