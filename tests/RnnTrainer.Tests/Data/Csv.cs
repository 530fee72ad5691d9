using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Layouts.Long;

namespace RnnTrainer.Tests.Data;

/// <summary>Short ways to read a CSV from a string.</summary>
static class Csv
{
    public static DataOptions Labelled { get; } = new() { Target = ["label"] };

    public static DataOptions Numbered { get; } = new() { Target = ["y"], TargetKind = TargetKind.Number };

    public static DataOptions Unlabelled { get; } = new() { Target = ["label"], TargetKind = TargetKind.None };

    public static SequenceSet Read(string text, DataOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    public static SequenceSet Read(byte[] text, DataOptions? options = null) =>
        LongCsv.Parse(text, "train.csv", options ?? Labelled, isSeries: options?.Layout == Layout.Series);

    /// <summary>Reads a file of any layout.</summary>
    public static SequenceSet Open(string text, DataOptions options, string file = "train.csv") =>
        DataFile.Parse(Encoding.UTF8.GetBytes(text), file, options);

    /// <summary>The errors of a text of any layout that must not be accepted.</summary>
    public static string[] OpenErrors(string text, DataOptions options, string file = "train.csv") =>
        Lines(Assert.Throws<DataException>(() => Open(text, options, file)));

    /// <summary>Id, length, inputs, label and line of a sequence.</summary>
    public static string Shown(Sequence s) =>
        FormattableString.Invariant(
            $"{s.Id}:{s.Length}:{string.Join(' ', s.Inputs)}:{s.Label ?? string.Join(' ', s.Target ?? [])}:{s.Line}");

    /// <summary>The exception for a long CSV that must not be accepted.</summary>
    public static DataException Refused(string text, DataOptions? options = null) => Refused(Encoding.UTF8.GetBytes(text), options);

    public static DataException Refused(byte[] text, DataOptions? options = null) =>
        Assert.Throws<DataException>(() => Read(text, options));

    /// <summary>The errors of a long CSV that must not be accepted, with every hint on the line of its error after " | ".</summary>
    public static string[] Errors(string text, DataOptions? options = null) => Lines(Refused(text, options));

    public static string[] Lines(DataException e) => e.Message.Replace("\n  hint: ", " | ", StringComparison.Ordinal).Split('\n');
}
