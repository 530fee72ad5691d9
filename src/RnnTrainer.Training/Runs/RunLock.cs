using System.Text.Json;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Runs;

/// <summary>
/// The lock of a run that is being written. The system's lock on <c>run.lock</c> ends with the process, however that ends;
/// <c>owner.json</c> names the process, for messages and
/// for file systems that do not lock between machines.
/// </summary>
sealed class RunLock : IDisposable
{
    readonly RunDirectory _run;
    readonly FileStream _lock;

    RunLock(RunDirectory run, FileStream file) => (_run, _lock) = (run, file);

    /// <summary>The locked run.</summary>
    public RunDirectory Run => _run;

    /// <summary>A process that had locked the run and died without releasing it; null if there was none.</summary>
    public ProcessIdentity? Stale { get; private init; }

    /// <summary>Locks a run.</summary>
    /// <exception cref="RunException">Another process has locked it, or may have.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static RunLock Take(RunDirectory run)
    {
        var file = Open(run);
        try
        {
            var owner = Owner(run);
            if (owner is { MayRun: true })
            {
                throw Taken(run, owner, isLocked: !owner.IsElsewhere);
            }

            AtomicFile.WriteText(run.Owner, JsonSerializer.Serialize(ProcessIdentity.OfThis(), ConfigJson.Options) + "\n", run.Disk);
            return new RunLock(run, file) { Stale = owner };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Removes the name of a process that has died, where that is known but cannot be checked from this machine.</summary>
    public static void Forget(RunDirectory run, ProcessIdentity dead)
    {
        if (Owner(run) == dead)
        {
            File.Delete(run.Owner);
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_run.Owner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or read-only. The next process sees that this one no longer runs.
        }

        _lock.Dispose();
    }

    static FileStream Open(RunDirectory run)
    {
        try
        {
            return new FileStream(run.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException) && Owner(run) is { } owner)
        {
            throw Taken(run, owner, isLocked: true);
        }
    }

    /// <param name="isLocked">Whether it is certain that the owner runs.</param>
    static RunException Taken(RunDirectory run, ProcessIdentity owner, bool isLocked) => owner.IsElsewhere
        ? new RunException(
            $"'{run.Path}' is locked by process {owner.Id} on the machine '{owner.Host}'; whether that still runs cannot be checked " +
            $"from here",
            $"if it does not run, remove {run.Owner} and try again")
        { IsLocked = isLocked }
        : new RunException($"'{run.Path}' is being written by process {owner.Id}", "wait for it, or end it; --out takes another folder")
        { IsLocked = isLocked };

    static ProcessIdentity? Owner(RunDirectory run)
    {
        try
        {
            return File.Exists(run.Owner) ? ConfigJson.Node(File.ReadAllText(run.Owner)).Deserialize<ProcessIdentity>(ConfigJson.Options)
                : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
