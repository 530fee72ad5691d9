using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Data.Encodings;

/// <summary>Applies an <see cref="InputEncoding"/> to the sequences of a file.</summary>
sealed class InputEncoder
{
    const int MostExamples = 3;

    /// <summary>Fewer symbols, or numbers, are in arrays of their own; more are stored like the rows of the file.</summary>
    const int FewNumbers = 1 << 20;

    readonly InputEncoding _encoding;
    readonly string _file;
    readonly int _numbers;
    readonly int _width;
    readonly int[] _indicator; // of each number: the place of its indicator, or −1
    readonly double[] _means; // NaN where a missing number stays missing
    readonly Dictionary<string, int>[] _values; // of each category: the places of its values
    readonly Dictionary<string, (long Count, List<string> Examples)> _unseen = [];
    readonly List<Diagnostic> _errors = [];
    readonly EncodedRows? _stored;
    int _total;

    InputEncoder(InputEncoding encoding, string file, IReadOnlyList<int> unfilled, long steps)
    {
        (_encoding, _file) = (encoding, file);
        _numbers = encoding.Numbers.Count;
        _width = encoding.InputColumns().Count;
        _indicator = [.. encoding.Numbers.Select(n => encoding.Indicators.ToList().IndexOf(n))];
        _means = [.. encoding.Means.Select((mean, k) => unfilled.Contains(k) ? double.NaN : mean)];
        _stored = steps * Math.Max(_width, encoding.SymbolsPerStep) > FewNumbers ? new EncodedRows() : null;
        _values = [.. encoding.Categories.Select(c => c.Values.Index().ToDictionary(v => v.Item, v => v.Index, StringComparer.Ordinal))];
    }

    /// <summary>The number of text columns.</summary>
    int TextColumns => _encoding.Categories.Count + (_encoding.Vocabulary is null ? 0 : 1) + _encoding.MoreTokens.Count;

    /// <summary>Encodes sequences of a set that was read with <see cref="InputEncoding.Options"/>.</summary>
    /// <param name="unfilled">The columns of numbers whose missing numbers no mean replaces; null: there are none.</param>
    /// <exception cref="DataException">A character did not occur in training, and the vocabulary has no <c>&lt;unk&gt;</c>.</exception>
    public static EncodedSet Apply(InputEncoding encoding, SequenceSet set, IReadOnlyList<int>? unfilled = null)
    {
        var encoder = new InputEncoder(encoding, set.File, unfilled ?? [], set.Sequences.Lengths().Sum(T => (long)T));
        var sequences = encoder._stored is { } stored ? encoder.Stored(set, stored) : [.. set.Sequences.Select(encoder.Encoded)];
        if (encoder._total > 0)
        {
            throw new DataException(encoder._errors, encoder._total);
        }

        var unit = encoding.Tokenizer switch { Tokenizer.Words => "word", Tokenizer.Characters => "character", _ => "cell" };
        UnseenValues[] unseen = [.. encoder._unseen.Select(p => new UnseenValues(p.Key, p.Value.Count, p.Value.Examples, unit))];
        return new EncodedSet(set with { InputColumns = encoding.InputColumns(), TextColumns = [], Sequences = sequences }, unseen);
    }

    /// <summary>Encodes all sequences, and makes each of them when it is asked for: only where its rows begin is held.</summary>
    IReadOnlyList<Sequence> Stored(SequenceSet set, EncodedRows stored)
    {
        var (raw, places) = (set.Sequences, new (long Inputs, long Symbols, bool HasUnknown)[set.Sequences.Count]);
        for (var n = 0; n < places.Length; n++)
        {
            var (inputs, symbols) = (stored.Inputs, stored.Symbols);
            places[n] = (inputs, symbols, Encoded(raw[n]).Texts is not null);
            places[n].Inputs = stored.Inputs > inputs ? inputs : -1;
        }

        return new MadeSequences(places.Length, raw.LengthOf, n =>
        {
            var (sequence, place) = (raw[n], places[n]);
            return sequence with
            {
                Inputs = place.Inputs < 0 ? sequence.Inputs : stored.InputsFrom(place.Inputs, sequence.Length * _width),
                Symbols = _encoding.Vocabulary is null ? sequence.Symbols
                    : stored.SymbolsFrom(place.Symbols, sequence.Length * _encoding.SymbolsPerStep),
                Texts = place.HasUnknown ? sequence.Texts!.Column(_encoding.Categories.Count, TextColumns) : null,
            };
        });
    }

    Sequence Encoded(Sequence sequence)
    {
        if (sequence.Inputs.Length != sequence.Length * _numbers)
        {
            throw new ArgumentException(
                $"Index k is {sequence.Width} in sequence '{sequence.Id}' but {_numbers} in the encoding.", nameof(sequence));
        }

        var symbols = Symbols(sequence);
        return sequence with { Inputs = Inputs(sequence), Symbols = symbols, Texts = Words(sequence, symbols) };
    }

    /// <summary>The words, if one of them is not in the vocabulary and has no number of its own.</summary>
    StepTexts? Words(Sequence sequence, StepSymbols? symbols) =>
        _encoding.Vocabulary is { HasUnknown: true } && sequence.Texts is { } texts
            && symbols!.Column(0, _encoding.SymbolsPerStep).Contains(0)
            ? texts.Column(_encoding.Categories.Count, TextColumns) : null;

    /// <param name="column">Which column of words.</param>
    string Word(Sequence sequence, int t, int column = 0) =>
        sequence.Texts![(t * TextColumns) + _encoding.Categories.Count + column];

    Values Inputs(Sequence sequence)
    {
        if (_width == _numbers && !sequence.Inputs.HasNaN())
        {
            return sequence.Inputs;
        }

        if (_stored is not null)
        {
            return _stored.Add(Rows(sequence), sequence.Length * _width);
        }

        var x = new double[sequence.Length * _width];
        foreach (var (t, row) in Rows(sequence).Index())
        {
            row.CopyTo(x, t * _width);
        }

        return x;
    }

    /// <summary>The inputs of each step; a row is good until the one after it is asked for.</summary>
    IEnumerable<double[]> Rows(Sequence sequence)
    {
        var (raw, row, before) = (new RowWalk(sequence.Inputs, _numbers), new double[_width], new double[_width]);
        for (var t = 0; t < sequence.Length; t++)
        {
            Array.Clear(row);
            Fill(_numbers == 0 ? [] : raw.Next().Span, row, t == 0 ? [] : before);
            OneHot(sequence, t, row.AsSpan(_numbers + _encoding.Indicators.Count));
            yield return row;
            (row, before) = (before, row);
        }
    }

    /// <summary>Fills in missing numbers, and sets the indicators.</summary>
    void Fill(ReadOnlySpan<double> raw, Span<double> row, ReadOnlySpan<double> before)
    {
        for (var k = 0; k < _numbers; k++)
        {
            row[k] = !double.IsNaN(raw[k]) ? raw[k]
                : _encoding.Missing == MissingPolicy.ForwardFill && !before.IsEmpty ? before[k]
                : _means[k];
            if (_indicator[k] >= 0)
            {
                row[_numbers + _indicator[k]] = double.IsNaN(raw[k]) ? 1 : 0;
            }
        }
    }

    void OneHot(Sequence sequence, int t, Span<double> row)
    {
        for (int c = 0, from = 0; c < _values.Length; from += _values[c].Count, c++)
        {
            var value = sequence.Texts![(t * TextColumns) + c];
            if (_values[c].TryGetValue(value, out var n))
            {
                row[from + n] = 1;
            }
            else if (value.Length > 0)
            {
                CountUnseen(_encoding.Categories[c].Name, value);
            }
        }
    }

    StepSymbols? Symbols(Sequence sequence)
    {
        if (_encoding.Vocabulary is null)
        {
            return sequence.Symbols;
        }

        var M = _encoding.SymbolsPerStep;
        if (_stored is not null)
        {
            return _stored.Add(Symbols(sequence, new int[M]), checked(sequence.Length * M));
        }

        var symbols = new int[sequence.Length * M];
        foreach (var (t, row) in Symbols(sequence, new int[M]).Index())
        {
            row.CopyTo(symbols, t * M);
        }

        return symbols;
    }

    /// <summary>The symbols of each step, in the same row.</summary>
    IEnumerable<int[]> Symbols(Sequence sequence, int[] row)
    {
        for (var t = 0; t < sequence.Length; t++)
        {
            row[0] = Symbol(sequence, t, 0, _encoding.Tokens!, _encoding.Vocabulary!);
            if (row.Length > 1)
            {
                Others(sequence, t, row.AsSpan(1));
            }

            yield return row;
        }
    }

    /// <summary>The number of a word in the vocabulary of its column.</summary>
    int Symbol(Sequence sequence, int t, int column, string name, Vocabulary vocabulary)
    {
        var word = Word(sequence, t, column);
        var symbol = vocabulary.IndexOf(word);
        if (symbol < 0)
        {
            AddError(sequence, t, word);
        }
        else if (symbol == 0 && vocabulary.HasUnknown && word != Vocabulary.UnknownName)
        {
            CountUnseen(name, word);
        }

        return symbol;
    }

    /// <summary>The features of the word's form, then the words of the other columns.</summary>
    void Others(Sequence sequence, int t, Span<int> symbols)
    {
        var (first, m) = (_encoding.Vocabulary!.Count, 0);
        if (_encoding.Forms.Count > 0)
        {
            foreach (var feature in WordForm.Of(Word(sequence, t), _encoding.Affixes))
            {
                symbols[m] = first + _encoding.Forms[m].IndexOf(feature);
                first += _encoding.Forms[m++].Count;
            }
        }

        for (var c = 0; c < _encoding.MoreTokens.Count; c++)
        {
            var (name, vocabulary) = _encoding.MoreTokens[c];
            symbols[m++] = first + Symbol(sequence, t, c + 1, name, vocabulary);
            first += vocabulary.Count;
        }
    }

    void CountUnseen(string column, string value)
    {
        var (count, examples) = _unseen.TryGetValue(column, out var seen) ? seen : (0, []);
        if (examples.Count < MostExamples && !examples.Contains(value))
        {
            examples.Add(value);
        }

        _unseen[column] = (count + 1, examples);
    }

    void AddError(Sequence sequence, int t, string word)
    {
        if (++_total > Diagnostic.Most)
        {
            return;
        }

        var line = sequence.Line == 0 ? 0 : sequence.LineOf(t);
        _errors.Add(Diagnostic.OfLine(
            _file, line, $"{Shown(word)} does not occur in the training part",
            "Remove it, or read unseen symbols as <unk> (unknown: true)."));
    }

    static string Shown(string word) => word.EnumerateRunes().Take(2).ToArray() is [var rune]
        ? string.Create(CultureInfo.InvariantCulture, $"the character '{Printable.Cell(word)}' (U+{rune.Value:X4})")
        : $"the word '{Printable.Cell(word)}'";
}
