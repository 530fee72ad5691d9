using System.Text.Json;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>What one key alone cannot say: keys that exclude or need one another, and what this version cannot do yet.</summary>
static class ConfigRules
{
    public static IEnumerable<ConfigError> Errors(Config config, Origins origins) =>
        NotYet(config, origins).Concat(DataErrors(config.Task, config.Data, origins)).Concat(TrainingRules.Errors(config, origins));

    static IEnumerable<ConfigError> NotYet(Config config, Origins origins)
    {
        if (config.Task is not (TaskKind.Classify or TaskKind.Tag or TaskKind.Regress))
        {
            yield return origins.ValueError("task", $"task: '{Name(config.Task)}' is not yet available", "this version knows classify, tag and regress");
        }

        if (config.Data.Layout != Layout.Long)
        {
            yield return origins.ValueError("data.layout", $"data.layout: '{Name(config.Data.Layout)}' is not yet available", "this version reads long: a row per time step");
        }

        if (config.Data.Missing != MissingPolicy.Error)
        {
            yield return origins.ValueError("data.missing", $"data.missing: '{Name(config.Data.Missing)}' is not yet available", "this version knows error: fill empty cells beforehand");
        }

        if (CellChoice.Problem(config.Model.Cell) is { } problem)
        {
            yield return origins.ValueError("model.cell", $"model.cell: {problem}", CellChoice.Hint(config.Model.Cell));
        }

        if (config.Model.InitialState != InitialState.Zero)
        {
            yield return origins.ValueError("model.initial_state", "model.initial_state: 'learned' is not yet available", "this version knows zero");
        }
    }

    static IEnumerable<ConfigError> DataErrors(TaskKind task, DataConfig data, Origins origins)
    {
        if (data.Test is not null && data.Split is { Test: > 0 })
        {
            yield return origins.KeyError("data.split.test", "data.split.test and data.test exclude one another", "keep the one that you mean");
        }

        if (data.Split is { } split && split.Validation + split.Test >= 1)
        {
            yield return origins.KeyError("data.split", "data.split: the fractions leave nothing to train on", "validation + test must be less than 1");
        }

        if (task is TaskKind.Classify or TaskKind.Tag or TaskKind.Regress && data.Target is null)
        {
            yield return origins.KeyError("data.target", "'data.target' is missing", $"task {Name(task)} needs a target column");
        }

        if (task.Answers() == AnswerKind.Class && data.Target is { Names.Count: > 1 })
        {
            yield return origins.ValueError("data.target", $"data.target: task {Name(task)} takes one column, found {data.Target.Names.Count}");
        }

        if (data.Tokens is not null && data.Inputs is not null)
        {
            yield return origins.KeyError("data.inputs", "data.inputs and data.tokens exclude one another", "keep the one that you mean");
        }

        foreach (var (key, value) in new[] { ("data.horizon", data.Horizon), ("data.window", data.Window) })
        {
            if (value is not null && task != TaskKind.Forecast)
            {
                yield return origins.KeyError(key, $"{key} belongs to task forecast", "remove it");
            }
        }
    }

    static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
