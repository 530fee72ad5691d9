using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export;

/// <summary>What the outputs of an exported forecast are added to.</summary>
static class ForecastStart
{
    /// <summary>s, where the output for h = 0, 1, … steps ahead is added to the target s − h mod s steps before the end; null: to
    /// nothing.</summary>
    /// <exception cref="RunException">The targets are not among the inputs, so an exported model is not given them.</exception>
    public static int? SeasonOf(Model model)
    {
        var data = model.Config.Data;
        if (model.Task.WindowsOf(data) is null || data.RelativeTo == ForecastBase.None)
        {
            return null;
        }

        return model.Schema.Target.All(model.Schema.Inputs.Contains)
            ? data.RelativeTo == ForecastBase.Last ? 1 : data.SeasonOrNone
            : throw new RunException(
                "a forecast relative to targets that are not inputs is not exported", "train with data.relative_to: none");
    }
}
