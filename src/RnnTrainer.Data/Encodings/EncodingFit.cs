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
        var words = hasTokens ? Vocabulary.Counts(Cells(training, first, W)) : [];
        Vocabulary Fitted(IReadOnlyDictionary<string, long> counts) =>
            Vocabulary.Fit(counts, options.MinCount, (options.Unknown ?? !isText) || options.MinCount > 1);
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
                .Select(w => new TokenColumn(set.TextColumns[w], Fitted(Vocabulary.Counts(Cells(training, w, W)))))],
            Tokenizer = options.Tokenizer,
        };
    }

    static Vocabulary[] Forms(Dictionary<string, long> words, DataOptions options)
    {
        var counts = Enumerable.Range(0, WordForm.Count(options.Affixes)).Select(_ => new Dictionary<string, long>(StringComparer.Ordinal))
            .ToArray();
        foreach (var (word, count) in words)
        {
            foreach (var (m, form) in WordForm.Of(word, options.Affixes).Index())
            {
                counts[m][form] = counts[m].GetValueOrDefault(form) + count;
            }
        }

        return [.. counts.Select(c => Vocabulary.Fit(c, options.MinCount))];
    }

    static string[] Values(IReadOnlyList<Sequence> training, int w, int W) =>
        [.. Cells(training, w, W).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    static IEnumerable<string> Cells(IReadOnlyList<Sequence> training, int w, int W) =>
        training.SelectMany(sequence => sequence.Texts!.Column(w, W));

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
