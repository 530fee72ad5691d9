using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Profiling;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Passes;

/// <summary>What one pass over a file gave.</summary>
/// <param name="Rows">The number of rows below the header.</param>
/// <param name="Columns">All of each column.</param>
/// <param name="Tally">What findings need to know.</param>
/// <param name="Notes">What a user should know of how it was read.</param>
/// <param name="Inputs">The names of the inputs.</param>
sealed record FilePass(
    long Rows, IReadOnlyList<WholeColumn> Columns, SetTally Tally, IReadOnlyList<string> Notes, IReadOnlyList<string> Inputs)
{
    /// <summary>Reads a long CSV, or a series, once, and keeps no rows.</summary>
    /// <param name="text">The file.</param>
    /// <param name="sample">Its header and some of its rows.</param>
    /// <param name="facts">What the columns of the sample are taken for.</param>
    /// <param name="options">To read it with.</param>
    /// <param name="isSeries">See <see cref="SetTally"/>.</param>
    /// <returns>
    /// What it gave; null if only the reader of all files can read it, or has to say what is wrong. And the first place of a value that the
    /// sample should have, as far as it was read; null: the sample has all that matter.
    /// </returns>
    public static (FilePass? Pass, SamplePlace? Odd) TryRead(
        TextSource text, byte[] sample, string file, IReadOnlyList<ColumnFacts> facts, DataOptions options, bool isSeries,
        BlockOptions blocks)
    {
        var columns = LongColumns.Find(sample, options, options.Layout == Layout.Series, new ErrorLog(file, sample));
        if (columns.HasNextTargets || columns.Header.Length != facts.Count)
        {
            return (null, null);
        }

        var set = new SetColumns(Path.GetFileName(file), columns.InputNames)
        {
            Targets = columns.HasNumberTargets ? columns.TargetNames : [],
            Options = options,
        };
        var tally = new SetTally(set, isSeries);
        var rows = new LongTally(columns, tally, facts, sample.Length, CellFormat.Of(options, LongBlocks.SeparatorOf(sample)));
        var read = LongBlocks.TryRead(text, columns, Path.GetFileNameWithoutExtension(file), blocks, rows);
        return (read is not null && rows.TryEnd() ? Of(columns, rows, tally, facts, read) : null, rows.Odd);
    }

    static FilePass Of(
        LongColumns columns, LongTally rows, SetTally tally, IReadOnlyList<ColumnFacts> facts,
        RowsRead read) => new(
            rows.Rows, [.. facts.Select(c => rows.Whole(c.Index))], tally,
            [.. Comments.Note(read.Comments) is { } note ? [note] : Array.Empty<string>(), .. columns.Names.Notes(read.Longer),
                .. rows.Notes(read.Reinterpreted).Lines(columns)], columns.InputNames);
}
