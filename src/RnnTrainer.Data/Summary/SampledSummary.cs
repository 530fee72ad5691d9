using System.Globalization;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Passes;
using RnnTrainer.Data.Profiling;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>
/// Summarizes a large file: some of its rows choose what it is, and one pass over all rows reads it so and counts. If a column that has few
/// values among these rows, or none, has others elsewhere, the rows around the first of them choose again.
/// </summary>
static class SampledSummary
{
    const int SomeSequences = 10;

    /// <summary>The summary; null if the file has to be read whole: it is no long CSV, or only that says what is wrong.</summary>
    public static DataSummary? Of(
        TextSource text, string file, DataOptions given, string? asked, SampleSize size, BlockOptions blocks)
    {
        try
        {
            var sample = RowSample.First(text, size.Rows, size.Bytes);
            var choice = Chosen(sample, file, given, asked);
            if (choice is null || !IsClear(choice.Choice.Table))
            {
                sample = RowSample.First(text, size.MostRows, size.Bytes);
                choice = Chosen(sample, file, given, asked);
            }

            var (pass, odd) = choice?.Pass(text, sample, file, blocks) ?? default;
            if (odd is { } place)
            {
                sample = RowSample.Around(text, place, Math.Max(size.Rows, sample.Rows), size.Bytes);
                choice = Chosen(sample, file, given, asked);
                (pass, _) = choice?.Pass(text, sample, file, blocks) ?? default;
            }

            return pass is null ? null : Of(file, sample, choice!, pass);
        }
        catch (DataException)
        {
            return null; // a whole file has other errors, or says them better
        }
    }

    /// <summary>Whether there is no doubt of what the sequences are: many of them, or moments of one.</summary>
    static bool IsClear(TableFacts table) =>
        table.IsSeries ? table.HasCalendar : table.Sequences.Groups.Count >= SomeSequences;

    static SampleChoice? Chosen(RowSample sample, string file, DataOptions given, string? asked)
    {
        if (Summarizer.Table(sample.Text, file, given) is not var (layout, options)
            || TableSummary.Chosen(sample.Text, file, layout, options, asked) is not { Table.Layout: Layout.Long or Layout.Series } choice)
        {
            return null;
        }

        var read = TableSummary.Read(sample.Text, file, choice, isStepGiven: given.Step.Count > 0);
        return read.ProblemCount > 0 ? null : new SampleChoice(choice, read);
    }

    static DataSummary Of(string file, RowSample sample, SampleChoice chosen, FilePass pass)
    {
        var (choice, read) = chosen;
        var all = read with
        {
            Options = TaskChoice.Filled(read.Options, choice, pass.Columns),
            Rows = pass.Rows,
            Lengths = pass.Tally.Lengths,
            Classes = ClassCount.In(pass.Tally.Labels.Counts),
            Notes = pass.Notes,
            Inputs = pass.Inputs,
            Columns = pass.Columns,
        };
        var summary = TableSummary.Of(file, choice, all);
        return summary with
        {
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture, $"{(sample.IsFirst ? "the first " : "")}{choice.Profile.Rows:N0} rows chose ")
                    + "the sequences, the task and the inputs; all rows were read and counted",
                .. summary.Notes,
            ],
            Sampled = new SampledFile(pass.Tally, sample.Text),
        };
    }

    /// <summary>What a sample chose.</summary>
    /// <param name="Read">The sample, read so.</param>
    sealed record SampleChoice(TableChoice Choice, TableReading Read)
    {
        /// <summary>Reads the whole file so. See <see cref="FilePass.TryRead"/>.</summary>
        public (FilePass? Pass, SamplePlace? Odd) Pass(TextSource text, RowSample sample, string file, BlockOptions blocks)
        {
            var isSeries = Choice.Task.Task is "forecast" or "language";
            var (pass, odd) = FilePass.TryRead(text, sample.Text, file, Choice.Table.Columns, Options, isSeries, blocks);
            return (pass is null || (Read.Options.Missing == MissingPolicy.Error && LacksWords(pass)) ? null : pass, odd);
        }

        /// <summary>Missing numbers of inputs are counted, whether the sample has any or not.</summary>
        DataOptions Options => Read.Options with
        {
            Missing = Read.Options.Missing == MissingPolicy.Error ? MissingPolicy.Mean : Read.Options.Missing,
            TargetKind = Choice.Task.Task is null ? TargetKind.None : Read.Options.TargetKind,
        };

        /// <summary>Whether words are missing, which is an error.</summary>
        bool LacksWords(FilePass pass) => Read.Options.Categories.Concat(Read.Options.Tokens ?? [])
            .Any(name => pass.Columns[Choice.Table.Named(name)!.Index].Missing > 0);
    }
}
