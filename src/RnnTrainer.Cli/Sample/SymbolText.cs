using System.Globalization;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Cli.Sample;

/// <summary>How a language model's symbols are written: characters one after another, other symbols with blanks between them.</summary>
sealed class SymbolText(ModelSchema schema)
{
    const string Border = "\n";

    readonly Vocabulary vocabulary = schema.Encoding!.Vocabulary!;
    readonly bool isText = schema.Layout == Layout.Text;
    readonly bool isLines = schema.Layout == Layout.Text && schema.Text == TextMode.Lines;

    /// <summary>
    /// What is read before the first symbol is drawn: the border of a line, where each line is a sequence, then the prime. Without both there is nothing to begin with: a line feed
    /// stands in where the model knows it, else the most frequent symbol.
    /// </summary>
    /// <exception cref="UsageException">The prime holds what training never saw.</exception>
    public IReadOnlyList<int> Start(string prime)
    {
        string[] symbols = isText ? [.. prime.ReplaceLineEndings("\n").EnumerateRunes().Select(r => r.ToString())] : prime.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int[] known = [.. symbols.Select(Known)];
        return isLines ? [vocabulary.IndexOf(Border), .. known]
            : known.Length > 0 ? known
            : [vocabulary.Knows(Border) ? vocabulary.IndexOf(Border) : new NgramModel(schema).Likeliest];
    }

    /// <summary>Whether nothing comes after this symbol.</summary>
    public bool Ends(int symbol) => isLines && vocabulary.Names[symbol] == Border;

    /// <summary>What was read and written, without the border before it.</summary>
    public string Text(IReadOnlyList<int> start, IReadOnlyList<int> written)
    {
        var names = start.Concat(written).Select(n => vocabulary.Names[n]).ToList();
        return isText ? string.Concat(names.SkipWhile((name, n) => n == 0 && name == Border)) : string.Join(' ', names);
    }

    int Known(string symbol)
    {
        var n = vocabulary.IndexOf(symbol);
        return n >= 0 && (!isLines || symbol != Border) ? n : throw new UsageException(
            isLines && symbol == Border
                ? "--prime: each line is a sequence of its own, and a line feed ends it"
                : string.Create(CultureInfo.InvariantCulture, $"--prime: training never saw '{symbol}'"),
            isText ? "use characters of the training text" : "use words of the training file");
    }
}
