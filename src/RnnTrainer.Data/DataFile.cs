using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts;
using RnnTrainer.Data.Layouts.Arff;
using RnnTrainer.Data.Layouts.Conll;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Files;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Layouts.NotATable;
using RnnTrainer.Data.Layouts.Text;
using RnnTrainer.Data.Layouts.Ts;
using RnnTrainer.Data.Layouts.Tsf;
using RnnTrainer.Data.Layouts.Ucr;
using RnnTrainer.Data.Layouts.Wide;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data;

/// <summary>Reads data files of every layout.</summary>
public static class DataFile
{
    /// <summary>Reads a file, gzip or not.</summary>
    /// <param name="path">Its path; its extension tells some layouts apart.</param>
    /// <param name="options">Its layout and the roles of its columns.</param>
    /// <exception cref="DataException">The file cannot be read, or has errors; it lists them.</exception>
    public static SequenceSet Read(string path, DataOptions options)
    {
        if (LargeText.TryOpen(path, options) is { } large)
        {
            using (large)
            {
                if (LayoutOfBlocks(large.Head, path, options) is not null)
                {
                    return large.Read(text => OfText(text, path, options) with { Sha256 = text.Sha256() });
                }
            }
        }

        var stored = DataBytes.Stored(path, options);

        // Hashing takes about as long as reading, so both run at once.
        var hash = Task.Run(() => Sha256.Of(stored));
        return OfText(Text(stored, path, options), path, options) with { Sha256 = hash.GetAwaiter().GetResult() };
    }

    /// <summary>Reads the bytes of a file that are already in memory, such as standard input.</summary>
    /// <param name="bytes">Text or gzip.</param>
    /// <param name="file">The file's name in errors; its extension tells some layouts apart.</param>
    /// <param name="options">Its layout and the roles of its columns.</param>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(byte[] bytes, string file, DataOptions options) =>
        OfText(Text(bytes, file, options), file, options);

    /// <summary>The text of a file in UTF-8, expanded if it is gzip; a table in the ARFF format is a CSV.</summary>
    /// <exception cref="DataException">The bytes are no text in the encoding of the options.</exception>
    internal static byte[] Text(byte[] bytes, string file, DataOptions options) =>
        LayoutDetection.AsRead(DataBytes.Text(bytes, file, options), file, options);

    /// <summary>Reads a text as <see cref="Text"/> gives it.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    internal static SequenceSet OfText(TextSource text, string file, DataOptions options)
    {
        var guess = LayoutDetection.Of(text.Head, file, options);
        LayoutOptions.Check(guess, file, options);
        var set = Set(text, file, guess.Layout, options);
        set = IsTable(guess.Layout) && CsvFile.HasLooseQuotes(text, options.Tokenizer is null || TextRows.HasComments(text))
            ? set with { Notes = [.. set.Notes, "quotes are read as they stand, since some do not enclose whole fields"] } : set;
        set = options.TargetKind == TargetKind.Label ? LabelSpelling.Unified(set, options.Classes) : set;
        set = (IsTable(guess.Layout) || guess.Layout == Layout.Files) && Comments.Note(set.CommentLines ?? Comments.Count(text)) is { } note
            ? set with { Notes = [note, .. set.Notes] } : set;
        return set with { Layout = guess.Layout == Layout.Text ? guess with { Reason = $"{guess.Reason}; {set.Layout.Reason}" } : guess };
    }

    /// <summary>The layout of a file that is read in blocks; null if it has to be in memory.</summary>
    static Layout? LayoutOfBlocks(byte[] head, string file, DataOptions options) =>
        !LayoutDetection.IsArff(head, file) && LayoutDetection.Of(head, file, options).Layout is var layout && IsTable(layout) ? layout
            : null;

    static bool IsTable(Layout layout) => layout is Layout.Long or Layout.Series or Layout.Wide or Layout.List;

    static SequenceSet Set(TextSource text, string file, Layout layout, DataOptions options)
    {
        try
        {
            return layout switch
            {
                Layout.Wide when options.Tokenizer is not null => TextRows.Parse(text, file, options),
                Layout.Wide => WideCsv.Parse(text, file, options),
                Layout.List => ListCsv.Parse(text, file, options),
                Layout.Series => LongCsv.Parse(text, file, options, isSeries: true),
                Layout.Text => TextLayout.Parse(text.Head, file, options),
                Layout.Files => Manifest.Parse(text, file, options, Read),
                Layout.Ts => TsFile.Parse(text.Head, file, options),
                Layout.Ucr => UcrFile.Parse(text.Head, file, options),
                Layout.Conll => ConllFile.Parse(text.Head, file, options),
                Layout.Arff => ArffFile.Parse(text.Head, file, options),
                Layout.Tsf => TsfFile.Parse(text.Head, file, options),
                _ => LongCsv.Parse(text, file, options, isSeries: false),
            };
        }
        catch (DataException) when (layout is Layout.Long or Layout.Wide or Layout.List or Layout.Series or Layout.Files)
        {
            if (Refusal.Of(text.Head, file, options) is { } refusal)
            {
                throw new DataException(refusal); // what the file is says more than what is wrong in its first lines
            }

            throw;
        }
    }

    /// <summary>
    /// The path of a file and, if it is a manifest, those of the files that it names. A file that cannot be read names none.
    /// </summary>
    internal static IReadOnlyList<string> FilesOf(string path)
    {
        try
        {
            return FileStatus.Of(path).Kind == FileKind.Regular ? [path, .. Manifest.Files(DataBytes.Load(path, new DataOptions()), path)]
                : [path];
        }
        catch (DataException)
        {
            return [path];
        }
    }
}
