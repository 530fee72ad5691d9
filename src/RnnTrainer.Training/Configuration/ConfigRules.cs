using System.Text.Json;

namespace RnnTrainer.Training;

/// <summary>What one key alone cannot say: keys that exclude or need one another, and what this version cannot do yet.</summary>
static class ConfigRules
{
    public static IEnumerable<ConfigError> Errors(Config config, Origins origins) =>
        NotYet(config, origins).Concat(DataRules.Errors(config, origins)).Concat(ModelRules.Errors(config, origins)).Concat(TrainingRules.Errors(config, origins));

    static IEnumerable<ConfigError> NotYet(Config config, Origins origins)
    {
        if (config.Task is not (TaskKind.Classify or TaskKind.Tag or TaskKind.Regress or TaskKind.Forecast))
        {
            yield return origins.ValueError("task", $"task: '{Name(config.Task)}' is not yet available", "this version knows classify, tag, regress and forecast");
        }

        if (CellChoice.Problem(config.Model.Cell) is { } problem)
        {
            yield return origins.ValueError("model.cell", $"model.cell: {problem}", CellChoice.Hint(config.Model.Cell));
        }
    }

    internal static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
