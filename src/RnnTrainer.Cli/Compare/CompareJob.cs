using System.Globalization;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>
/// One <c>rnn compare</c>. Every training is a run of its own, <c>DIR/CELL/seed-N</c>, done as <c>rnn train</c> does it; the table is read from the runs' files. So what was
/// stopped goes on with the same command.
/// </summary>
static class CompareJob
{
    public static int Run(Session session, CompareOrder order)
    {
        if (order.Cells.FirstOrDefault(c => CellChoice.Problem(c) is not null) is { } unknown)
        {
            throw new UsageException($"--cells: {CellChoice.Problem(unknown)}", CellChoice.Hint(unknown));
        }

        var loaded = CommandInputs.ReadConfig(order.Config, [.. order.Sets, $"model.cell={order.Cells[0]}"]);
        order = Found(order, loaded.Folders);
        var first = loaded.Config;
        var named = order.Metric is null ? null : Thresholds.Metric(order.Metric, first.Task, "--metric");
        var reach = order.Reach is null ? null : Thresholds.Parse([order.Reach], first.Task, "--reach")[0];
        var data = TrainingData.Read(first, loaded.Folders);
        var metric = named ?? EvaluationResult.MainMetric(first, data.Schema);
        var sizes = Sizes(order, first, data.Schema);
        var folder = order.Folder ?? Path.Combine("runs", $"{Path.GetFileNameWithoutExtension(order.Config)}-compare-{session.Time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
        var compared = new List<ComparedCell>();
        foreach (var (cell, hidden, parameters) in sizes)
        {
            var runs = new List<(int, string, RunSummary)>();
            foreach (var seed in Enumerable.Range(1, order.Random ?? order.Seeds))
            {
                var path = Path.Combine(folder, Path.GetFileName(cell), string.Create(CultureInfo.InvariantCulture, $"seed-{seed}"));
                if (Train(session, order, first.Training.Optimizer, cell, hidden, seed, path) is { } exit)
                {
                    return Stopped(session, exit, folder);
                }

                var summary = RunSummary.Of(RunDirectory.Open(path), metric, reach is null ? null : (reach.Metric, reach.Value));
                session.Log(FormattableString.Invariant($"{CompareReport.NameOf(cell, order.Cells)}, hidden {hidden}, {parameters:N0} parameters, seed {seed}: {(summary.Score is { } score ? $"{summary.Split} {metric} {Scores.Format(score)}" : summary.Status.ToString().ToLowerInvariant())}"));
                runs.Add((seed, path, summary));
            }

            compared.Add(new ComparedCell(cell, hidden, parameters, runs, Labels(metric, data)));
        }

        session.PrintResult("rnn.compare/1", () => CompareReport.Text(compared, metric, reach, folder), () => CompareReport.Document(compared, metric, reach, folder));
        return ExitCode.Success;
    }

    /// <summary>With the paths of its cells found, as those of a config are. A cell's runs are in a folder of its file's name.</summary>
    /// <exception cref="UsageException">Two files have the same name.</exception>
    static CompareOrder Found(CompareOrder order, IReadOnlyList<string> folders)
    {
        string[] cells = [.. order.Cells.Select(c => CellChoice.IsPath(c) ? ConfigPaths.Find(c, folders) : c).Distinct()];
        return cells.GroupBy(Path.GetFileName).FirstOrDefault(g => g.Count() > 1) is { } same
            ? throw new UsageException($"--cells: {string.Join(" and ", same.Select(c => $"'{c}'"))} have the same file name", "rename one; the runs of a cell are in a folder of that name")
            : order with { Cells = cells };
    }

    /// <summary>What there is to be known by heart, where no other split is scored.</summary>
    static (int Count, int Classes)? Labels(string metric, TrainingData data) =>
        metric == "accuracy" && data.Parts.Count() == 1 && data.Schema.Classes.Count > 1 ? (data.Parts.Single().Part.Count, data.Schema.Classes.Count) : null;

    static List<(string Cell, int Hidden, long Parameters)> Sizes(CompareOrder order, Config first, ModelSchema schema)
    {
        var target = ParameterMatch.Size(first, schema, first.Model.Hidden);
        return [.. order.Cells.Select(cell =>
        {
            var multiple = CellChoice.Find(first.Model with { Cell = cell }).UnitMultiple;
            var fits = order.MatchesParameters && cell != order.Cells[0];
            string[] hidden = fits ? [string.Create(CultureInfo.InvariantCulture, $"model.hidden={multiple}")] : [];
            var config = CommandInputs.ReadConfig(order.Config, [.. order.Sets, $"model.cell={cell}", .. hidden]).Config;
            long SizeOf(int hidden) => ParameterMatch.Size(config, schema, hidden);
            var units = fits ? multiple * ParameterMatch.Hidden(n => SizeOf(multiple * n), target, Math.Max(1, first.Model.Hidden / multiple)) : first.Model.Hidden;
            return (cell, units, SizeOf(units));
        })];
    }

    /// <summary>The exit code if a signal stopped it.</summary>
    static int? Train(Session session, CompareOrder order, OptimizerKind optimizer, string cell, int hidden, int seed, string path)
    {
        var exists = SweptFolder.Look(path) is not null;
        if (exists && RunSummary.Of(RunDirectory.Open(path), "loss", null).Status == RunStatus.Diverged)
        {
            return null;
        }

        string[] sets =
        [
            .. order.Random is null ? [] : RandomSettings.Of(seed, optimizer),
            .. order.Sets,
            $"model.cell={cell}",
            string.Create(CultureInfo.InvariantCulture, $"model.hidden={hidden}"),
            string.Create(CultureInfo.InvariantCulture, $"training.seed={seed}"),
        ];
        try
        {
            var exit = TrainJob.Run(session.CreateNested(), new TrainOrder(order.Config, sets, path, exists ? path : null, DryRun: false, FailUnder: []));
            return exit is ExitCode.Interrupted or ExitCode.ReaderGone or ExitCode.Terminated ? exit : null;
        }
        catch (DivergenceException)
        {
            return null;
        }
    }

    static int Stopped(Session session, int exit, string folder) => session.ReportFailure(Failure.FromInterruption(exit, $"go on with the same command and --out {Shell.Quoted(folder)}"));
}
