namespace RnnTrainer.Data.Summary;

/// <summary>Names that people give to targets and to inputs. They decide only where the values leave a choice.</summary>
static class TargetNames
{
    static readonly string[] Labels =
    [
        "label", "class", "target", "y", "labels", "classes", "tag", "upos", "pos", "outcome", "category", "sentiment", "stars", "rating",
        "activity", "state", "ner", "ner_tag", "species", "diagnosis",
    ];

    static readonly string[] Words = ["form", "word", "token", "text", "char", "symbol", "words", "tokens", "letter"];
    static readonly string[] Codes = ["symbol", "char", "token", "code", "category", "kind", "type", "state", "action"];

    /// <summary>The number of names of <see cref="Labels"/> that nothing but a target has.</summary>
    const int Strong = 6;

    /// <summary>Whether hardly anything but a target has that name.</summary>
    public static bool IsStrong(string name) => Rank(name) < Strong;

    public static bool IsLabel(string name) => Rank(name) < Labels.Length;

    /// <summary>The place of a name among those of targets: the lower, the likelier.</summary>
    public static int Rank(string name) =>
        Array.FindIndex(Labels, l => l.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var known ? known : Labels.Length;

    public static bool IsWord(string name) => Words.Contains(name, StringComparer.OrdinalIgnoreCase);

    public static bool IsCode(string name) => Codes.Contains(name, StringComparer.OrdinalIgnoreCase);
}
