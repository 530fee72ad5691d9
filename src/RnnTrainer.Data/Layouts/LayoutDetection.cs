using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Arff;
using RnnTrainer.Data.Layouts.Conll;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Layouts.NotATable;
using RnnTrainer.Data.Layouts.Tsf;
using RnnTrainer.Data.Layouts.Wide;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts;

/// <summary>Detects the layout of a file: by its extension, then by its first lines.</summary>
static class LayoutDetection
{
    /// <summary>The number of rows that are looked at.</summary>
    const int MostRows = 100;

    /// <summary>A row of more numbers is a sequence, and no step of one.</summary>
    const int LongRow = 20;

    /// <summary>The number of lines below the first that make one column a table, and of tags that are looked at.</summary>
    const int FewestNumbers = 3, MostTags = 10_000;

    /// <summary>The layout of the options or, if that is <see cref="Layout.Auto"/>, the detected one.</summary>
    /// <exception cref="DataException">The file is neither a table nor prose, such as JSON or a web page.</exception>
    public static LayoutGuess Of(byte[] text, string file, DataOptions options) => options.Layout == Layout.Auto
        ? Detected(text, file, options)
        : new LayoutGuess(options.Layout, $"layout: {options.Layout.ToString().ToLowerInvariant()} is what was asked for");

    static LayoutGuess Detected(byte[] text, string file, DataOptions options)
    {
        var extension = DataBytes.Extension(file);
        if (Tagged(text, extension) is { } tagged)
        {
            return tagged;
        }

        if (Refusal.Of(text, file, options) is { } refusal)
        {
            throw new DataException(refusal);
        }

        if (extension is ".conll" or ".conllu" or ".conllx")
        {
            return new LayoutGuess(Layout.Conll, $"the file's name ends in {extension}");
        }

        if (options.Tokens is not null && options.Tokenizer is null && ConllDetection.Looks(text))
        {
            return new LayoutGuess(Layout.Conll, "each line is a word with its tag, and blank lines separate sentences");
        }

        if (!options.HasHeader)
        {
            return options.Sequence.Count > 0 ? new LayoutGuess(Layout.Long, $"the column '{options.Sequence[0]}' names the sequence of " +
                $"each row")
                : new LayoutGuess(Layout.Series, "no column names sequences, so the rows are one long series");
        }

        if (options is { Tokenizer: not null, Tokens: [var column, ..] })
        {
            return new LayoutGuess(Layout.Wide, $"each row has a text, in the column '{column}'");
        }

        var header = Header(text);
        if (header is null or [_] && AreNumbers(text))
        {
            return new LayoutGuess(Layout.Ucr, "there is no header, and each row is a label followed by numbers");
        }

        if (header is null || (header.Length == 1 && extension is not (".csv" or ".tsv" or ".parquet") && options.Sequence.Count == 0
            && options.BlankLines == BlankLines.Skip && !HasNumbers(text)))
        {
            return new LayoutGuess(Layout.Text, header is null ? "the first line is not a CSV header" : "the lines have no separator");
        }

        if (header.All(IsNumber))
        {
            return header.Length > 1 && (extension is ".tsv" or ".txt" || header.Length > LongRow)
                ? new LayoutGuess(Layout.Ucr, "there is no header, and each row is a label followed by numbers")
                : new LayoutGuess(Layout.Long, "it has columns, but a header is missing");
        }

        return header.Length > 1 && extension is "" or ".txt" or ".md" && !(LooksLikeNames(header) && HasRows(text))
            ? new LayoutGuess(Layout.Text, "the first line reads as prose, not as the names of columns")
            : OfTable(text, header, options);
    }

    static LayoutGuess OfTable(byte[] text, string[] header, DataOptions options)
    {
        if (header.Contains("path") && header.All(n => n is "path" or "split" || options.Target.Contains(n) || n is "label" or "target"))
        {
            return new LayoutGuess(Layout.Files, "the column 'path' names a file for each sequence");
        }

        if (options.BlankLines == BlankLines.Split)
        {
            return new LayoutGuess(Layout.Long, "blank lines separate the sequences");
        }

        var taken = options.Target.Concat(options.Sequence).Select(n => Array.IndexOf(header, n)).ToHashSet();
        var (features, kind, _) = WideHeader.Of(header, taken, options);
        var counted = features.Where(f => f.Fields.Length > 2).Sum(f => f.Fields.Length);
        string[] keys = options.Sequence.Count > 0 ? [.. options.Sequence] : [.. HeaderNames.SequenceNames.Where(header.Contains).Take(1)];
        var repeated = keys.Length > 0 && Repeats(text, [.. keys.Select(n => Array.IndexOf(header, n))]);
        var step = options.Step is [var first, ..] ? first : (header.Contains("step") ? "step" : null);
        if (step is null && !repeated && counted > 2 && counted >= (keys.Length == 0 ? 0.7 : 0.5) * header.Length)
        {
            return new LayoutGuess(
                Layout.Wide,
                $"the columns {header[features[0].Fields[0]]} … {header[features[0].Fields[^1]]} " +
                $"{(kind == WideKind.Numbers ? "number" : "are")} the steps of a sequence, a row each");
        }

        if (keys.Length > 0)
        {
            var (columns, name) = (Words.Agree(keys.Length, "column", "columns"), Words.Agree(keys.Length, "names", "name"));
            return new LayoutGuess(Layout.Long, $"the {columns} '{string.Join("', '", keys)}' {name} the sequence of each row");
        }

        return new LayoutGuess(Layout.Series, "no column names sequences, so the rows are one long series");
    }

    /// <summary>Whether two neighbours among the first rows name the same sequence: then a sequence has several rows.</summary>
    static bool Repeats(byte[] text, int[] columns)
    {
        using var reader = CsvFile.Open(text);
        string? before = null;
        for (var row = 0; row < MostRows && columns.Min() >= 0 && CsvFile.TryRead(reader); row++)
        {
            var id = columns.Max() < reader.FieldCount ? SequenceKey.Join([.. columns.Select(reader.GetString)]) : null;
            if (id is not null && id == before)
            {
                return true;
            }

            before = id;
        }

        return false;
    }

    static bool LooksLikeNames(string[] header) =>
        header.Length > 1 && header.All(n => n.Length is > 0 and < 40 && n.Count(c => c == ' ') <= 2);

    /// <summary>Whether the first line is a long row of numbers with spaces between them.</summary>
    static bool AreNumbers(byte[] text)
    {
        var line = new TextLine(text);
        var cells = line.Next() ? Encoding.UTF8.GetString(line.Span).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];
        return cells.Length > LongRow && cells.All(IsNumber);
    }

    /// <summary>Whether most of the lines below the first have equally many fields.</summary>
    static bool HasRows(byte[] text)
    {
        using var reader = CsvFile.Open(text);
        CsvFile.TryRead(reader);
        var counts = new List<int>();
        while (counts.Count < MostRows && CsvFile.TryRead(reader))
        {
            counts.Add(reader.FieldCount);
        }

        return counts.Count == 0 || (counts.CountBy(n => n).MaxBy(c => c.Value) is { Key: > 1 } usual && 2 * usual.Value >= counts.Count);
    }

    static bool IsNumber(string cell) => NumberError.Resembles(Encoding.UTF8.GetBytes(cell));

    /// <summary>
    /// The text as the reader of its layout takes it: an ARFF file whose rows are steps, or that the options call a CSV, as a CSV.
    /// </summary>
    /// <exception cref="DataException">The ARFF file has errors; it lists them.</exception>
    public static byte[] AsRead(byte[] text, string file, DataOptions options) =>
        options.Layout is Layout.Auto or Layout.Long or Layout.Wide or Layout.Series
            && IsArff(text, file)
            && (options.Layout != Layout.Auto || !ArffFile.HoldsSequences(text))
            ? ArffTable.ToCsv(text, file) : text;

    /// <summary>Whether a file begins with the tags of ARFF.</summary>
    public static bool IsArff(byte[] text, string file) => Tagged(text, DataBytes.Extension(file)) is { Layout: Layout.Arff };

    /// <summary>The format of a file that begins with tags; null for any other.</summary>
    static LayoutGuess? Tagged(byte[] text, string extension)
    {
        var tags = FileTags.Of(text).Take(MostTags).ToList();
        Layout? layout = extension == ".ts" || tags is ["@problemname", ..] ? Layout.Ts
            : extension == ".tsf" || (tags is ["@relation", ..] && tags.Intersect(TsfFile.OwnTags).Any()) ? Layout.Tsf
            : tags.Contains("@attribute") || (extension == ".arff" && tags.Count > 0) ? Layout.Arff
            : null;
        return layout is null ? null
            : new LayoutGuess(
                layout.Value, extension == $".{layout.Value.ToString().ToLowerInvariant()}" ? $"the file's name ends in {extension}"
                : $"the file begins with the tags of {(layout == Layout.Arff ? "an" : "a")} " +
                    $".{layout.Value.ToString().ToLowerInvariant()} file");
    }

    /// <summary>Whether the lines below the first are numbers.</summary>
    static bool HasNumbers(byte[] text)
    {
        using var reader = CsvFile.Open(text);
        CsvFile.TryRead(reader);
        var rows = 0;
        for (; rows < MostRows && CsvFile.TryRead(reader); rows++)
        {
            if (reader.FieldCount != 1 || !(CellLook.IsNumber(reader.GetString(0)) || CellLook.IsMissing(reader.GetString(0))))
            {
                return false;
            }
        }

        return rows >= FewestNumbers;
    }

    /// <summary>The fields of the first record; null if it is not CSV.</summary>
    static string[]? Header(byte[] text)
    {
        using var reader = CsvFile.Open(text);
        if (!CsvFile.TryRead(reader))
        {
            return null;
        }

        string[] header = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim())];
        return header[..Math.Max(1, Array.FindLastIndex(header, n => n.Length > 0) + 1)];
    }
}
