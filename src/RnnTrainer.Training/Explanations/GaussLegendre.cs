namespace RnnTrainer.Training.Explanations;

/// <summary>
/// The rule of N points that integrates polynomials up to degree 2N − 1 exactly: the integral from −1 to 1 is about
/// <c>Σ_n Weights[n] f(Nodes[n])</c>.
/// </summary>
/// <param name="Nodes">[N]: the zeros of the Legendre polynomial of degree N.</param>
/// <param name="Weights">[N].</param>
sealed record GaussLegendre(double[] Nodes, double[] Weights)
{
    const int NewtonSteps = 50;
    const double Precise = 1e-15;

    /// <param name="N">Points, at least 1.</param>
    public static GaussLegendre Of(int N)
    {
        var (nodes, weights) = (new double[N], new double[N]);
        for (var n = 0; n < N; n++)
        {
            var x = -Math.Cos(Math.PI * (n + 0.75) / (N + 0.5)); // close to the zero
            var step = 1.0;
            for (var k = 0; k < NewtonSteps && Math.Abs(step) > Precise; k++)
            {
                var (p, slope) = Legendre(N, x);
                step = p / slope;
                x -= step;
            }

            var last = Legendre(N, x).Slope;
            (nodes[n], weights[n]) = (x, 2 / ((1 - (x * x)) * last * last));
        }

        return new GaussLegendre(nodes, weights);
    }

    /// <summary>The Legendre polynomial of degree N and its derivative, by the recurrence of Bonnet.</summary>
    static (double Value, double Slope) Legendre(int N, double x)
    {
        var (before, p) = (1.0, x);
        for (var n = 2; n <= N; n++)
        {
            (before, p) = (p, ((((2 * n) - 1) * x * p) - ((n - 1) * before)) / n);
        }

        return (p, N * ((x * p) - before) / ((x * x) - 1));
    }
}
