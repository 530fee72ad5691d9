using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>What a model's layers do while it answers.</summary>
/// <param name="Gates">Gates and gradients.</param>
/// <param name="States">The states over one sequence.</param>
/// <param name="Sequence">Its name.</param>
sealed record Inside(GateReport Gates, StatePath States, string Sequence)
{
    public static Inside Of(TrainedModel trained, Answered answered)
    {
        using var model = trained.InFloat64();
        var median = answered.Median;
        return new Inside(
            GateInspection.Of(model, answered.Part.Ready),
            GateInspection.States(model, answered.Part.Ready[median]),
            answered.Part.Raw[median].Id);
    }
}
