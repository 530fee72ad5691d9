namespace RnnTrainer.Autodiff;

/// <summary>
/// An index that a statement loops over: b, j, i, k, … It takes its size from the tensors that it subscripts. Two indexes of one name are
/// the same.
/// </summary>
public sealed record LoopIndex(string Name)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
