using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Compare;

/// <summary>One <c>rnn compare</c>.</summary>
static class CompareJob
{
    public static int Run(Session session, string config, ComparisonOptions options, string? reach)
    {
        if (options.Cells.FirstOrDefault(c => CellChoice.Problem(c) is not null) is { } unknown)
        {
            throw new UsageException($"--cells: {CellChoice.Problem(unknown)}", CellChoice.Hint(unknown));
        }

        Threshold? threshold = null;
        if (options.Metric is not null || reach is not null)
        {
            var task = SequenceTask.Of(
                CommandInputs.ReadConfig(config, [.. options.Training.Sets, $"model.cell={options.Cells[0]}"]).Config);
            _ = options.Metric is null ? null : Thresholds.Metric(options.Metric, task, "--metric");
            threshold = reach is null ? null : Thresholds.Parse([reach], task, "--reach")[0];
        }

        var comparison = Comparison.Begin(
            CommandInputs.RequireConfig(config), options with { Reach = threshold is null ? null : (threshold.Metric, threshold.Value) });
        session.Interruption.DeferSignals();
        foreach (var cell in comparison.Runs(session.Interruption.Token))
        {
            session.Log(Line(cell, options.Cells, comparison.Metric));
        }

        if (session.Interruption.Exit is { } exit)
        {
            return session.ReportFailure(Failure.FromInterruption(
                exit, $"resume with the same command and --out {Shell.Quoted(comparison.Folder)}"));
        }

        session.PrintResult(
            "rnn.compare/1", () => CompareReport.Text(comparison, threshold), () => CompareReport.Document(comparison, threshold));
        return ExitCode.Success;
    }

    static string Line(ComparedCell cell, IReadOnlyList<string> all, string metric)
    {
        var run = cell.Runs[^1];
        var result = run.Score is { } score ? $"{run.Split} {metric} {ScoreFormat.Format(score)}"
            : run.Status.ToString().ToLowerInvariant();
        return FormattableString.Invariant(
            $"{CompareReport.NameOf(cell.Cell, all)}, hidden {cell.Hidden}, {cell.Parameters:N0} parameters, seed {run.Seed}{(run.Fold is { } fold ? $", fold {fold}" : "")}: {result}");
    }
}
