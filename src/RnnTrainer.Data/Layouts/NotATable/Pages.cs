using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Data.Layouts.NotATable;

/// <summary>Files that something else was stored in than the table that was meant.</summary>
static partial class Pages
{
    const int LongestPage = 2000, FewestTokens = 2;

    /// <summary>The pointer of Git LFS or git-annex to a file that was not fetched.</summary>
    public static Refusal? Pointer(FirstLines lines) =>
        lines.Start.StartsWith("version https://git-lfs.github.com/spec/"u8)
            || lines.Start.StartsWith("version https://hawser.github.com/spec/"u8)
            ? new Refusal(0, "it is a pointer of Git LFS, not the file that it stands for",
                "Fetch the file: git lfs pull.")
            { MayBeText = false }
        : lines.Lines.Count == 1 && lines.Lines[0].Text.Contains("/annex/objects/", StringComparison.Ordinal)
            ? new Refusal(0, "it is a pointer of git-annex, not the file that it stands for",
                "Fetch the file: git annex get.")
            { MayBeText = false }
        : null;

    /// <summary>HTML and XML.</summary>
    public static Refusal? Page(FirstLines lines)
    {
        var start = Encoding.UTF8.GetString(lines.Start[..Math.Min(lines.Start.Length, LongestPage)]);
        if (Html().IsMatch(start))
        {
            var title = Title().Match(start) is { Success: true } found ? $", '{Printable.Cell(found.Groups[1].Value.Trim())}'" : "";
            return new Refusal(
                0, $"it is an HTML page{title}, not a table", "Download the file itself, by its direct link (on GitHub: Raw).");
        }

        return Xml().Match(start) is { Success: true } xml && (xml.Groups[1].Length == 0 || Closes(lines, xml.Groups[1].Value))
            ? new Refusal(0, "it is an XML document, which is not read",
                "Make a CSV of it; in Python: pandas.read_xml(\"my.xml\").to_csv(\"my.csv\", index=False).")
            : null;
    }

    /// <summary>JSON and JSON lines, by the file's name or by its first tokens.</summary>
    public static Refusal? Json(FirstLines lines) =>
        DataBytes.Extension(lines.File) is ".json" or ".jsonl" or ".ndjson" || IsJson(lines.Start)
            ? new Refusal(
                0, "it holds JSON, which is not read",
                "Make a CSV of it, a column for each name; in Python: pandas.read_json(\"my.jsonl\", lines=True).to_csv(\"my.csv\", " +
                "index=False).")
            : null;

    /// <summary>What a server sent in place of a file that it does not have.</summary>
    public static Refusal? ErrorPage(FirstLines lines) =>
        lines.AreAll && lines.Lines.Count <= 3 && lines.Text.Length < LongestPage && Status().IsMatch(lines.Lines[0].Text)
            ? new Refusal(
                0, $"it is the error message of a server, '{Printable.Cell(lines.Lines[0].Text.Trim())}', not a table",
                "Check the address, and download the file again.")
            { MayBeText = false }
            : null;

    static bool Closes(FirstLines lines, string element) =>
        lines.Text.Span.TrimEnd(" \t\r\n"u8).EndsWith(Encoding.UTF8.GetBytes($"</{element}>"));

    /// <summary>An object or a list that begins as JSON does; a bracket of a text is followed by a word.</summary>
    static bool IsJson(ReadOnlySpan<byte> start)
    {
        if (start is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        var sample = start[..Math.Min(start.Length, 1 << 16)];
        var reader = new Utf8JsonReader(
            sample, isFinalBlock: sample.Length == start.Length,
            new JsonReaderState(new JsonReaderOptions
            {
                AllowMultipleValues = true,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
            }));
        var tokens = 0;
        try
        {
            while (tokens < 1000 && reader.Read())
            {
                tokens++;
            }
        }
        catch (JsonException)
        {
            return start[0] == '{' && tokens > FewestTokens; // damaged, or JSON with comments and the like
        }

        return tokens > FewestTokens;
    }

    [GeneratedRegex(@"^\s*(<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])", RegexOptions.IgnoreCase)]
    private static partial Regex Html();

    [GeneratedRegex(@"<title[^>]*>([^<]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Title();

    [GeneratedRegex(@"^\s*<(?:\?xml\s|!DOCTYPE\s|([A-Za-z][\w:.-]*)(?:\s[^<>]*)?>)")]
    private static partial Regex Xml();

    [GeneratedRegex(
        @"^\s*(HTTP/[\d.]+ [45]\d\d|[45]\d\d\b[:\s-]*(not found|forbidden|unauthori[sz]ed|bad request|bad gateway|gone|too many " +
            @"requests|internal server error|service unavailable|gateway time-?out|access denied)|(404|not found|access " +
            @"denied|forbidden|bad gateway|too many requests|service unavailable|internal server error|unauthori[sz]ed)\.?\s*$)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Status();
}
