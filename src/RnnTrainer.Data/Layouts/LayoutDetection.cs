using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Conll;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Lines;
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

    /// <summary>The layout of the options or, if that is <see cref="Layout.Auto"/>, the detected one.</summary>
    /// <exception cref="DataException">The file holds JSON.</exception>
    public static LayoutGuess Of(byte[] text, string file, DataOptions options) => options.Layout == Layout.Auto
        ? Detected(text, file, options)
        : new LayoutGuess(options.Layout, $"layout: {options.Layout.ToString().ToLowerInvariant()} is what was asked for");

    static LayoutGuess Detected(byte[] text, string file, DataOptions options)
    {
        var extension = DataBytes.Extension(file);
        if (extension == ".ts" || StartsWithTag(text))
        {
            return new LayoutGuess(
                Layout.Ts, extension == ".ts" ? "the file's name ends in .ts" : "the file begins with the tags of a .ts file");
        }

        if (extension is ".json" or ".jsonl" or ".ndjson" || text.AsSpan().TrimStart(" \r\n"u8).StartsWith("{\""u8))
        {
            throw new DataException(Diagnostic.OfFile(
                file,
                "it holds JSON, which is not read",
                "Make a CSV of it, a column for each name; in Python: pandas.read_json(\"my.jsonl\", lines=True).to_csv(\"my.csv\", " +
                "index=False). "
                    + "To read it as text, character by character: layout: text."));
        }

        if (extension is ".conll" or ".conllu" or ".conllx")
        {
            return new LayoutGuess(Layout.Conll, $"the file's name ends in {extension}");
        }

        if (options.Tokens is not null && options.Tokenizer is null && ConllDetection.Looks(text))
        {
            return new LayoutGuess(Layout.Conll, "each line is a word with its tag, and blank lines separate sentences");
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

        if (header is null || (header.Length == 1 && extension is not (".csv" or ".tsv") && options.Sequence.Count == 0
            && options.BlankLines == BlankLines.Skip))
        {
            return new LayoutGuess(Layout.Text, header is null ? "the first line is not a CSV header" : "the lines have no separator");
        }

        if (header.All(IsNumber))
        {
            return extension is ".tsv" or ".txt" || header.Length > LongRow
                ? new LayoutGuess(Layout.Ucr, "there is no header, and each row is a label followed by numbers")
                : new LayoutGuess(Layout.Long, "it has columns, but a header is missing");
        }

        return extension is "" or ".txt" or ".md" && !LooksLikeNames(header)
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
        var step = options.Step.FirstOrDefault() ?? (header.Contains("step") ? "step" : null);
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

    static bool IsNumber(string cell) => NumberError.Resembles(Encoding.UTF8.GetBytes(cell));

    static bool StartsWithTag(byte[] text)
    {
        for (var line = new TextLine(text); line.Next();)
        {
            if (!line.IsBlank && line.Span[0] != '#')
            {
                return line.Span[0] == '@'
                    && Encoding.UTF8.GetString(line.Span).StartsWith("@problemname", StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }

    /// <summary>The fields of the first record; null if it is not CSV.</summary>
    static string[]? Header(byte[] text)
    {
        using var reader = CsvFile.Open(text);
        return CsvFile.TryRead(reader) ? [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)] : null;
    }
}
