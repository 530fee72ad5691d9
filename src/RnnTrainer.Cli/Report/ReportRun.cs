using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Data;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>What a report shows of a run.</summary>
/// <param name="Overview">What its files say.</param>
/// <param name="Best">The best epoch; null: none was finished.</param>
/// <param name="Forward">The cell's equations.</param>
/// <param name="Backward">The derived ones.</param>
/// <param name="Test">The test split, answered again; null: see <paramref name="WithoutTest"/>.</param>
/// <param name="WithoutTest">Why the test split could not be answered.</param>
sealed record ReportRun(RunOverview Overview, int? Best, string Forward, string Backward, Evaluation? Test, string? WithoutTest)
{
    /// <exception cref="RunException">There is no such run, or its files cannot be read.</exception>
    /// <exception cref="CheckpointException">Its checkpoint cannot be used.</exception>
    public static ReportRun Of(string path)
    {
        var overview = RunOverview.Of(path);
        using var trained = TrainedModel.Load(path, null);
        var cell = trained.Model.Cell;
        var step = Library.Trace(cell, Precision.Float64, Sizes.Of(cell));
        using var graph = step.Graph;
        var (test, why) = Answered(trained);
        return new ReportRun(overview, trained.Checkpoint.Progress.BestEpoch, string.Join('\n', step.ForwardText), string.Join('\n', step.BackwardText), test, why);
    }

    /// <summary>A column of <c>metrics.jsonl</c>; null: no epoch has it.</summary>
    public Curve? Curve(string key, string name)
    {
        List<(double, double)> points = [.. Overview.Epochs.Where(l => l[key] is JsonValue).Select(l => ((double)l["epoch"]!, (double)l[key]!))];
        return points.Count == 0 ? null : new Curve(name, points);
    }

    // A report of a run whose data are elsewhere is still a report.
    static (Evaluation?, string?) Answered(TrainedModel trained)
    {
        try
        {
            return (Evaluation.Of(trained.Model, trained.Test()), null);
        }
        catch (Exception e) when (e is DataException or UsageException or ConfigException or IOException)
        {
            return (null, e.Message);
        }
    }
}
