using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Training.Configuration;

/// <summary>The section <c>data</c> of a config.</summary>
sealed record DataConfig
{
    [Description(
        "path of the training file, relative to the config's folder, to the working directory or to a folder of the environment" +
        " variable RNN_DATA")]
    public required string Train { get; init; }

    [Description("path of the validation file; excludes split.validation")]
    public string? Validation { get; init; }

    [Description("path of the test file; excludes split.test")]
    public string? Test { get; init; }

    [Description(
        "parts of the training file to hold out, as fractions or numbers: of several sequences some, selected by split.seed; of" +
        " one long sequence its end")]
    public SplitConfig? Split { get; init; }

    [Description(
        "layout of the file. long: a row per time step; wide: a row per sequence; list: a row per sequence, the cell of an input holds " +
        "its values at all steps; series: a row per time step of one long sequence; text: characters; files: a CSV path,label[,split] " +
        "with a file per sequence; conll: a word with its columns in each line, no header, blank lines between sentences; ts: sktime, " +
        "UEA; ucr: the UCR archive's tsv; arff: Weka, a row per sequence; tsf: Monash, a series per line; auto: detected from the file")]
    public Layout Layout { get; init; } = Layout.Auto;

    [Description(
        "column, or columns such as [store, item], whose cells together name the sequence of a row (layouts long and wide); null: seq, " +
        "sequence or id, whichever is first in the file")]
    public Columns? Sequence { get; init; }

    [Description(
        "column, or columns such as [date, time], that order the steps, by whole numbers or date-times; duplicates and gaps " +
        "are reported; null: step if the file has it")]
    public Columns? Step { get; init; }

    [Description("input columns of numbers; null: every numeric column that is not used otherwise, or none with tokens")]
    public Columns? Inputs { get; init; }

    [Description("input columns of names: each value that occurs in training becomes an input of 0 or 1")]
    public Columns? Categories { get; init; }

    [Description(
        "column of words or other symbols that are the input: each symbol becomes a learned vector; numbers are inputs next to it " +
        "if inputs, categories or dates name them. Several columns, such as [word, pos]: each has its own vocabulary, and a step's vectors are added up. With " +
        "tokenizer, a column of texts")]
    public Columns? Tokens { get; init; }

    [Description(
        "what the texts in the column tokens are cut into, a row being a sequence. words: at white space, and . , ; : ! ? at " +
        "the end of a word, after a letter or digit, is a word of its own; characters: Unicode characters, white space included; " +
        "null: a row is a step, and its cell one symbol")]
    public Tokenizer? Tokenizer { get; init; }

    [Description(
        "minimum number of occurrences of a symbol in training; rarer symbols, and those that do not occur in training, count " +
        "as unknown")]
    [Range(1, int.MaxValue)]
    public int MinCount { get; init; } = 1;

    [Description(
        "for words, of several columns those of the first: the first and last 1 to N characters, and the shape (capitals, digits, other " +
            "characters), are symbols too, " +
        "so that a word that does not occur in training still carries information; 0: only the word")]
    [Range(0, 16)]
    public int Affixes { get; init; }

    [Description(
        "whether a symbol that does not occur in training counts as unknown; otherwise it is an error; null: false for layout " +
        "text, otherwise true")]
    public bool? Unknown { get; init; }

    [Description(
        "what a sequence of a text is. stream: the whole text; lines: each line; auto: lines for a list of short lines that are" +
        " nearly all different, otherwise stream")]
    public TextMode Text { get; init; } = TextMode.Auto;

    [Description("date-time columns whose calendar features are inputs")]
    public Columns? Dates { get; init; }

    [Description("calendar features of date-times, each as sine and cosine: hour (of the day), weekday, month; null: all three")]
    public Columns? Calendar { get; init; }

    [Description(
        "target column, or columns for regress, forecast and multilabel; null: every input column, if the targets are those of " +
        "later steps")]
    public Columns? Target { get; init; }

    [Description(
        "what a target belongs to. sequence: one for all its rows; step: each row; next: the row after each step, and target columns " +
        "are inputs too; null: as the task has it, sequence for classify and regress, step for tag, next for multilabel")]
    public TargetLevel? TargetLevel { get; init; }

    [Description(
        "a logarithm that inputs are replaced by before they are scaled, and forecasts are returned from. log: of numbers above 0; " +
        "signed-log: sign(x) log(1 + |x|), of all numbers; null: none. Columns of 0 and 1 and calendar features keep their values")]
    public Transform? Transform { get; init; }

    [Description(
        "how inputs are scaled. standard, minmax, robust: fitted on the training split only and stored in the checkpoint; sequence: " +
        "each sequence by its own mean and deviation; series: each window of a forecast by the mean size of its own values")]
    public Normalize Normalize { get; init; } = Normalize.Standard;

    [Description(
        "whether the logarithm of the deviation of the sequence or window is a further input, NAME:scale, for each column of numbers " +
        "that changes within sequences")]
    public bool ScaleInput { get; init; }

    [Description(
        "whether the change from the step before is a further input, NAME:difference, for each column of numbers; 0 at the first step " +
        "of a sequence or window")]
    public bool Difference { get; init; }

    [Description(
        "what a missing number becomes. error: an error; mean: the mean of training; forward-fill: the value of the step " +
        "before; indicator: the mean, and a second input that is 1")]
    public MissingPolicy Missing { get; init; } = MissingPolicy.Error;

    [Description("missing-value markers, in upper or lower case; null: an empty cell, NA, NaN, ? and null")]
    public Columns? MissingMarks { get; init; }

    [Description(
        "decimal character of numbers. With comma, fields have another separator or numbers are in quotes, and a point only " +
        "separates groups of three digits, as in 1.234,5")]
    public DecimalSign Decimal { get; init; }

    [Description(
        "order of dates with slashes or dashes, such as 01/02/2024: day-first or month-first; year-first makes them an error. " +
        "Dates with points, 31.01.2024, always begin with the day; dates that begin with the year are always read")]
    public DateOrder DateOrder { get; init; }

    [Description(
        "how dates are written as numbers: yyyymmdd, yyyymm, excel (days since 1899-12-30), unix (seconds since 1970); auto: " +
        "seconds, milli-, micro- or nanoseconds since 1970 of the years 2001 to 2096")]
    public DateFormat DateFormat { get; init; }

    [Description(
        "texts next to numbers that are passed over, such as $, % or kW; K, M and B multiply by a thousand, a million and a billion")]
    public Columns? Units { get; init; }

    [Description(
        "how time goes in the file. falling without a step: the newest row of each sequence comes first, and its rows are reversed; " +
        "falling with a step of numbers: they count down, such as the days that remain. Date-times always rise")]
    public RowOrder Order { get; init; }

    [Description("whether the first line names the columns; false: they are called c0, c1, …")]
    public bool Header { get; init; } = true;

    [Description("character encoding of the files, such as utf-8, utf-16, latin-1 or windows-1252; a byte order mark overrides it")]
    public string Encoding { get; init; } = "utf-8";

    [Description(
        "what a blank line between rows means: skip (nothing) or split (a new sequence begins; the sequences are numbered from 0, and " +
        "no column names them)")]
    public BlankLines BlankLines { get; init; }

    [Description(
        "whether an empty cell in a sequence column repeats the cell above it, as where only the first row of a sequence names it")]
    public bool FillSequence { get; init; }

    [Description("steps ahead to predict (task forecast); null: 1")]
    [Range(1, int.MaxValue)]
    public int? Horizon { get; init; }

    [Description("steps the model sees before it predicts (task forecast); null: 24")]
    [Range(1, int.MaxValue)]
    public int? Window { get; init; }

    [Description("steps from one training window to the next (task forecast); null: 1, as in validation and test")]
    [Range(1, int.MaxValue)]
    public int? Stride { get; init; }

    [Description(
        "steps after which the series repeats (task forecast), such as 12 for months or 24 for hours, for the seasonal naive " +
        "forecast and the scale of mase; null: 1, no season")]
    [Range(2, int.MaxValue)]
    public int? Season { get; init; }

    [Description(
        "what the outputs are added to (task forecast). none: nothing; last: the last value before the forecast; season: the " +
        "value one season before each step")]
    public ForecastBase RelativeTo { get; init; } = ForecastBase.None;

    [Description(
        "inputs, categories or dates that are known for the steps ahead (task forecast), such as [promo, holiday, price]: the model reads " +
        "them there too, and `predict` takes them from rows with an empty target or from `--future CSV`; null: none")]
    public Columns? Known { get; init; }

    [Description(
        "whether target columns among the inputs are taken relative to their last value in the window, so that the level does " +
        "not matter (task forecast with relative_to)")]
    public bool RelativeInputs { get; init; }

    /// <summary>The window where none is written as well.</summary>
    internal int WindowOrUsual => Window ?? 24;

    /// <summary>m, where 1 is no season.</summary>
    internal int SeasonOrNone => Season ?? 1;

    /// <summary>How windows are cut.</summary>
    internal WindowOptions Windows(int stride) => new(WindowOrUsual, Horizon ?? 1, stride, SeasonOrNone);
}

/// <summary>The section <c>data.split</c>: below 1 a fraction of the sequences, or of the steps of a single one; from 1 their
/// number.</summary>
sealed record SplitConfig
{
    [Description("held out for validation: a fraction below 1, or a number of sequences or steps")]
    [Range(0d, double.MaxValue)]
    public double Validation { get; init; }

    [Description("held out for the test: a fraction below 1, or a number of sequences or steps")]
    [Range(0d, double.MaxValue)]
    public double Test { get; init; }

    [Description(
        "held out to measure how far predictions are from targets, for the ranges of predict and eval (task regress or forecast): a " +
        "fraction below 1, or a number of sequences or steps, of one long sequence and of series those before the test part; 0: ranges " +
        "are made from the validation part, which the choice of the best epoch flatters")]
    [Range(0d, double.MaxValue)]
    public double Calibration { get; init; }

    [Description("number of steps of each series to use, from its beginning (task forecast); null: all")]
    [Range(1, int.MaxValue)]
    public int? Steps { get; init; }

    [Description(
        "selects the sequences that are held out, independently of training.seed. Runs and checkpoints of 0.1 have their " +
        "training.seed here")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    [Description(
        "column that names what a sequence belongs to, such as a patient, a machine or a subject: its sequences are never in two parts. " +
        "It is the same in all rows of a sequence, and no input unless another key names it; null: sequences are held out one by one")]
    public string? By { get; init; }

    [Description("hold out the same share of every class, within one sequence or as far as the groups of by allow (task classify)")]
    public bool Stratify { get; init; }

    [Description(
        "the fold that is the test part, such as 2/5, the second of five: folds are of equal size, with the shares of the classes and the " +
        "groups of by; of one long sequence and of series, blocks of time, each trained on what comes before it. validation is then a part " +
        "of what the fold leaves. `rnn train --folds K` trains all; null: test says what is held out")]
    public Fold? TestFold { get; init; }

    [Description(
        "the same for the validation part, of what the test part leaves, as `--folds K` of compare, sweep and tune sets it; null: " +
        "validation says what is held out")]
    public Fold? ValidationFold { get; init; }

    [Description(
        "the window that is the test part (task forecast), such as 2/4, the second of four: windows of `horizon` steps one after the other " +
        "at the end of each series, each trained on what comes before it, as `rnn backtest --refit` sets it; null: test says what is held " +
        "out")]
    public Fold? TestWindow { get; init; }

    /// <summary>Whether there is a test part.</summary>
    internal bool HasTest => Test > 0 || TestFold is not null || TestWindow is not null;

    /// <summary>Whether there is a validation part.</summary>
    internal bool HasValidation => Validation > 0 || ValidationFold is not null;
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

    /// <summary>Median 0 and interquartile range 1 on the training split.</summary>
    Robust,

    /// <summary>Mean 0 and standard deviation 1 in each sequence.</summary>
    Sequence,

    /// <summary>Divided by the mean size of the window, then mean 0 and standard deviation 1 on the training split.</summary>
    Series,
}
