using RnnTrainer.Training.Files;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Training.Sweeps;

/// <summary>A run that this process alone may train, until it is disposed. Its file is written again and again, so that other machines see
/// that this process lives.</summary>
sealed class RunClaim : IDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    readonly string _path;
    readonly ITimer _timer;
    readonly Lock _writing = new();
    ClaimState _state = new(ProcessIdentity.OfThis(), ClaimState.ThisSpace, 0, IsReleased: false);

    RunClaim(string path, ProcessIdentity? dead, TimeProvider time)
    {
        (_path, Dead) = (path, dead);
        Write(isReleased: false);
        _timer = time.CreateTimer(_ => Write(isReleased: false), null, Interval, Interval);
    }

    /// <summary>The process that had the run before and died; null: there was none.</summary>
    public ProcessIdentity? Dead { get; }

    /// <summary>Makes the file of a claim.</summary>
    /// <returns>Null: another process has made it.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static RunClaim? TryMake(string path, ProcessIdentity? dead, TimeProvider time)
    {
        try
        {
            new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }

        return new RunClaim(path, dead, time);
    }

    /// <summary>Releases the run.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Write(isReleased: true);
    }

    void Write(bool isReleased)
    {
        lock (_writing)
        {
            if (_state.IsReleased)
            {
                return;
            }

            _state = _state with { Beat = _state.Beat + 1, IsReleased = isReleased };
            try
            {
                AtomicFile.WriteText(_path, _state.ToJson());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next time may succeed. If none does, other processes take this one for dead.
            }
        }
    }
}
