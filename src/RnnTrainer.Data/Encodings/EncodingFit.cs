using RnnTrainer.Data.Layouts.Text;

namespace RnnTrainer.Data.Encodings;

/// <summary>Measures what an <see cref="InputEncoding"/> keeps.</summary>
static class EncodingFit
{
    public static InputEncoding Of(SequenceSet set, IReadOnlyList<Sequence> training, DataOptions options)
    {
        var (sums, counts, missing) = Measure(training, set.InputColumns.Count);
        var width = set.TextColumns.Count;
        var isText = width == 1 && set.TextColumns[0] == TextLayout.Column;
        var hasTokens = isText || (options.Tokens is not null && width > 0);
        var unknown = options.Unknown ?? !isText;
        string[] words = hasTokens ? [.. Cells(training, width - 1, width)] : [];
        return new InputEncoding(
            options.Missing,
            set.InputColumns,
            [.. sums.Zip(counts, (sum, count) => count == 0 ? 0 : sum / count)],
            options.Missing == MissingPolicy.Indicator ? [.. set.InputColumns.Where((_, k) => missing[k] > 0)] : [],
            [.. set.TextColumns.Take(hasTokens ? width - 1 : width).Select((name, w) => new CategoryColumn(name, Values(training, w, width)))],
            hasTokens ? set.TextColumns[^1] : null,
            hasTokens ? Vocabulary.Fit(words, options.MinCount, unknown || options.MinCount > 1) : null)
        {
            Forms = hasTokens && options.Affixes > 0 ? Forms(words, options) : [],
        };
    }

    static Vocabulary[] Forms(string[] words, DataOptions options)
    {
        string[][] forms = [.. words.Select(word => WordForm.Of(word, options.Affixes).ToArray())];
        return [.. Enumerable.Range(0, WordForm.Count(options.Affixes)).Select(m => Vocabulary.Fit(forms.Select(form => form[m]), options.MinCount))];
    }

    static string[] Values(IReadOnlyList<Sequence> training, int w, int width) =>
        [.. Cells(training, w, width).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    static IEnumerable<string> Cells(IReadOnlyList<Sequence> training, int w, int width)
    {
        foreach (var sequence in training)
        {
            for (var n = w; n < sequence.Texts!.Length; n += width)
                yield return sequence.Texts[n];
        }
    }

    static (double[] Sums, long[] Counts, long[] Missing) Measure(IReadOnlyList<Sequence> training, int width)
    {
        var (sums, counts, missing) = (new double[width], new long[width], new long[width]);
        foreach (var sequence in training)
        {
            for (int n = 0, k = 0; n < sequence.Inputs.Length; n++, k = k + 1 < width ? k + 1 : 0)
            {
                var x = sequence.Inputs[n];
                if (double.IsNaN(x))
                    missing[k]++;
                else
                    (sums[k], counts[k]) = (sums[k] + x, counts[k] + 1);
            }
        }

        return (sums, counts, missing);
    }
}
