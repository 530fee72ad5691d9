namespace RnnTrainer.Autodiff;

/// <summary>A loop letter of the notation: b, j, i, k, … Its size comes from the tensors it indexes.</summary>
public sealed class Axis(string name)
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}
