namespace RnnTrainer.Data;

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
        return new InputEncoding(
            options.Missing,
            set.InputColumns,
            [.. sums.Zip(counts, (sum, count) => count == 0 ? 0 : sum / count)],
            options.Missing == MissingPolicy.Indicator ? [.. set.InputColumns.Where((_, k) => missing[k] > 0)] : [],
            [.. set.TextColumns.Take(hasTokens ? width - 1 : width).Select((name, w) => new CategoryColumn(name, Values(training, w, width)))],
            hasTokens ? set.TextColumns[^1] : null,
            hasTokens ? Vocabulary.Fit(Cells(training, width - 1, width), options.MinCount, unknown || options.MinCount > 1) : null);
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
