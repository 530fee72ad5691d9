using System.Globalization;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Text;

/// <summary>Converts a CSV with a text in each row to the long layout, with a row per word or letter.</summary>
static class TextColumn
{
    /// <summary>
    /// Writes <c>seq,step,word</c> and the other columns, which are the same in every row of a text. Words are those of
    /// <see cref="Tokenizer.Words"/>. A row without a word is left out.
    /// </summary>
    /// <param name="column">The column of the texts.</param>
    /// <param name="byLetters">Whether to write a row per letter instead, without white space.</param>
    /// <returns>The number of texts.</returns>
    /// <exception cref="DataException">The input cannot be read, or has no such column.</exception>
    public static int Convert(string input, TableWriter to, string column, bool byLetters = false)
    {
        TextSource text = DataBytes.LoadOnce(input, new DataOptions());
        var errors = ErrorLog.OfValid(text, input);
        using var window = new TextWindow(text);
        using var reader = CsvFile.Open(text, window);
        var names = HeaderNames.Read(reader, text, errors, new DataOptions());
        var at = names.Find(column);
        errors.ThrowIfAny();
        var others = Enumerable.Range(0, names.Header.Length).Where(i => i != at).ToArray();
        var unit = byLetters ? "letter" : "word";
        string[] taken = ["seq", "step", unit];
        var texts = 0;
        var writer = new LongWriter(
            to, [], [unit, .. others.Select(i => taken.Contains(names.Header[i]) ? $"{names.Header[i]}_" : names.Header[i])], []);
        for (var rows = new CsvRows(reader, window, errors); rows.Next();)
        {
            if (rows.Fits(names.Header.Length) && Units(reader.GetString(at), byLetters) is { Length: > 0 } units)
            {
                writer.Write(Sequence(texts++, units, [.. others.Select(reader.GetString)]));
            }
        }

        errors.ThrowIfAny();
        to.End();
        return texts;
    }

    static Sequence Sequence(int n, string[] units, string[] others) =>
        new(n.ToString(CultureInfo.InvariantCulture), units.Length, [], null,
            null)
        { Texts = [.. units.SelectMany(u => others.Prepend(u))] };

    static string[] Units(string text, bool byLetters) => byLetters
        ? [.. TextTokens.Of(text, Tokenizer.Characters).Where(c => !string.IsNullOrWhiteSpace(c))]
        : TextTokens.Of(text, Tokenizer.Words);
}
