using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.ConfigFiles;

/// <summary>What one key alone cannot say: keys that exclude or need one another.</summary>
static class ConfigRules
{
    public static IEnumerable<Diagnostic> Errors(Config config, SourceMap sources) =>
        Cell(config, sources).Concat(DataRules.Errors(config, sources)).Concat(ModelRules.Errors(config, sources))
            .Concat(TrainingRules.Errors(config, sources));

    static IEnumerable<Diagnostic> Cell(Config config, SourceMap sources)
    {
        if (CellChoice.Problem(config.Model.Cell) is { } problem)
        {
            yield return sources.ValueError("model.cell", $"model.cell: {problem}", CellChoice.Hint(config.Model.Cell));
        }
    }
}
