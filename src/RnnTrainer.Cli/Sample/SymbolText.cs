using System.Globalization;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Text;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Cli.Sample;

/// <summary>Converts between text and the symbols of a language model: characters, or words separated by spaces.</summary>
sealed class SymbolText(ModelSchema schema)
{
    const string Border = "\n";

    readonly Vocabulary _vocabulary = schema.Encoding!.Vocabulary!;
    readonly bool _isText = schema.HasCharacters;
    readonly bool _isLines = schema.Layout == Layout.Text && schema.Text == TextMode.Lines;

    /// <summary>
    /// The symbols that the model reads before it generates: the line border if each line is a sequence, then the prime. If both are
    /// empty: a line feed if the model knows it, else the most frequent symbol.
    /// </summary>
    /// <exception cref="UsageException">The prime contains a symbol that is not in the vocabulary.</exception>
    public IReadOnlyList<int> Start(string prime)
    {
        var symbols = _isText ? TextTokens.Of(prime, Tokenizer.Characters)
            : schema.Encoding!.Tokenizer is { } tokenizer ? TextTokens.Of(prime, tokenizer)
            : prime.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int[] known = [.. symbols.Select(Known)];
        return _isLines ? [_vocabulary.IndexOf(Border), .. known]
            : known.Length > 0 ? known
            : [_vocabulary.Knows(Border) ? _vocabulary.IndexOf(Border) : new NgramModel(schema).Likeliest];
    }

    /// <summary>Whether this symbol ends the sequence.</summary>
    public bool Ends(int symbol) => _isLines && _vocabulary.Names[symbol] == Border;

    /// <summary>The prime and the generated symbols as text.</summary>
    public string Text(IReadOnlyList<int> start, IReadOnlyList<int> written)
    {
        var names = start.Concat(written).Select(n => _vocabulary.Names[n]).ToList();
        return _isText ? string.Concat(names.SkipWhile((name, n) => n == 0 && name == Border)) : string.Join(' ', names);
    }

    int Known(string symbol)
    {
        var n = _vocabulary.IndexOf(symbol);
        return n >= 0 && (!_isLines || symbol != Border) ? n : throw new UsageException(
            _isLines && symbol == Border
                ? "--prime: each line is a sequence of its own, and a line feed ends it"
                : string.Create(CultureInfo.InvariantCulture, $"--prime: the training data do not contain '{symbol}'"),
            _isText ? "use characters of the training text" : "use words of the training file");
    }
}
