namespace RnnTrainer.Data.Encodings;

/// <summary>Fits an <see cref="InputEncoding"/> to the training part of a file.</summary>
static class EncodingFit
{
    /// <summary>Measures the means, the categories and the vocabulary.</summary>
    public static InputEncoding Of(SequenceSet set, IReadOnlyList<Sequence> training, DataOptions options)
    {
        var statistics = Measured(training, set.InputColumns.Count);
        var W = set.TextColumns.Count;
        var isText = set.Layout.Layout == Layout.Text;
        var first = W - Math.Min(W, isText ? 1 : options.Tokens?.Count ?? 0);
        var hasTokens = first < W;
        string[] words = hasTokens ? [.. Cells(training, first, W)] : [];
        Vocabulary Fitted(IEnumerable<string> symbols) =>
            Vocabulary.Fit(symbols, options.MinCount, (options.Unknown ?? !isText) || options.MinCount > 1);
        return new InputEncoding(
            options.Missing,
            set.InputColumns,
            [.. statistics.Select(s => s.Count == 0 ? 0 : s.Sum / s.Count)],
            options.Missing == MissingPolicy.Indicator ? [.. set.InputColumns.Where((_, k) => statistics[k].Missing > 0)] : [],
            [.. set.TextColumns.Take(first).Select((name, w) => new CategoryColumn(name, Values(training, w, W)))],
            hasTokens ? set.TextColumns[first] : null,
            hasTokens ? Fitted(words) : null)
        {
            Forms = hasTokens && options.Affixes > 0 ? Forms(words, options) : [],
            MoreTokens = [
                .. Enumerable.Range(first + 1, Math.Max(0, W - first - 1))
                .Select(w => new TokenColumn(set.TextColumns[w], Fitted(Cells(training, w, W))))],
            Tokenizer = options.Tokenizer,
        };
    }

    static Vocabulary[] Forms(string[] words, DataOptions options)
    {
        string[][] forms = [.. words.Select(word => WordForm.Of(word, options.Affixes).ToArray())];
        return [
            .. Enumerable.Range(0, WordForm.Count(options.Affixes))
            .Select(m => Vocabulary.Fit(forms.Select(form => form[m]), options.MinCount))];
    }

    static string[] Values(IReadOnlyList<Sequence> training, int w, int W) =>
        [.. Cells(training, w, W).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    static IEnumerable<string> Cells(IReadOnlyList<Sequence> training, int w, int W)
    {
        foreach (var sequence in training)
        {
            for (var n = w; n < sequence.Texts!.Length; n += W)
            {
                yield return sequence.Texts[n];
            }
        }
    }

    static NumberStatistics[] Measured(IReadOnlyList<Sequence> training, int K)
    {
        var statistics = new NumberStatistics[K];
        foreach (var sequence in training)
        {
            var k = 0;
            foreach (var x in sequence.Inputs)
            {
                statistics[k].Add(x);
                k = k + 1 < K ? k + 1 : 0;
            }
        }

        return statistics;
    }

    struct NumberStatistics
    {
        public double Sum { get; private set; }

        public long Count { get; private set; }

        public long Missing { get; private set; }

        public void Add(double x)
        {
            if (double.IsNaN(x))
            {
                Missing++;
            }
            else
            {
                (Sum, Count) = (Sum + x, Count + 1);
            }
        }
    }
}
