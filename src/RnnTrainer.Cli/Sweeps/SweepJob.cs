using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Sweeps;

/// <summary>One <c>rnn sweep</c>.</summary>
static class SweepJob
{
    public static int Run(Session session, string config, SweepOptions options, bool dryRun)
    {
        CommandInputs.RequireConfig(config);
        if (options.Metric is { } metric)
        {
            Thresholds.Metric(metric, SequenceTask.Of(CommandInputs.ReadConfig(config, options.Training.Sets).Config), "--metric");
        }

        if (dryRun)
        {
            var plan = Sweep.Plan(config, options);
            session.PrintResult("rnn.sweep/1", () => SweepReport.PlanText(plan), () => SweepReport.PlanDocument(plan));
            return ExitCode.Success;
        }

        var sweep = Sweep.Begin(config, options);
        session.Interruption.DeferSignals();
        foreach (var happened in sweep.Events(session.Interruption.Token))
        {
            Print(session, sweep, happened);
        }

        if (session.Interruption.Exit is { } exit)
        {
            return session.ReportFailure(Failure.FromInterruption(exit, $"resume with the same command; the runs are in {sweep.Folder}"));
        }

        session.PrintResult("rnn.sweep/1", () => SweepReport.Text(sweep), () => SweepReport.Document(sweep));
        return !sweep.Ranking[0].IsLost ? ExitCode.Success
            : sweep.Ranking[0].Error is { } error ? Failure.From(error).Exit
            : ExitCode.Diverged;
    }

    static void Print(Session session, Sweep sweep, SweepEvent happened)
    {
        switch (happened)
        {
            case RungStarted rung when sweep.Rungs.Count > 1:
                session.Log(FormattableString.Invariant($"{rung.Runs} to epoch {rung.Epochs}"));
                break;
            case RunTrained trained:
                session.Log(SweepReport.Line(trained, sweep.Metric));
                break;
        }
    }
}
