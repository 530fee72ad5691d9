using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Text;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Encodings;

/// <summary>A text column and its values in training, in ordinal order: each becomes an input <c>name=value</c>.</summary>
sealed record CategoryColumn(string Name, IReadOnlyList<string> Values);

/// <summary>How many cells of a column held values that training never saw.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Count">Cells.</param>
/// <param name="Examples">The first such values, at most three.</param>
sealed record UnseenValues(string Column, long Count, IReadOnlyList<string> Examples);

/// <summary>Sequences that a model can take, and what training never saw in them.</summary>
sealed record EncodedSet(SequenceSet Set, IReadOnlyList<UnseenValues> Unseen);

/// <summary>
/// How the columns of a file become numbers: fitted on the training part, kept with the model, applied to every part and every new file.
/// Inputs are the numeric columns, then an indicator for those that have one, then the values of the categories.
/// </summary>
/// <param name="Missing">What replaces a missing number.</param>
/// <param name="Numbers">The numeric columns as the file has them, calendar features included.</param>
/// <param name="Means">Of each over training, 0 where a column has no value at all.</param>
/// <param name="Indicators">Those of <paramref name="Numbers"/> that have a second column <c>name?</c>.</param>
/// <param name="Categories">All zeros stand for a value that training never saw, and for an empty cell.</param>
/// <param name="Tokens">The column of words; null without one, <c>text</c> for characters.</param>
/// <param name="Vocabulary">Of the words or characters; null without them.</param>
sealed record InputEncoding(
    MissingPolicy Missing,
    IReadOnlyList<string> Numbers,
    IReadOnlyList<double> Means,
    IReadOnlyList<string> Indicators,
    IReadOnlyList<CategoryColumn> Categories,
    string? Tokens,
    Vocabulary? Vocabulary)
{
    /// <summary>Of each feature of a word's form, see <see cref="WordForm"/>; empty where the word alone counts.</summary>
    public IReadOnlyList<Vocabulary> Forms { get; init; } = [];

    /// <summary>V: the numbers of the words come first, then those of each feature's values.</summary>
    public int Symbols => (Vocabulary?.Count ?? 0) + Forms.Sum(f => f.Count);

    /// <summary>M: the word, and the features of its form.</summary>
    public int SymbolsPerStep => 1 + Forms.Count;

    /// <summary>Whether the features are those of <see cref="WordForm"/>: a checkpoint may say anything.</summary>
    public bool IsSound => Forms.Count == WordForm.Count(Affixes) && Forms.All(f => f.HasUnknown);

    internal int Affixes => Forms.Count / 2;

    /// <summary>K inputs after encoding.</summary>
    public IReadOnlyList<string> InputColumns() =>
        [.. Numbers, .. Indicators.Select(n => $"{n}?"), .. Categories.SelectMany(c => c.Values.Select(v => $"{c.Name}={v}"))];

    /// <summary>Whether each of them is to be normalised: 0/1 columns are not.</summary>
    public IReadOnlyList<bool> Scaled() => [.. InputColumns().Select((_, k) => k < Numbers.Count)];

    /// <summary>Options that read the same columns from another file.</summary>
    public DataOptions Options(DataOptions options) => options with
    {
        Inputs = [.. Numbers.Where(n => !CalendarColumns.IsFeature(n))],
        Categories = [.. Categories.Select(c => c.Name)],
        Tokens = Tokens == TextLayout.Column ? null : Tokens,
    };

    /// <summary>Measures the training part of a set.</summary>
    public static InputEncoding Fit(SequenceSet set, IReadOnlyList<Sequence> training, DataOptions options) =>
        EncodingFit.Of(set, training, options);

    /// <summary>Encodes sequences of a set that was read with <see cref="Options"/>.</summary>
    /// <exception cref="DataException">A character that training never saw, where the vocabulary has no <c>&lt;unk&gt;</c>.</exception>
    public EncodedSet Apply(SequenceSet set)
    {
        var work = new Encoder(this, set.File);
        Sequence[] sequences = [.. set.Sequences.Select(work.Encode)];
        work.ThrowIfAny();
        return new EncodedSet(set with { InputColumns = InputColumns(), TextColumns = [], Sequences = sequences }, work.Unseen());
    }
}
