using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Explanations;

/// <summary>
/// The columns of the file that a model reads. A column is one or several inputs: a number with its indicator of a missing value, its
/// change and its scale; the values of a category; a word with the features of its form.
/// </summary>
sealed class ExplainedColumns
{
    readonly ModelSchema _schema;
    readonly int[] _ofChannel;
    readonly int[] _ofSymbol;
    readonly int _numbers;
    readonly IReadOnlyList<CategoryColumn> _categories;

    public ExplainedColumns(ModelSchema schema)
    {
        var encoding = schema.Encoding;
        var numbers = encoding?.Numbers ?? schema.Inputs;
        (_schema, _numbers, _categories) = (schema, numbers.Count, encoding?.Categories ?? []);
        Names = [.. numbers, .. _categories.Select(c => c.Name), .. encoding?.TokenColumns ?? []];
        int[] ofInput = encoding is null ? [.. Enumerable.Range(0, numbers.Count)] :
        [
            .. Enumerable.Range(0, numbers.Count),
            .. encoding.Indicators.Select(name => numbers.ToList().IndexOf(name)),
            .. _categories.SelectMany((c, n) => Enumerable.Repeat(numbers.Count + n, c.Values.Count)),
        ];
        var added = schema.Preparation;
        _ofChannel = [.. ofInput, .. (added?.Differences ?? []).Concat(added?.Deviations ?? []).Select(k => ofInput[k])];
        var word = numbers.Count + _categories.Count;
        _ofSymbol = encoding?.Vocabulary is null ? [] :
            [.. Enumerable.Repeat(word, 1 + encoding.Forms.Count), .. encoding.MoreTokens.Select((_, n) => word + 1 + n)];
    }

    /// <summary>The numbers, then the categories, then the words.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether each value is a number.</summary>
    public bool AreNumbers => _numbers == Names.Count;

    /// <summary>The attributions of the columns [T,N], each the sum over its inputs.</summary>
    /// <param name="T">Steps.</param>
    /// <param name="numbers">[T,K].</param>
    /// <param name="symbols">[T,M].</param>
    public double[] Added(int T, double[] numbers, double[] symbols)
    {
        var sums = new double[T * Names.Count];
        Add(numbers, _ofChannel);
        Add(symbols, _ofSymbol);
        return sums;

        void Add(double[] shares, int[] columns)
        {
            for (var n = 0; n < shares.Length; n++)
            {
                sums[(n / columns.Length * Names.Count) + columns[n % columns.Length]] += shares[n];
            }
        }
    }

    /// <summary>
    /// What the model reads in a column, in the units of the file: a number (what replaces it if it is missing, NaN if each sequence does
    /// so by itself), the value of a category (empty if training never saw it), a word or character.
    /// </summary>
    /// <param name="raw">Encoded, not scaled.</param>
    public object ValueOf(Sequence raw, int t, int column) =>
        column < _numbers ? raw.Inputs[(t * raw.Width) + column]
        : column < _numbers + _categories.Count ? CategoryOf(raw, t, column - _numbers)
        : WordOf(raw, t, column - _numbers - _categories.Count);

    string CategoryOf(Sequence raw, int t, int category)
    {
        var first = _numbers + _schema.Encoding!.Indicators.Count + _categories.Take(category).Sum(c => c.Values.Count);
        var values = _categories[category].Values;
        return Enumerable.Range(0, values.Count).Where(v => raw.Inputs[(t * raw.Width) + first + v] > 0).Select(v => values[v])
            .FirstOrDefault("");
    }

    string WordOf(Sequence raw, int t, int column)
    {
        var (encoding, M) = (_schema.Encoding!, _schema.SymbolsPerStep);
        if (column == 0)
        {
            var word = raw.Symbols![t * M];
            return word == 0 && raw.Texts is { } texts && texts.Length == raw.Length ? texts[t] : encoding.Vocabulary!.Names[word];
        }

        // Symbols of further columns are numbered after those of the word and of its form.
        var first = encoding.Vocabulary!.Count + encoding.Forms.Sum(f => f.Count)
            + encoding.MoreTokens.Take(column - 1).Sum(c => c.Vocabulary.Count);
        return encoding.MoreTokens[column - 1].Vocabulary.Names[raw.Symbols![(t * M) + encoding.Forms.Count + column] - first];
    }
}
