namespace RnnTrainer.Training.Evaluation;

/// <summary>Sums over symbols that were predicted one by one, from which their scores follow.</summary>
sealed class SymbolSums : ISums<SymbolSums>
{
    public double Outputs { get; private set; }

    public double Loss { get; private set; }

    /// <summary>Symbols for which the likeliest was the right one.</summary>
    public long Right { get; private set; }

    /// <summary>The tally of sequences.</summary>
    public static Tally Tally(IEnumerable<Likelihood> likelihoods) => new Tally<SymbolSums>(
        [.. likelihoods.Select(l => new SymbolSums { Outputs = l.Symbols, Loss = l.Loss, Right = l.Right })],
        totals => Metrics.Symbols(totals[0].Loss, totals[0].Right, (long)totals[0].Outputs));

    public SymbolSums Zero() => new();

    public void Add(SymbolSums others) => (Outputs, Loss, Right) = (Outputs + others.Outputs, Loss + others.Loss, Right + others.Right);
}
