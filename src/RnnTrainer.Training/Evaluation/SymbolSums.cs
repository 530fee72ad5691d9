namespace RnnTrainer.Training.Evaluation;

/// <summary>Sums over symbols that were predicted one by one, from which their scores follow.</summary>
sealed class SymbolSums : ISums<SymbolSums>
{
    public double Outputs { get; private set; }

    public double Loss { get; private set; }

    /// <summary>Symbols for which the likeliest was the right one.</summary>
    public long Right { get; private set; }

    /// <summary>The scores of all symbols, which are one group.</summary>
    public static IReadOnlyList<Score> ScoresOf(IReadOnlyList<SymbolSums> groups) =>
        Metrics.Symbols(groups[0].Loss, groups[0].Right, (long)groups[0].Outputs);

    /// <summary>Adds the symbols of a sequence.</summary>
    public void Add(Likelihood of) => (Outputs, Loss, Right) = (Outputs + of.Symbols, Loss + of.Loss, Right + of.Right);

    public SymbolSums Zero() => new();

    public void Clear() => (Outputs, Loss, Right) = (0, 0, 0);

    public void Add(SymbolSums others) => (Outputs, Loss, Right) = (Outputs + others.Outputs, Loss + others.Loss, Right + others.Right);
}
