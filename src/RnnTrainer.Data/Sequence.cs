namespace RnnTrainer.Data;

/// <summary>One example: T time steps of K inputs, and what they are to be mapped to.</summary>
/// <param name="Id">Its name in the file's sequence column.</param>
/// <param name="Length">T, at least 1.</param>
/// <param name="Inputs">x[t,k], row-major [T,K].</param>
/// <param name="Label">The class to predict; null unless <see cref="TargetKind.Label"/>.</param>
/// <param name="Target">The numbers to predict, one per target column; null unless <see cref="TargetKind.Number"/>.</param>
public sealed record Sequence(string Id, int Length, double[] Inputs, string? Label, double[]? Target)
{
    /// <summary>K, the number of inputs at each time step.</summary>
    public int Width => Inputs.Length / Length;

    /// <summary>The 1-based line of the file where its first row was found; 0 when it was not read from a file.</summary>
    public int Line { get; init; }
}
