using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Conll;

/// <summary>Tells a file of tagged words from tables, prose and poems.</summary>
static class ConllDetection
{
    /// <summary>The number of words that are looked at, and the fewest that say enough.</summary>
    const int MostWords = 2000, FewestWords = 4;

    /// <summary>
    /// Whether a text has a word with its tag in each line and blank lines between sentences: the same number of columns everywhere, and
    /// few different tags, which between spaces are written as tags are (NN, B-PER, O).
    /// </summary>
    public static bool Looks(byte[] text)
    {
        var rows = new ConllRows(text);
        if (rows.Names.Length < 2)
        {
            return false;
        }

        var (tags, first, isKnown) = (new Dictionary<string, int>(StringComparer.Ordinal), "", rows.IsUniversal);
        var (words, sentences, wasBlank) = (0, 0, true);
        while (words < MostWords && rows.Next())
        {
            if (rows.Kind == ConllLine.Word)
            {
                var tag = System.Text.Encoding.UTF8.GetString(rows.Span(rows.Count - 1));
                if (rows.Count != rows.Names.Length || !(rows.IsUniversal || IsTag(tag, rows.IsTabbed)) || rows.Span(0).IsEmpty)
                {
                    return false;
                }

                first = words == 0 ? tag : first;
                tags[tag] = tags.GetValueOrDefault(tag) + 1;
                sentences += wasBlank ? 1 : 0;
                words++;
            }

            isKnown |= rows.Kind == ConllLine.Document;
            wasBlank = rows.Kind == ConllLine.Blank || (wasBlank && rows.Kind != ConllLine.Word);
        }

        var isHeader = words > 0 && tags[first] == 1 && first.Any(char.IsLower);
        return sentences > 1 && words >= FewestWords && (isKnown || (!isHeader && tags.Count > 1 && 2 * tags.Count <= words));
    }

    /// <summary>Whether a text may be a tag: no number, and where columns are separated by spaces, no word of prose.</summary>
    static bool IsTag(string tag, bool isTabbed) => tag.Length > 0 && !NumberError.Resembles(System.Text.Encoding.UTF8.GetBytes(tag))
        && (isTabbed || tag is [>= 'A' and <= 'Z', '-', ..] || !tag.Any(char.IsLower));
}
