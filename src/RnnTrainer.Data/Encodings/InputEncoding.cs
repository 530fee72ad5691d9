using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Encodings;

/// <summary>A text column and its values in training, in ordinal order. Each value becomes an input <c>name=value</c>.</summary>
sealed record CategoryColumn(string Name, IReadOnlyList<string> Values);

/// <summary>A column of words and the vocabulary of its own.</summary>
sealed record TokenColumn(string Name, Vocabulary Vocabulary);

/// <summary>The cells of a column whose values did not occur in training.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Count">The number of such cells.</param>
/// <param name="Examples">The first such values, at most three.</param>
/// <param name="Unit">What such a value is: a cell, or a word or character of a text.</param>
sealed record UnseenValues(string Column, long Count, IReadOnlyList<string> Examples, string Unit = "cell");

/// <summary>Sequences that a model can take, and the values in them that did not occur in training.</summary>
sealed record EncodedSet(SequenceSet Set, IReadOnlyList<UnseenValues> Unseen);

/// <summary>
/// How the columns of a file become numbers. It is fitted on the training part (<see cref="EncodingFit"/>), kept with the model, and
/// applied to every part and every new file (<see cref="InputEncoder"/>). The inputs are the numeric columns, then an indicator for those
/// that have one, then the values of the categories.
/// </summary>
/// <param name="Missing">What replaces a missing number.</param>
/// <param name="Numbers">The numeric columns as the file has them, calendar features included.</param>
/// <param name="Means">The mean of each over training; 0 for a column without any value.</param>
/// <param name="Indicators">Those of <paramref name="Numbers"/> that have a second column <c>name?</c>.</param>
/// <param name="Categories">The text columns that are one-hot encoded. A value that did not occur in training, and an empty cell, is all
/// zeros.</param>
/// <param name="Tokens">The first column of words; <c>text</c> for the characters of a text file; null if there is neither.</param>
/// <param name="Vocabulary">The vocabulary of its words or characters; null if there are none.</param>
sealed record InputEncoding(
    MissingPolicy Missing,
    IReadOnlyList<string> Numbers,
    IReadOnlyList<double> Means,
    IReadOnlyList<string> Indicators,
    IReadOnlyList<CategoryColumn> Categories,
    string? Tokens,
    Vocabulary? Vocabulary)
{
    /// <summary>
    /// A vocabulary for each feature of a word's form, see <see cref="WordForm"/>; empty if only the word itself is used.
    /// </summary>
    public IReadOnlyList<Vocabulary> Forms { get; init; } = [];

    /// <summary>The columns of words after the first.</summary>
    public IReadOnlyList<TokenColumn> MoreTokens { get; init; } = [];

    /// <summary>What the texts of <see cref="Tokens"/> are cut into; null: nothing.</summary>
    public Tokenizer? Tokenizer { get; init; }

    /// <summary>
    /// V, the number of symbols: those of the words come first, then those of each feature, then those of each further column.
    /// </summary>
    public int Symbols => Vocabularies().Sum(v => v.Count);

    /// <summary>M: one for the word, one for each feature of its form, and one for each further column.</summary>
    public int SymbolsPerStep => 1 + Forms.Count + MoreTokens.Count;

    /// <summary>
    /// Whether the features are those of <see cref="WordForm"/>, and no column is without the first; a damaged checkpoint may have others.
    /// </summary>
    public bool IsSound => Forms.Count == WordForm.Count(Affixes) && Forms.All(f => f.HasUnknown)
        && (Vocabulary is not null || (Forms.Count == 0 && MoreTokens.Count == 0));

    internal int Affixes => Forms.Count / 2;

    /// <summary>The vocabularies of the M symbols of a step, in their order; empty if there are none.</summary>
    public IEnumerable<Vocabulary> Vocabularies() =>
        Vocabulary is null ? [] : [Vocabulary, .. Forms, .. MoreTokens.Select(c => c.Vocabulary)];

    /// <summary>The vocabularies of the columns of words, in their order.</summary>
    public IEnumerable<Vocabulary> WordVocabularies() => Vocabulary is null ? [] : [Vocabulary, .. MoreTokens.Select(c => c.Vocabulary)];

    /// <summary>The columns of words; empty if there are none.</summary>
    public IReadOnlyList<string> TokenColumns => Tokens is null ? [] : [Tokens, .. MoreTokens.Select(c => c.Name)];

    /// <summary>The names of the K inputs after encoding.</summary>
    public IReadOnlyList<string> InputColumns() =>
        [.. Numbers, .. Indicators.Select(n => $"{n}?"), .. Categories.SelectMany(c => c.Values.Select(v => $"{c.Name}={v}"))];

    /// <summary>Whether each of the K inputs is to be normalized; 0/1 columns are not.</summary>
    public IReadOnlyList<bool> Scaled() => [.. InputColumns().Select((_, k) => k < Numbers.Count)];

    /// <summary>Options that read the same columns from another file.</summary>
    public DataOptions Options(DataOptions options) => options with
    {
        Inputs = [.. Numbers.Where(n => !CalendarColumns.IsFeature(n))],
        Categories = [.. Categories.Select(c => c.Name)],
    };
}
