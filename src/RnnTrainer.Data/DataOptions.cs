using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Data;

/// <summary>The layout of a file and the roles of its columns.</summary>
public sealed record DataOptions
{
    /// <summary>The default missing-value markers of numeric input columns; upper and lower case are alike.</summary>
    public static IReadOnlyList<string> UsualMissingMarkers { get; } = ["", "NA", "NaN", "?", "null"];

    /// <summary>How the file holds sequences.</summary>
    public Layout Layout { get; init; } = Layout.Auto;

    /// <summary>
    /// The columns that together name the sequence; none: <c>seq</c>, <c>sequence</c> or <c>id</c>, the first of these that the file has.
    /// </summary>
    public IReadOnlyList<string> Sequence { get; init; } = [];

    /// <summary>
    /// The columns that together order the rows of a sequence, by whole numbers or date-times, such as a date and a time of day. None:
    /// <c>step</c> if the file has it and it is not an input; in a series otherwise the first column of date-times; otherwise the rows are
    /// in order.
    /// </summary>
    public IReadOnlyList<string> Step { get; init; } = [];

    /// <summary>The numeric input columns in the model's order; null: every numeric column that has no other role.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>Text columns that are one-hot encoded: each of their values becomes a 0/1 input.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>
    /// The columns of words, which become <see cref="Sequence.Symbols"/> after encoding; null if there are none. With a
    /// <see cref="Tokenizer"/>, the one column of texts.
    /// </summary>
    public IReadOnlyList<string>? Tokens { get; init; }

    /// <summary>
    /// What the texts of <see cref="Tokens"/> are cut into; a row is then a sequence. Null: a row is a step, and its cell a word.
    /// </summary>
    public Tokenizer? Tokenizer { get; init; }

    /// <summary>Words, or characters, that occur less often in training become <c>&lt;unk&gt;</c>.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>
    /// N: the first and last 1 to N characters of a word, and its shape, are symbols too, see <see cref="WordForm"/>. 0: only the word is.
    /// </summary>
    public int Affixes { get; init; }

    /// <summary>
    /// Whether a word or character that does not occur in training becomes <c>&lt;unk&gt;</c>; otherwise it is an error. Null: it does,
    /// unless the layout is <see cref="Layout.Text"/>.
    /// </summary>
    public bool? Unknown { get; init; }

    /// <summary>Date-time columns whose <see cref="Calendar"/> features are inputs.</summary>
    public IReadOnlyList<string> Dates { get; init; } = [];

    /// <summary>The features of <see cref="Dates"/>.</summary>
    public CalendarFeatures Calendar { get; init; }

    /// <summary>
    /// The target columns: one for <see cref="TargetKind.Label"/>, one or more for numbers. None, if targets are inputs: all inputs. A
    /// target may be an input only as <see cref="TargetsAreInputs"/> says.
    /// </summary>
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>What is to be predicted.</summary>
    public TargetKind TargetKind { get; init; } = TargetKind.Label;

    /// <summary>What a target belongs to.</summary>
    public TargetLevel TargetLevel { get; init; } = TargetLevel.Sequence;

    /// <summary>
    /// Whether target columns are inputs too; null: in a series of numbers and for <see cref="TargetLevel.Next"/> they are, otherwise not.
    /// </summary>
    public bool? TargetsAreInputs { get; init; }

    /// <summary>The classes of a model: a label in another spelling of one of them, such as 1.0 or TRUE, is that class.</summary>
    internal IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>What a missing number becomes.</summary>
    public MissingPolicy Missing { get; init; } = MissingPolicy.Error;

    /// <summary>The missing-value markers of numeric input columns; upper and lower case are alike.</summary>
    public IReadOnlyList<string> MissingMarkers { get; init; } = UsualMissingMarkers;

    /// <summary>
    /// The decimal sign of numbers. A comma needs another separator between fields, or quotes around the number; points are then allowed
    /// between groups of three digits only.
    /// </summary>
    public DecimalSign Decimal { get; init; }

    /// <summary>
    /// What comes first in dates with slashes or dashes that do not begin with the year; those with points begin with the day.
    /// </summary>
    public DateOrder DateOrder { get; init; }

    /// <summary>Dates that are written as numbers; <see cref="DateFormat.Auto"/>: none are but seconds and the like since 1970.</summary>
    public DateFormat DateFormat { get; init; }

    /// <summary>
    /// Texts that stand next to numbers and are passed over, such as <c>$</c>, <c>%</c> and <c>kW</c>; <c>K</c>, <c>M</c> and <c>B</c>
    /// multiply by a thousand, a million and a billion.
    /// </summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>How time goes in the file.</summary>
    public RowOrder Order { get; init; }

    /// <summary>Whether the first line names the columns; otherwise they are called c0, c1, ….</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// The name of the file's character encoding, such as <c>utf-8</c>, <c>utf-16</c> or <c>latin-1</c>. A byte order mark overrides it.
    /// </summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>
    /// The column that names what a sequence belongs to, such as a patient, so that a split keeps it together; it is no input unless it is
    /// named as one. Null: none.
    /// </summary>
    internal string? Group { get; init; }

    /// <summary>Whether the file may lack that column.</summary>
    internal bool GroupMayMiss { get; init; }

    /// <summary>What a blank line between rows means.</summary>
    public BlankLines BlankLines { get; init; }

    /// <summary>Whether an empty cell in a sequence column repeats the cell above it.</summary>
    public bool FillSequence { get; init; }

    /// <summary>The sequences of a text.</summary>
    public TextMode Text { get; init; } = TextMode.Auto;

    /// <summary>Whether to keep the cells of the step column in <see cref="Sequence.Steps"/>. A series always does.</summary>
    public bool KeepSteps { get; init; }

    /// <summary>Whether a target that is no input may be missing: one that is an input may, as <see cref="Missing"/> says.</summary>
    internal bool TargetsMayMiss { get; init; }

    /// <summary>
    /// Whether a text without a word is read as one <c>&lt;unk&gt;</c>, so that every row has a prediction; otherwise it is left out.
    /// </summary>
    internal bool KeepsEmptyTexts { get; init; }

    /// <summary>Whether they are the options of a trained run, which cannot be changed any more.</summary>
    internal bool AreOfRun { get; init; }

    /// <summary>Counts the bytes that have been read; null: nobody polls it.</summary>
    internal ReadProgress? Progress { get; init; }

    /// <summary>The largest number of bytes that reading may take; null: three quarters of the memory that is free.</summary>
    public long? MemoryLimit { get; init; }
}

/// <summary>The decimal sign of a number.</summary>
public enum DecimalSign
{
    /// <summary>2.5.</summary>
    Point,

    /// <summary>2,5.</summary>
    Comma,
}

/// <summary>What comes first in a date with slashes or dashes.</summary>
public enum DateOrder
{
    /// <summary>The year: 01/02/2024 is refused.</summary>
    YearFirst,

    /// <summary>The day: 31/07/2024.</summary>
    DayFirst,

    /// <summary>The month: 07/31/2024.</summary>
    MonthFirst,
}

/// <summary>How dates are written as numbers.</summary>
public enum DateFormat
{
    /// <summary>Seconds, milli-, micro- or nanoseconds since 1970, if the numbers are those of the years 2001 to 2096.</summary>
    Auto,

    /// <summary>20240131.</summary>
    Yyyymmdd,

    /// <summary>202401.</summary>
    Yyyymm,

    /// <summary>Days since 1899-12-30, as a spreadsheet counts them.</summary>
    Excel,

    /// <summary>Seconds since 1970, whatever their size.</summary>
    Unix,
}

/// <summary>The order of a file's rows in time.</summary>
public enum RowOrder
{
    /// <summary>Without a step, the oldest row of a sequence is the first. With one, it rises.</summary>
    Rising,

    /// <summary>
    /// Without a step, the newest row of a sequence is the first, and its rows are reversed. With a step of numbers, these fall as time
    /// passes; date-times always rise.
    /// </summary>
    Falling,
}

/// <summary>What a blank line between rows means.</summary>
public enum BlankLines
{
    /// <summary>Nothing.</summary>
    Skip,

    /// <summary>A new sequence begins after it. The sequences are numbered from 0, and no column names them.</summary>
    Split,
}

/// <summary>What is to be predicted.</summary>
public enum TargetKind
{
    /// <summary>Nothing: the target columns are not read, and may be absent.</summary>
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
    /// <summary>The whole sequence; it is the same in all its rows.</summary>
    Sequence,

    /// <summary>A time step; it is in the same row.</summary>
    Step,

    /// <summary>A time step; it is in the next row. The last row is only a target.</summary>
    Next,
}

/// <summary>What a missing number in an input column becomes.</summary>
public enum MissingPolicy
{
    /// <summary>An error that names the cell.</summary>
    Error,

    /// <summary>The column's mean over the training split.</summary>
    Mean,

    /// <summary>The value of the step before; the mean at the first step.</summary>
    ForwardFill,

    /// <summary>
    /// The mean. Every column with missing values in training gets a second column, which is 1 where the value is missing.
    /// </summary>
    Indicator,
}

/// <summary>Features of a date-time, each as sine and cosine of a fraction of its period.</summary>
[Flags]
public enum CalendarFeatures
{
    /// <summary>No features.</summary>
    None = 0,

    /// <summary>The time of day.</summary>
    Hour = 1,

    /// <summary>The day of the week.</summary>
    Weekday = 2,

    /// <summary>The month of the year.</summary>
    Month = 4,
}

/// <summary>What a text is cut into.</summary>
public enum Tokenizer
{
    /// <summary>
    /// Cut at white space; a mark <c>. , ; : ! ?</c> at the end of a word, after a letter or digit, is a word of its own. Upper and lower
    /// case differ.
    /// </summary>
    Words,

    /// <summary>Unicode scalar values, white space included; CR LF and CR are one line feed.</summary>
    Characters,
}

/// <summary>The sequences of a text.</summary>
public enum TextMode
{
    /// <summary>Lines if none has more than 80 characters, none is empty and few occur twice; otherwise a stream.</summary>
    Auto,

    /// <summary>The whole text is one sequence. CR LF and CR are read as one line feed.</summary>
    Stream,

    /// <summary>Each line is a sequence; its first and last symbol is a line feed.</summary>
    Lines,
}
