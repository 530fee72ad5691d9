using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Pages;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Report;

/// <summary>What a report shows of a run. Only the overview is required: if the checkpoint or the data have moved, the rest is still
/// reported.</summary>
/// <param name="Overview">The content of its files.</param>
/// <param name="Missing">What cannot be shown, and why.</param>
sealed record ReportRun(RunOverview Overview, IReadOnlyList<string> Missing)
{
    /// <summary>The curves of training.</summary>
    public required IReadOnlyList<Chart> Training { get; init; }

    public CellPage? Cell { get; init; }

    /// <summary>The predictions of the model.</summary>
    public SplitPredictions? SplitPredictions { get; init; }

    /// <summary>What the columns add to its outputs.</summary>
    public Attributions? Attributions { get; init; }

    /// <summary>What its layers do while it predicts.</summary>
    public Internals? Internals { get; init; }

    /// <exception cref="RunException">The run does not exist, or its files cannot be read.</exception>
    public static ReportRun Of(string path)
    {
        var (overview, missing) = (RunOverview.Of(path), new List<string>());
        using var trained = Try(missing, "The model is not shown", () => CommandInputs.LoadModel(path, null));
        if (trained is null)
        {
            return new ReportRun(overview, missing) { Training = EpochFigures.Of(overview, null) };
        }

        var predictions = Try(missing, "No predictions are shown", () => SplitPredictions.Of(trained));
        if (predictions is not null && IsChanged(overview, predictions.Part.Sha256))
        {
            missing.Add(
                $"The predictions are for other data than those of the run: {predictions.Part.File} has changed since, by its SHA-256.");
        }

        return new ReportRun(overview, missing)
        {
            Training = EpochFigures.Of(overview, trained.Checkpoint.Progress.BestEpoch),
            Cell = CellPage.Of(trained.Model.Cell),
            SplitPredictions = predictions,
            Attributions = predictions is null ? null
            : Try(missing, "No attributions are shown", () => Attributions.Of(trained, predictions)),
            Internals = predictions is null ? null
            : Try(missing, "The inside of the model is not shown", () => Internals.Of(trained, predictions)),
        };
    }

    static T? Try<T>(List<string> missing, string what, Func<T?> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (Exception e) when (
            e is CheckpointException or CellException or DataException or RunException or UsageException or ConfigException or IOException
            or UnauthorizedAccessException)
        {
            missing.Add($"{what}: {e.Message}");
            return null;
        }
    }

    static bool IsChanged(RunOverview run, string hash) =>
        run.Record["data"] is JsonArray files && !files.Any(f => (string?)f?["sha256"] == hash);
}

/// <summary>A cell's equations.</summary>
/// <param name="Equations">An equation each, as markup.</param>
/// <param name="Forward">The cell as text.</param>
/// <param name="Backward">The derived program.</param>
sealed record CellPage(IReadOnlyList<string> Equations, string Forward, string Backward)
{
    public static CellPage Of(ICell cell)
    {
        var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
        using var graph = step.Graph;
        return new CellPage(
            [.. MathMlPrinter.Equations([.. graph.Statements], TensorNames.OfStep(step.Before, step.After))],
            string.Join('\n', step.ForwardText),
            string.Join('\n', step.BackwardText));
    }
}
