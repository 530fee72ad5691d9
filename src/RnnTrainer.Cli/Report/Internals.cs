using RnnTrainer.Cli.Pages;
using RnnTrainer.Training;
using RnnTrainer.Training.Inspect;

namespace RnnTrainer.Cli.Report;

/// <summary>What the layers of a model do while it predicts.</summary>
/// <param name="Gates">Gates and gradients.</param>
/// <param name="States">The states over one sequence.</param>
/// <param name="Sequence">The id of that sequence.</param>
sealed record Internals(GateReport Gates, StateTrajectory States, string Sequence)
{
    /// <summary>The sequences from which gates and gradients are computed, in words.</summary>
    public required string Which { get; init; }

    /// <summary>Whether the states are those of the first steps only.</summary>
    public required bool IsCut { get; init; }

    public static Internals Of(TrainedModel trained, SplitPredictions predictions)
    {
        using var model = trained.InFloat64();
        var (ready, median) = (predictions.Part.Ready, predictions.Median);
        var (gates, states) = (GateInspection.Of(model, ready), GateInspection.States(model, ready[median]));
        return new Internals(gates, states, predictions.Part.Raw[median].Id)
        {
            Which = (ready.Take(gates.Sequences).Any(s => s.Length > gates.Steps) ? $"the first {gates.Steps} steps of " : "")
                + (gates.Sequences < ready.Count ? $"the first {gates.Sequences} of {Html.Counted(ready.Count)} sequences"
                    : ready.Count == 1 ? "one sequence" : $"{ready.Count} sequences"),
            IsCut = states.Values.Count < ready[median].Length,
        };
    }
}
