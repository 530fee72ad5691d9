namespace RnnTrainer.Autodiff.Checking;

/// <summary>The shortest x that minimizes ‖A x − r‖, by conjugate gradients on AᵀA x = Aᵀr.</summary>
static class LeastSquares
{
    /// <param name="columns">The columns of A.</param>
    public static double[] Solve(double[][] columns, double[] r)
    {
        var x = new double[columns.Length];
        var residual = (double[])r.Clone();
        var s = Transposed(columns, residual);
        var p = (double[])s.Clone();
        var norm = Dot(s, s);
        var least = norm * 1e-28;
        for (var n = 0; n < 3 * columns.Length && norm > least; n++)
        {
            var q = Product(columns, p, r.Length);
            var step = norm / Dot(q, q);
            AddTo(x, p, step);
            AddTo(residual, q, -step);
            s = Transposed(columns, residual);
            var next = Dot(s, s);
            p = [.. s.Zip(p, (a, b) => a + (next / norm * b))];
            norm = next;
        }

        return x;
    }

    static double[] Product(double[][] columns, double[] x, int length)
    {
        var y = new double[length];
        foreach (var (column, factor) in columns.Zip(x))
        {
            AddTo(y, column, factor);
        }

        return y;
    }

    static double[] Transposed(double[][] columns, double[] y) => [.. columns.Select(c => Dot(c, y))];

    static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    static void AddTo(double[] y, double[] x, double factor)
    {
        for (var n = 0; n < y.Length; n++)
        {
            y[n] += factor * x[n];
        }
    }
}
