using RnnTrainer.Cells;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Distributed;

namespace RnnTrainer.Cli.Train;

/// <summary>A job in one process, or in several that MPI connects. Process 0 prints and writes files for all.</summary>
static class DistributedJob
{
    /// <param name="mode"><c>mpi</c>, <c>none</c>, or null: as the environment says.</param>
    /// <param name="job">What one process does, with the others or, with null, alone.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Session session, string? mode, Func<ICommunicator?, int> job)
    {
        if (mode == "none" || (mode is null && session.Launcher is null))
        {
            return job(null);
        }

        var processes = Start(session);
        if (processes.DiffersFrom(session.Launcher) is { } difference)
        {
            // Each believes that it is alone. Those that print nothing must not end the job before the one that does.
            processes.End();
            return session.Launcher is { Rank: > 0 } ? ExitCode.Success : throw difference;
        }

        if (processes.Rank > 0)
        {
            session.Mute();
        }

        session.Log($"{Words.Counted(processes.Size, "process")} of {processes.Library}");
        var (exit, isShared) = Exit(session, processes, job);
        if (isShared)
        {
            processes.End();
        }
        else
        {
            processes.Abort(exit);
        }

        return exit;
    }

    static MpiCommunicator Start(Session session)
    {
        try
        {
            return MpiCommunicator.Start(session.Launcher, Environment.GetEnvironmentVariable);
        }
        catch (RunException e) when (session.Launcher is { Rank: > 0 } launcher)
        {
            session.Report($"process {launcher.Rank} of {launcher.Size}, on {Environment.MachineName}: {Failure.From(e).Text}");
            throw;
        }
    }

    /// <summary>The exit code, and whether the other processes end by themselves.</summary>
    static (int Exit, bool IsShared) Exit(Session session, MpiCommunicator processes, Func<ICommunicator?, int> job)
    {
        try
        {
            var exit = processes.CannotShare() is { } reason ? throw new AgreedFailureException(Failure.From(reason), reason)
                : job(processes);
            return (exit, exit is ExitCode.Success or ExitCode.Check);
        }
        catch (AgreedFailureException e)
        {
            return (session.ReportFailure(e.Failure, e.Bug), true);
        }
        catch (Exception e) when (e is DivergenceException or ConfigException or CellException)
        {
            // What is wrong with the model is so in every process.
            return (session.ReportFailure(Failure.From(e)), true);
        }
        catch (Exception e)
        {
            var failure = Failure.From(e);
            if (processes.Rank > 0)
            {
                session.Report($"process {processes.Rank} of {processes.Size}, on {Environment.MachineName}: {failure.Text}");
            }

            return (session.ReportFailure(failure, e), false);
        }
    }
}
