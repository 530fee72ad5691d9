using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>Summarizes a text, or a file of a format without columns.</summary>
static class ForeignSummary
{
    public static DataSummary Of(byte[] text, string file, LayoutGuess layout, DataOptions given, string? asked)
    {
        var isText = layout.Layout == Layout.Text;
        CheckForeign(text, file, layout, given);
        var foreign = ForeignTask.Of(layout.Layout, text);
        var isForecast = foreign.Task == "forecast";
        var options = given with
        {
            Layout = layout.Layout,
            TargetKind = isText ? TargetKind.None : foreign.TargetKind,
            TargetLevel = foreign.TargetLevel,
            KeepSteps = given.KeepSteps || isForecast,
            Missing = isText || given.Missing != MissingPolicy.Error ? given.Missing : isForecast ? MissingPolicy.ForwardFill
                : MissingPolicy.Mean,
        };
        var read = TrialReading.Of(text, file, options);
        if (layout.Layout == Layout.Ucr && given.Layout == Layout.Auto && read.Set is { Sequences.Count: > 5 } rows
            && 2 * rows.Sequences.DistinctBy(s => s.Label).Count() > rows.Sequences.Count)
        {
            throw new DataException(
                new Diagnostic(
                    file, 1, 1, "there is no header, and the first cell of each row, which should be its label, is nearly always different",
                    "Write a first line that names the columns, such as t0,t1,t2,label if the label is the last."));
        }

        IReadOnlyCollection<int> lengths = [.. read.Set?.Sequences.Select(s => s.Length) ?? []];
        var isList = isText && read.Set is { Sequences: [{ Id: ['l', 'i', 'n', 'e', ' ', ..] }, ..] };
        var task = isText
            ? new TaskGuess("language", [], isList ? "it is text, and each line is a sequence" : "it is text, one long sequence")
            : new TaskGuess(foreign.Task, [foreign.Target], foreign.Reason);
        task = asked is null || asked == task.Task ? task : new TaskGuess(
            null, [], $"the file is for task {task.Task}, and task {asked} was asked for")
        { Hint = "Leave out --task." };
        options = options with { Target = task.Target, Text = isList ? TextMode.Lines : isText ? TextMode.Stream : options.Text };
        return new DataSummary(
            file, layout, lengths.Sum(l => (long)l), [], LengthSummary.Of(lengths), ClassCount.In(read.Set), task, options, read.Problems,
            read.Count,
            read.Set?.Notes ?? [])
        {
            Inputs = read.Set?.InputColumns ?? [],
            Spacing = StepSpacing.Of(read.Set?.Sequences.MaxBy(s => s.Length)?.Steps ?? [], CellFormat.Of(options)),
            Horizon = foreign.Horizon,
        };
    }

    /// <summary>Refuses numbers with spaces between them: they are not a text to be learned by its characters.</summary>
    static void CheckForeign(byte[] text, string file, LayoutGuess layout, DataOptions given)
    {
        var line = new TextLine(text);
        if (layout.Layout != Layout.Text || given.Layout != Layout.Auto || !line.Next())
        {
            return;
        }

        var cells = Encoding.UTF8.GetString(line.Span[..Math.Min(line.Span.Length, 10_000)])
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (cells.Length > 1 && cells.All(c => NumberText.TryRead(System.Text.Encoding.UTF8.GetBytes(c), out _)))
        {
            throw new DataException(
                new Diagnostic(
                    file, 1, 1, "rows of numbers with spaces between them, and no header",
                    "Put commas between them and write a first line that names the columns, such as seq,step,x0,x1; or, if a row is a " +
                    "label and then its values, name the file .tsv and put tabs."));
        }
    }
}
