using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Training.Configuration;

/// <summary>The section <c>data</c> of a config.</summary>
sealed record DataConfig
{
    [Description("path of the training file, relative to the config's folder, to the working directory or to a folder of the environment variable RNN_DATA")]
    public required string Train { get; init; }

    [Description("path of the validation file; exclusive with split.validation")]
    public string? Validation { get; init; }

    [Description("path of the test file; exclusive with split.test")]
    public string? Test { get; init; }

    [Description("parts of the training file to hold out, as fractions or numbers: of several sequences some, drawn by split.seed; of one long sequence its end, in the order of time")]
    public SplitConfig? Split { get; init; }

    [Description("how a file holds sequences. long: a row per time step; wide: a row per sequence; series: a row per time step of one long sequence; text: characters; files: a CSV path,label[,split] that names a file per sequence; ts: sktime, UEA; ucr: the UCR archive's tsv; auto: decided from the file")]
    public Layout Layout { get; init; } = Layout.Auto;

    [Description("column that names the sequence of a row (layout long); null: seq, sequence or id, whichever the file has first")]
    public string? Sequence { get; init; }

    [Description("column that orders the steps, by whole numbers or date-times; duplicates and gaps are reported; null: step if the file has it")]
    public string? Step { get; init; }

    [Description("input columns of numbers; null: every numeric column that is not named elsewhere")]
    public Columns? Inputs { get; init; }

    [Description("input columns of names: each value that occurs in training becomes an input of 0 or 1")]
    public Columns? Categories { get; init; }

    [Description("column of words or other symbols that are the input: each becomes a vector that is learnt; then no column of numbers is an input")]
    public string? Tokens { get; init; }

    [Description("symbols that are rarer in training are taken together as unknown, as are those that training never saw")]
    [Range(1, int.MaxValue)]
    public int MinCount { get; init; } = 1;

    [Description("of words: the first and last 1 to so many characters, and the shape (capitals, digits, signs), are symbols too, so that a word which training never saw tells something; 0: the word alone")]
    [Range(0, 16)]
    public int Affixes { get; init; }

    [Description("whether a symbol that training never saw counts as unknown; else it is an error; null: words do, characters do not")]
    public bool? Unknown { get; init; }

    [Description("what a sequence of a text is. stream: the whole text; lines: each line; auto: lines for a list of short lines that are nearly all different, else stream")]
    public TextMode Text { get; init; } = TextMode.Auto;

    [Description("date-time columns whose calendar features are inputs")]
    public Columns? Dates { get; init; }

    [Description("what a date-time becomes, each as sine and cosine: hour (of the day), weekday, month; null: all three")]
    public Columns? Calendar { get; init; }

    [Description("target column, or columns for regress, forecast and multilabel; null: every input column where targets are those of the steps to come")]
    public Columns? Target { get; init; }

    [Description("what a target belongs to. sequence: one for all its rows; step: each row; next: the row after each step, and target columns are inputs too; null: as the task has it, sequence for classify and regress, step for tag, next for multilabel")]
    public TargetLevel? TargetLevel { get; init; }

    [Description("how inputs are scaled: fitted on the training split only and stored in the checkpoint")]
    public Normalize Normalize { get; init; } = Normalize.Standard;

    [Description("what a missing number becomes. error: a mistake; mean: that of training; forward-fill: the value of the step before; indicator: the mean, and a second input that is 1")]
    public MissingPolicy Missing { get; init; } = MissingPolicy.Error;

    [Description("what a missing number looks like, in any case; null: an empty cell, NA, NaN, ? and null")]
    public Columns? MissingMarks { get; init; }

    [Description("decimal sign of numbers; with a comma fields are separated by something else, or numbers stand in quotes, and a point stands only between groups of three digits, as in 1.234,5")]
    public DecimalSign Decimal { get; init; }

    [Description("what comes first in dates with slashes or dashes, such as 01/02/2024: day-first, month-first; year-first refuses them. With points, 31.01.2024, it is always the day; dates that begin with the year are always read")]
    public DateOrder DateOrder { get; init; }

    [Description("steps ahead to predict (task forecast); null: 1")]
    [Range(1, int.MaxValue)]
    public int? Horizon { get; init; }

    [Description("steps the model sees before it predicts (task forecast); null: 24")]
    [Range(1, int.MaxValue)]
    public int? Window { get; init; }

    [Description("steps from one training window to the next (task forecast); null: 1, as in validation and test")]
    [Range(1, int.MaxValue)]
    public int? Stride { get; init; }

    [Description("steps after which the series repeats (task forecast), such as 12 for months or 24 for hours: for the seasonal naive forecast and the scale of mase; null: 1, no season")]
    [Range(2, int.MaxValue)]
    public int? Season { get; init; }

    [Description("what the model's answers are added to (task forecast). none: nothing; last: the last value before the forecast; season: the value one season before each step")]
    public ForecastBase RelativeTo { get; init; } = ForecastBase.None;

    [Description("whether the target columns among the inputs are counted from their last value in the window too, so that the level does not matter (task forecast with relative_to)")]
    public bool RelativeInputs { get; init; }

    /// <summary>The window where none is written as well.</summary>
    internal int WindowOrUsual => Window ?? 24;

    /// <summary>m, where 1 is no season.</summary>
    internal int SeasonOrNone => Season ?? 1;

    /// <summary>How windows are cut.</summary>
    internal WindowOptions Windows(int stride) => new(WindowOrUsual, Horizon ?? 1, stride, SeasonOrNone);
}

/// <summary>The section <c>data.split</c>: below 1 a fraction of the sequences, or of the steps of a single one; from 1 their number.</summary>
sealed record SplitConfig
{
    [Description("held out for validation: a fraction below 1, or a number of sequences or steps")]
    [Range(0d, double.MaxValue)]
    public double Validation { get; init; }

    [Description("held out for the test: a fraction below 1, or a number of sequences or steps")]
    [Range(0d, double.MaxValue)]
    public double Test { get; init; }

    [Description("steps of each series that are used at all (task forecast), from its beginning; null: all")]
    [Range(1, int.MaxValue)]
    public int? Steps { get; init; }

    [Description("draws the sequences that are held out; another training.seed keeps the same parts. A run or checkpoint of 0.1 has its training.seed here")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;
}

/// <summary>What a forecast is counted from.</summary>
enum ForecastBase
{
    /// <summary>Zero.</summary>
    None,

    /// <summary>The last value before it.</summary>
    Last,

    /// <summary>The value one season before each step; beyond the first season, its last known turn.</summary>
    Season,
}

/// <summary>How inputs are scaled.</summary>
enum Normalize
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>Mean 0 and standard deviation 1 on the training split.</summary>
    Standard,

    /// <summary>0 to 1 on the training split.</summary>
    Minmax,
}
