namespace RnnTrainer.Autodiff;

/// <summary>A loop letter of the notation: b, j, i, k, … Its size comes from the tensors it indexes. Two of one name are the same letter.</summary>
public sealed record Axis(string Name)
{
    public override string ToString() => Name;
}
