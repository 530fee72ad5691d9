namespace RnnTrainer.Training.Explanations;

/// <summary>The integral of the gradients over a part of the line from zero to the inputs, times the inputs.</summary>
/// <param name="From">Where it begins, as a fraction of the line.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Start">What is explained, at its beginning.</param>
/// <param name="End">The same at its end.</param>
/// <param name="Numbers">[T,K]: the share of each number in the change.</param>
/// <param name="Symbols">[T,M]: the share of each symbol.</param>
sealed record PathPart(double From, double To, double Start, double End, double[] Numbers, double[] Symbols)
{
    /// <summary>The sum of all shares.</summary>
    public double Sum { get; } = Numbers.Sum() + Symbols.Sum();

    /// <summary>What the shares miss of the change, in absolute value; 0 for the exact integral.</summary>
    public double Gap => Math.Abs(End - Start - Sum);
}

/// <summary>The attributions of a sequence: what each number and symbol adds to what is explained.</summary>
/// <param name="Output">What is explained, at the inputs of the sequence.</param>
/// <param name="Baseline">The same at zero.</param>
/// <param name="Numbers">[T,K].</param>
/// <param name="Symbols">[T,M].</param>
/// <param name="Points">At how many points of the line gradients were computed.</param>
sealed record PathIntegral(double Output, double Baseline, double[] Numbers, double[] Symbols, int Points)
{
    /// <summary>The sum of all attributions.</summary>
    public double Sum { get; } = Numbers.Sum() + Symbols.Sum();

    /// <summary>How far the sum is from the difference of the outputs.</summary>
    public double Gap => Math.Abs(Output - Baseline - Sum);

    public static PathIntegral Of(IReadOnlyCollection<PathPart> parts, int points) => new(
        parts.MaxBy(p => p.To)!.End, parts.MinBy(p => p.From)!.Start, Added([.. parts.Select(p => p.Numbers)]),
        Added([.. parts.Select(p => p.Symbols)]), points);

    static double[] Added(double[][] all)
    {
        var sum = new double[all[0].Length];
        foreach (var one in all)
        {
            for (var n = 0; n < sum.Length; n++)
            {
                sum[n] += one[n];
            }
        }

        return sum;
    }
}
