namespace RnnTrainer.Data.Layouts.Arff;

/// <summary>An attribute of an ARFF file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Values">The values of a nominal attribute, the attributes within a relational one; otherwise empty.</param>
sealed record ArffAttribute(string Name, ArffKind Kind, IReadOnlyList<string> Values)
{
    static readonly string[] TargetNames = ["class", "target", "label"];

    /// <summary>What a sparse row leaves out.</summary>
    public string Usual => Kind == ArffKind.Nominal && Values.Count > 0 ? Values[0] : "0";

    /// <summary>Whether the name is one that targets usually have.</summary>
    public bool IsCalledTarget => TargetNames.Contains(Name, StringComparer.OrdinalIgnoreCase);
}

/// <summary>What an attribute holds.</summary>
enum ArffKind
{
    Numeric,
    Nominal,
    Text,
    Date,
    Relational,
}
