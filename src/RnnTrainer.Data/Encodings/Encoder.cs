using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Text;

namespace RnnTrainer.Data.Encodings;

/// <summary>One application of an encoding to the sequences of a file.</summary>
sealed class Encoder(InputEncoding encoding, string file)
{
    const int MostExamples = 3;

    readonly int numbers = encoding.Numbers.Count;
    readonly int[] indicator = [.. encoding.Numbers.Select(n => encoding.Indicators.ToList().IndexOf(n))];
    readonly Dictionary<string, int>[] values = [.. encoding.Categories.Select(c => c.Values.Select((v, n) => (v, n)).ToDictionary(p => p.v, p => p.n, StringComparer.Ordinal))];
    readonly Dictionary<string, (long Count, List<string> Examples)> unseen = [];
    readonly List<Diagnostic> errors = [];
    readonly int width = encoding.InputColumns().Count;
    int total;

    int Texts => encoding.Categories.Count + (encoding.Vocabulary is null ? 0 : 1);

    public IReadOnlyList<UnseenValues> Unseen() => [.. unseen.Select(p => new UnseenValues(p.Key, p.Value.Count, p.Value.Examples))];

    /// <exception cref="DataException">Symbols had no number.</exception>
    public void ThrowIfAny()
    {
        if (total > 0)
            throw new DataException(errors, total);
    }

    public Sequence Encode(Sequence sequence)
    {
        if (sequence.Inputs.Length != sequence.Length * numbers)
            throw new ArgumentException($"Index k is {sequence.Width} in sequence '{sequence.Id}' but {numbers} in the encoding.", nameof(sequence));
        var symbols = Symbols(sequence);
        return sequence with { Inputs = Numbers(sequence), Symbols = symbols, Texts = Words(sequence, symbols) };
    }

    /// <summary>The words, where one of them is not in the vocabulary and has no number of its own.</summary>
    string[]? Words(Sequence sequence, int[]? symbols)
    {
        if (encoding.Vocabulary is not { HasUnknown: true } || sequence.Texts is not { } texts)
            return null;
        var M = encoding.SymbolsPerStep;
        return Enumerable.Range(0, sequence.Length).Any(t => symbols![t * M] == 0)
            ? [.. Enumerable.Range(0, sequence.Length).Select(t => texts[(t * Texts) + Texts - 1])]
            : null;
    }

    double[] Numbers(Sequence sequence)
    {
        if (width == numbers && !sequence.Inputs.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            return sequence.Inputs;
        var x = new double[sequence.Length * width];
        for (var t = 0; t < sequence.Length; t++)
        {
            var row = x.AsSpan(t * width, width);
            Fill(sequence.Inputs.AsSpan(t * numbers, numbers), row, t == 0 ? [] : x.AsSpan((t - 1) * width, width));
            OneHot(sequence, t, row[(numbers + encoding.Indicators.Count)..]);
        }

        return x;
    }

    void Fill(ReadOnlySpan<double> raw, Span<double> row, ReadOnlySpan<double> before)
    {
        for (var k = 0; k < numbers; k++)
        {
            row[k] = !double.IsNaN(raw[k]) ? raw[k]
                : encoding.Missing == MissingPolicy.ForwardFill && !before.IsEmpty ? before[k]
                : encoding.Means[k];
            if (indicator[k] >= 0)
                row[numbers + indicator[k]] = double.IsNaN(raw[k]) ? 1 : 0;
        }
    }

    void OneHot(Sequence sequence, int t, Span<double> row)
    {
        for (int c = 0, from = 0; c < values.Length; from += values[c].Count, c++)
        {
            var value = sequence.Texts![(t * Texts) + c];
            if (values[c].TryGetValue(value, out var n))
                row[from + n] = 1;
            else if (value.Length > 0)
                Count(encoding.Categories[c].Name, value);
        }
    }

    int[]? Symbols(Sequence sequence)
    {
        if (encoding.Vocabulary is not { } vocabulary)
            return sequence.Symbols;
        var M = encoding.SymbolsPerStep;
        var symbols = new int[sequence.Length * M];
        for (var t = 0; t < sequence.Length; t++)
        {
            var word = sequence.Texts![(t * Texts) + Texts - 1];
            var symbol = vocabulary.IndexOf(word);
            if (symbol < 0)
                Refuse(sequence, t, word);
            else if (symbol == 0 && vocabulary.HasUnknown && word != Vocabulary.UnknownName)
                Count(encoding.Tokens!, word);
            symbols[t * M] = symbol;
            if (M > 1)
                Form(word, symbols.AsSpan((t * M) + 1, M - 1));
        }

        return symbols;
    }

    void Form(string word, Span<int> symbols)
    {
        var (first, m) = (encoding.Vocabulary!.Count, 0);
        foreach (var feature in WordForm.Of(word, encoding.Affixes))
        {
            symbols[m] = first + encoding.Forms[m].IndexOf(feature);
            first += encoding.Forms[m++].Count;
        }
    }

    void Count(string column, string value)
    {
        var (count, examples) = unseen.TryGetValue(column, out var seen) ? seen : (0, []);
        if (examples.Count < MostExamples && !examples.Contains(value))
            examples.Add(value);
        unseen[column] = (count + 1, examples);
    }

    void Refuse(Sequence sequence, int t, string word)
    {
        if (++total > Diagnostic.Most)
            return;
        var line = sequence.Line == 0 ? 0 : TextLayout.LineOf(sequence, t);
        errors.Add(Diagnostic.OfLine(file, line, $"{Shown(word)} never occurs in the training part", "Remove it, or read unseen symbols as <unk> (unknown: true)."));
    }

    static string Shown(string word) => word.EnumerateRunes().Take(2).ToArray() is [var rune]
        ? string.Create(CultureInfo.InvariantCulture, $"the character '{Printable.Cell(word)}' (U+{rune.Value:X4})")
        : $"the word '{Printable.Cell(word)}'";
}
