using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Text;

/// <summary>Turns a CSV with a text in each row into the long layout: a row per word or letter.</summary>
static class TextColumn
{
    /// <summary>
    /// Writes <c>seq,step,word</c> and the other columns, which say the same on every row of a text. Words are what white space separates; a mark of punctuation at
    /// the end of a word is a word of its own. A row without a word is left out.
    /// </summary>
    /// <param name="letters">A row per letter instead; white space is left out.</param>
    /// <returns>How many texts there were.</returns>
    /// <exception cref="DataException">The input cannot be read, or has no such column.</exception>
    public static int Convert(string input, TextWriter to, string column, bool letters = false)
    {
        var text = DataBytes.LoadOnce(input, new DataOptions());
        var errors = new ErrorLog(input, text);
        CsvFile.CheckText(text, errors);
        using var reader = CsvFile.Open(text);
        var names = HeaderNames.Read(reader, text, errors);
        var at = names.Find(column);
        errors.ThrowIfAny();
        var others = Enumerable.Range(0, names.Header.Length).Where(i => i != at).ToArray();
        var unit = letters ? "letter" : "word";
        string[] taken = ["seq", "step", unit];
        var texts = 0;
        var writer = new LongCsvWriter(to, [], [unit, .. others.Select(i => taken.Contains(names.Header[i]) ? $"{names.Header[i]}_" : names.Header[i])], []);
        for (var rows = new CsvRows(reader, text, errors); rows.Next();)
        {
            if (reader.FieldCount != names.Header.Length)
                rows.ReportRagged(names.Header.Length);
            else if ((letters ? Letters(reader.GetString(at)) : Words(reader.GetString(at))) is { Length: > 0 } words)
                writer.Write(Sequence(texts++, words, [.. others.Select(reader.GetString)]));
        }

        errors.ThrowIfAny();
        return texts;
    }

    static Sequence Sequence(int n, string[] words, string[] others) =>
        new(n.ToString(System.Globalization.CultureInfo.InvariantCulture), words.Length, [], null, null) { Texts = [.. words.SelectMany(w => others.Prepend(w))] };

    static string[] Letters(string text) => [.. text.EnumerateRunes().Where(r => !System.Text.Rune.IsWhiteSpace(r)).Select(r => r.ToString())];

    static string[] Words(string text) => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(Parts)];

    static IEnumerable<string> Parts(string word) =>
        word.Length > 1 && word[^1] is '.' or ',' or ';' or ':' or '!' or '?' && char.IsLetterOrDigit(word[^2]) ? [word[..^1], word[^1..]] : [word];
}
