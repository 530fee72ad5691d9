using RnnTrainer.Common;

namespace RnnTrainer.Data.Layouts;

/// <summary>Options that only some layouts have a use for.</summary>
static class LayoutOptions
{
    /// <summary>Refuses options that a layout would pass over.</summary>
    /// <exception cref="DataException">There is one.</exception>
    public static void Check(LayoutGuess guess, string file, DataOptions options)
    {
        var name = guess.Layout.ToString().ToLowerInvariant();
        if (options.BlankLines == BlankLines.Split && guess.Layout is not (Layout.Long or Layout.Series or Layout.Conll))
        {
            throw Refused($"blank_lines: split does not apply to layout {name}", "Remove blank_lines, or set layout: long.");
        }

        if (options.BlankLines == BlankLines.Split && options.Sequence.Count > 0)
        {
            throw Refused("sequence and blank_lines: split exclude one another", "Keep the one that begins a new sequence in this file.");
        }

        if (options.Order == RowOrder.Falling && guess.Layout is not (Layout.Long or Layout.Series or Layout.Files))
        {
            throw Refused($"order: falling does not apply to layout {name}", "Remove order: it is for layouts with a row per time step.");
        }

        if (guess.Layout == Layout.Conll && (options.Sequence.Count > 0 || options.Step.Count > 0 || options.Dates.Count > 0))
        {
            throw Refused(
                "sequence, step and dates do not apply to layout conll",
                "Remove them: blank lines separate the sentences, and the words are in order.");
        }

        if (options.FillSequence && guess.Layout is not (Layout.Long or Layout.Wide or Layout.List))
        {
            throw Refused($"fill_sequence does not apply to layout {name}", "Remove fill_sequence, or name the column (sequence:).");
        }

        if (options is { Group: not null, GroupMayMiss: false }
            && guess.Layout is Layout.Ts or Layout.Ucr or Layout.Tsf or Layout.Text or Layout.Series)
        {
            throw Refused(
                $"split.by does not apply to layout {name}: "
                + (guess.Layout == Layout.Series ? "the file is one sequence" : "no column names a group"),
                guess.Layout == Layout.Series ? "Name the column of the sequences (sequence:), or remove split.by." : "Remove split.by.");
        }

        DataException Refused(string message, string hint) => new(Diagnostic.OfFile(file, message, hint));
    }
}
