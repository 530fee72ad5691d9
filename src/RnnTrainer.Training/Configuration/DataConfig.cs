using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>The section <c>data</c> of a config.</summary>
public sealed record DataConfig
{
    [Description("path of the training CSV, relative to the config's folder or to the working directory")]
    public required string Train { get; init; }

    [Description("path of the test CSV; exclusive with split.test")]
    public string? Test { get; init; }

    [Description("fractions of the training file to hold out, by sequence, drawn from the seed")]
    public SplitConfig? Split { get; init; }

    [Description("long: a row per time step; wide: a row per sequence; text: characters")]
    public Layout Layout { get; init; } = Layout.Long;

    [Description("column that names the sequence of a row (layout long); null: seq, sequence or id, whichever the file has first")]
    public string? Sequence { get; init; }

    [Description("column that numbers the steps; rows are ordered by it, duplicates and gaps are reported; null: step if the file has it")]
    public string? Step { get; init; }

    [Description("input columns; null: every numeric column that is not named elsewhere")]
    public Columns? Inputs { get; init; }

    [Description("column of words or other symbols that are the input (task tag): each becomes a vector that is learnt; then no column of numbers is an input")]
    public string? Tokens { get; init; }

    [Description("symbols that are rarer in training are taken together as unknown, as are those that training never saw")]
    [Range(1, int.MaxValue)]
    public int MinCount { get; init; } = 1;

    [Description("target column, or columns for regress")]
    public Columns? Target { get; init; }

    [Description("how inputs are scaled: fitted on the training split only and stored in the checkpoint")]
    public Normalize Normalize { get; init; } = Normalize.Standard;

    [Description("what happens to an empty cell")]
    public MissingPolicy Missing { get; init; } = MissingPolicy.Error;

    [Description("steps ahead to predict (task forecast)")]
    [Range(1, int.MaxValue)]
    public int? Horizon { get; init; }

    [Description("steps the model sees before it predicts (task forecast)")]
    [Range(1, int.MaxValue)]
    public int? Window { get; init; }
}

/// <summary>The section <c>data.split</c>: fractions of the sequences, 0 to 1.</summary>
public sealed record SplitConfig
{
    [Description("fraction of the sequences held out for validation")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Validation { get; init; }

    [Description("fraction of the sequences held out for the test")]
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Test { get; init; }
}

/// <summary>How a file holds sequences.</summary>
public enum Layout
{
    /// <summary>A row per time step.</summary>
    Long,

    /// <summary>A row per sequence.</summary>
    Wide,

    /// <summary>Characters.</summary>
    Text,
}

/// <summary>How inputs are scaled.</summary>
public enum Normalize
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>Mean 0 and standard deviation 1 on the training split.</summary>
    Standard,

    /// <summary>0 to 1 on the training split.</summary>
    Minmax,
}
