using System.Text;
using RnnTrainer.Data.Layouts.Wide;
using RnnTrainer.Data.Profiling;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>Recognizes files with a whole sequence in a cell: a text, or a list of numbers.</summary>
static class CellSequences
{
    const double MostlyDifferent = 0.7, Nearly = 0.9;

    /// <summary>The layout and the options of such a file; null if its cells hold no sequences.</summary>
    public static (LayoutGuess Layout, DataOptions Options)? In(TableFacts table, DataOptions given, CellFormat format)
    {
        if (given.Tokens is not null || given.Step.Count > 0 || given.Layout is not (Layout.Auto or Layout.Wide or Layout.List))
        {
            return null;
        }

        string[] lists = [.. table.Columns.Where(c => c.IsText && HoldsLists(c, format)).Select(c => c.Name)];
        if (lists.Length > 0)
        {
            return (new LayoutGuess(Layout.List, $"a row is a sequence, the list of numbers in column '{lists[0]}'"),
                given with { Inputs = given.Inputs ?? lists });
        }

        var texts = table.Columns.Where(c => c.HasTexts && !given.Target.Contains(c.Name) && c.Distinct >= MostlyDifferent * c.Filled)
            .MaxBy(c => c.Profile.Sizes.Letters / Math.Max(1, c.Filled));
        return table.Layout != Layout.Series || texts is null || IsComment(texts, table) ? null
            : (new LayoutGuess(Layout.Wide, $"each row has a text, in the column '{texts.Name}'"), given with
            {
                Tokens = [texts.Name],
                Tokenizer = given.Tokenizer ?? (texts.HasSpaces ? Tokenizer.Words : Tokenizer.Characters),
            });
    }

    static bool HoldsLists(ColumnFacts column, CellFormat format)
    {
        string[] cells = [.. Enumerable.Range(0, column.Profile.Codes).Select(column.Profile.Word).OfType<string>()];
        return cells.Length > 0 && cells.Count(c => ListCells.Looks(Encoding.UTF8.GetBytes(c), format)) >= Nearly * cells.Length;
    }

    /// <summary>Whether a text only comments on rows of numbers that are measured.</summary>
    static bool IsComment(ColumnFacts text, TableFacts table) => text.IsSparse
        || table.Columns.Any(c => c is { IsNumber: true, IsWhole: false } && !table.IsOrder(c)
            && (table.Sequences.Time is not null || !text.HasSpaces));
}
