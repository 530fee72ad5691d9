using System.ComponentModel;
using System.Text.Json;

namespace RnnTrainer.Training.Configuration;

/// <summary>
/// The config of a run, read and checked once. The property names in snake_case are the keys of the file; defaults, ranges and descriptions
/// are in these records and nowhere
/// else (help, schema and checks read them).
/// </summary>
sealed record Config
{
    [Description(
        "what the model learns: classify (a label per sequence), tag (a label per step), regress (numbers per sequence or " +
        "step), forecast (the next values of a series), language (the next symbol), multilabel (independent values of 0 or 1)")]
    public required TaskKind Task { get; init; }

    [Description("where the sequences come from")]
    public required DataConfig Data { get; init; }

    [Description("the recurrent model")]
    public ModelConfig Model { get; init; } = new();

    [Description("how it is trained")]
    public TrainingConfig Training { get; init; } = new();

    /// <summary>The same config in float64 on one core, for checks and measurements on a few short examples.</summary>
    public Config InFloat64() => this with { Training = Training with { Precision = Autodiff.Precision.Float64, Threads = 1 } };
}

/// <summary>What a model predicts for a sequence.</summary>
enum TaskKind
{
    /// <summary>A label for each sequence.</summary>
    Classify,

    /// <summary>A label for each step.</summary>
    Tag,

    /// <summary>One or several numbers for each sequence, or for each step.</summary>
    Regress,

    /// <summary>The values that follow.</summary>
    Forecast,

    /// <summary>The next character of a text, or the next word.</summary>
    Language,

    /// <summary>Several independent values of 0 or 1 for each sequence or step.</summary>
    Multilabel,
}

/// <summary>Values as configs write them.</summary>
static class ConfigValue
{
    /// <summary>The name of an enum's member in a config.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
