using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Inference;

/// <summary>What is fitted on the validation split with the best weights: the temperature of the logits, then how predictions follow from
/// probabilities.</summary>
static class AfterTraining
{
    /// <summary>Whether the config asks for any of it.</summary>
    public static bool IsAskedFor(TrainingConfig config) => config.Calibrate || config.Decision is not null;

    /// <summary>Whether a checkpoint has it already, as after a second scoring.</summary>
    public static bool IsDone(TrainingConfig config, ModelSchema schema) =>
        (!config.Calibrate || schema.Temperature is not null) && (config.Decision is null || schema.Decision is not null);

    /// <summary>Fits, and puts the temperature into the weights of the read-out, where every export takes it from.</summary>
    /// <param name="model">With the weights of the checkpoint.</param>
    /// <param name="best">Without a temperature.</param>
    /// <returns>The checkpoint with what was fitted.</returns>
    public static Checkpoint Fit(Model model, DataPart validation, Checkpoint best)
    {
        var config = model.Config.Training;
        var schema = best.Schema.OfTraining();
        if (config.Calibrate)
        {
            var temperature = Temperature(model, validation);
            schema = schema with { Temperature = temperature };
            Divide(model, temperature);
        }

        if (config.Decision is { } rule)
        {
            schema = schema with { Decision = DecisionOf(rule, model, validation) };
        }

        return best with { Schema = schema, Parameters = Weights.ToTensors(model.Parameters) };
    }

    static Decision DecisionOf(DecisionRule rule, Model model, DataPart validation) => rule.Maximize is not { } score
        ? DecisionFit.OfCosts(rule, model.Schema.Classes)
        : DecisionFit.OfScore(
            score, Predictor.Evaluate(model, validation, keepsOutputs: false).Ranked!, model.Task.Output == OutputKind.Binary);

    static double Temperature(Model model, DataPart validation)
    {
        var outputs = Predictor.Outputs(model, validation.Ready);
        return model.Task.Output.HasClassTargets
            ? TemperatureFit.OfClasses(
                outputs,
                [.. validation.Raw.SelectMany(s => model.IsPerStep ? s.StepLabels!.Select(model.ClassOf) : [model.ClassOf(s.Label)])])
            : TemperatureFit.OfLabels(outputs, [.. validation.Raw.SelectMany(s => s.StepTargets ?? s.Target!)]);
    }

    static void Divide(Model model, double temperature)
    {
        foreach (var parameter in model.Heads.SelectMany(head => head.Parameters))
        {
            for (var n = 0; n < parameter.Value.Length; n++)
            {
                parameter.Value.Set(n, parameter.Value.Get(n) / temperature);
            }
        }
    }
}
