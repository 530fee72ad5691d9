using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>What a model's layers do while it answers.</summary>
/// <param name="Gates">Gates and gradients.</param>
/// <param name="States">The states over one sequence.</param>
/// <param name="Sequence">Its name.</param>
sealed record Inside(GateReport Gates, StatePath States, string Sequence)
{
    /// <summary>Which sequences gates and gradients are of.</summary>
    public required string Which { get; init; }

    /// <summary>Whether the states are those of the sequence's first steps only.</summary>
    public required bool IsCut { get; init; }

    public static Inside Of(TrainedModel trained, Answered answered)
    {
        using var model = trained.InFloat64();
        var (ready, median) = (answered.Part.Ready, answered.Median);
        var (gates, states) = (GateInspection.Of(model, ready), GateInspection.States(model, ready[median]));
        return new Inside(gates, states, answered.Part.Raw[median].Id)
        {
            Which = (ready.Take(gates.Sequences).Any(s => s.Length > gates.Steps) ? $"the first {gates.Steps} steps of " : "")
                + (gates.Sequences < ready.Count ? $"the first {gates.Sequences} of {Html.Counted(ready.Count)} sequences" : ready.Count == 1 ? "one sequence" : $"{ready.Count} sequences"),
            IsCut = states.Values.Count < ready[median].Length,
        };
    }
}
