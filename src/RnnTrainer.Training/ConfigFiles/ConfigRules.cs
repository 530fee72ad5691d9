using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.ConfigFiles;

/// <summary>What one key alone cannot say: keys that exclude or need one another.</summary>
static class ConfigRules
{
    public static IEnumerable<Diagnostic> Errors(Config config, Origins origins) =>
        Cell(config, origins).Concat(DataRules.Errors(config, origins)).Concat(ModelRules.Errors(config, origins))
            .Concat(TrainingRules.Errors(config, origins));

    static IEnumerable<Diagnostic> Cell(Config config, Origins origins)
    {
        if (CellChoice.Problem(config.Model.Cell) is { } problem)
        {
            yield return origins.ValueError("model.cell", $"model.cell: {problem}", CellChoice.Hint(config.Model.Cell));
        }
    }
}
