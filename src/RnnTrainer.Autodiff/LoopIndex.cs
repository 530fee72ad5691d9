namespace RnnTrainer.Autodiff;

/// <summary>A loop index of the notation: b, j, i, k, … Its size comes from the tensors it indexes. Two of one name are the same index.</summary>
public sealed record LoopIndex(string Name)
{
    public override string ToString() => Name;
}
