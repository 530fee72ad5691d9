using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data;

/// <summary>What a file holds and what its columns mean.</summary>
public sealed record DataOptions
{
    /// <summary>What an empty or marked cell of a numeric input column may look like; upper and lower case are the same.</summary>
    public static IReadOnlyList<string> UsualMissingMarkers { get; } = ["", "NA", "NaN", "?", "null"];

    public Layout Layout { get; init; } = Layout.Auto;

    /// <summary>The column that names the sequence; null: <c>seq</c>, <c>sequence</c> or <c>id</c>, whichever the file has first in this order.</summary>
    public string? Sequence { get; init; }

    /// <summary>
    /// The column that orders the rows of a sequence, by whole numbers or by date-times; null: <c>step</c> if the file has it and it is not an input,
    /// else the rows are taken as they come. A series also takes its first date-time column.
    /// </summary>
    public string? Step { get; init; }

    /// <summary>The numeric input columns in the model's order; null: every numeric column that has no other part.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>Input columns of text that become a 0/1 input for each of their values.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>A column of words: <see cref="Sequence.Symbols"/> after encoding.</summary>
    public string? Tokens { get; init; }

    /// <summary>Words, or characters, that are rarer in training become <c>&lt;unk&gt;</c>.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>N: the first and the last 1 … N characters of a word, and its shape, are symbols too, see <see cref="WordForm"/>; 0: the word alone.</summary>
    public int Affixes { get; init; }

    /// <summary>Whether a word or character that training never saw becomes <c>&lt;unk&gt;</c>; else it is an error. Null: words do, characters do not.</summary>
    public bool? Unknown { get; init; }

    /// <summary>Date-time columns whose <see cref="Calendar"/> features are inputs.</summary>
    public IReadOnlyList<string> Dates { get; init; } = [];

    public CalendarFeatures Calendar { get; init; }

    /// <summary>The target columns: one for <see cref="TargetKind.Label"/>, one or more for the kinds of number, or none: all inputs, where targets are inputs. Inputs only as <see cref="TargetsAreInputs"/> says.</summary>
    public IReadOnlyList<string> Target { get; init; } = [];

    public TargetKind TargetKind { get; init; } = TargetKind.Label;

    public TargetLevel TargetLevel { get; init; } = TargetLevel.Sequence;

    /// <summary>Whether target columns are inputs too; null: in a series of numbers and for <see cref="TargetLevel.Next"/> they are, else not.</summary>
    public bool? TargetsAreInputs { get; init; }

    public MissingPolicy Missing { get; init; } = MissingPolicy.Error;

    public IReadOnlyList<string> MissingMarkers { get; init; } = UsualMissingMarkers;

    /// <summary>The decimal sign of numbers. A comma needs another separator, or quotes around the number; then a point stands between groups of three digits, and nowhere else.</summary>
    public DecimalSign Decimal { get; init; }

    /// <summary>What comes first in dates with slashes or dashes that do not begin with the year; those with points begin with the day.</summary>
    public DateOrder DateOrder { get; init; }

    public TextMode Text { get; init; } = TextMode.Auto;

    /// <summary>Keep the step column's cells as they are written, in <see cref="Sequence.Steps"/>. A series always does.</summary>
    public bool KeepSteps { get; init; }

    /// <summary>Told how far reading has come; null: nobody looks.</summary>
    internal ReadProgress? Progress { get; init; }

    /// <summary>The most bytes that reading may take; null: three quarters of what is free to this process.</summary>
    public long? MemoryLimit { get; init; }
}

/// <summary>What stands before the fraction of a number.</summary>
public enum DecimalSign
{
    Point,

    Comma,
}

/// <summary>What comes first in a date.</summary>
public enum DateOrder
{
    /// <summary>The year: 01/02/2024 is refused.</summary>
    YearFirst,

    DayFirst,

    MonthFirst,
}

/// <summary>What is to be predicted.</summary>
public enum TargetKind
{
    /// <summary>Nothing is read: the target columns may be absent.</summary>
    None,

    /// <summary>A class, as text.</summary>
    Label,

    /// <summary>A number for each target column.</summary>
    Number,

    /// <summary>0 or 1 for each target column, independently.</summary>
    Binary,
}

/// <summary>What a target belongs to.</summary>
public enum TargetLevel
{
    /// <summary>One for the whole sequence, the same in all its rows.</summary>
    Sequence,

    /// <summary>One for each time step.</summary>
    Step,

    /// <summary>One for each time step, taken from the row after it; the last row is only a target.</summary>
    Next,
}

/// <summary>What a missing cell of a numeric input column becomes.</summary>
public enum MissingPolicy
{
    /// <summary>An error that names the cell.</summary>
    Error,

    /// <summary>The column's mean over the training split.</summary>
    Mean,

    /// <summary>The value of the step before; the mean where there is none.</summary>
    ForwardFill,

    /// <summary>The mean, with a second column that is 1 where the value was missing, for every column that misses values in training.</summary>
    Indicator,
}

/// <summary>Calendar features of a date-time, each as the sine and cosine of an angle.</summary>
[Flags]
public enum CalendarFeatures
{
    None = 0,

    /// <summary>Of the day, with its minutes and seconds.</summary>
    Hour = 1,

    Weekday = 2,

    Month = 4,
}

/// <summary>What a sequence of a text is.</summary>
public enum TextMode
{
    /// <summary>Lines if none has more than 80 characters, few occur twice and none is empty; else a stream.</summary>
    Auto,

    /// <summary>The whole text. CR LF and CR count as one line feed.</summary>
    Stream,

    /// <summary>Each line; its first and its last symbol is the line feed that stands for its borders.</summary>
    Lines,
}
