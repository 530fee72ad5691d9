using MathNet.Numerics.LinearAlgebra;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Models;

/// <summary>Sets weights before training. Each has a random stream of its own, named after it, so that one more weight changes no
/// other.</summary>
static class Initialization
{
    /// <summary>Fills the parameter as <paramref name="initializer"/> says; the draw depends on (seed, its name) only.</summary>
    public static void Fill(Parameter parameter, Initializer initializer, int seed)
    {
        var random = new RandomStream(seed, $"init {parameter.Name}", 0);
        var rows = parameter.Shape.Count > 0 ? parameter.Shape[0] : 1;
        var columns = parameter.Value.Length / rows;
        switch (initializer)
        {
            case GlorotInitializer:
                Spread(parameter, Math.Sqrt(6.0 / (rows + columns)), random);
                break;
            case UniformInitializer uniform:
                Spread(parameter, uniform.Limit, random);
                break;
            case NormalInitializer normal:
                parameter.Value.Assign(
                    [.. Enumerable.Range(0, parameter.Value.Length).Select(_ => normal.Deviation * random.NextNormal())]);
                break;
            case ChronoInitializer chrono:
                parameter.Value.Assign([.. Enumerable.Range(0, parameter.Value.Length).Select(_ => Chrono(chrono, random))]);
                break;
            case IdentityInitializer:
                parameter.Value.Assign(
                    [.. Blocks(parameter)
                    .SelectMany(b => Enumerable.Range(0, b.Rows * b.Columns).Select(n => n / b.Columns == n % b.Columns ? 1.0 : 0.0))]);
                break;
            case OrthogonalInitializer:
                parameter.Value.Assign([.. Blocks(parameter).SelectMany(b => Orthogonal(b.Rows, b.Columns, random))]);
                break;
            case ConstantInitializer constant:
                parameter.Value.Fill(constant.Value);
                break;
        }
    }

    /// <summary>The matrices that a weight holds: one of its last two letters for all values of those before.</summary>
    static IEnumerable<(int Rows, int Columns)> Blocks(Parameter parameter)
    {
        var (rows, columns) = (parameter.Shape[^2], parameter.Shape[^1]);
        return Enumerable.Repeat((rows, columns), parameter.Value.Length / (rows * columns));
    }

    static void Spread(Parameter parameter, double limit, RandomStream random) =>
        parameter.Value.Assign([.. Enumerable.Range(0, parameter.Value.Length).Select(_ => limit * ((2 * random.NextDouble()) - 1))]);

    /// <summary>
    /// Row-major. The Q of a Gaussian matrix's QR, its signs chosen so that R has a positive diagonal: then it is uniform over the
    /// orthogonal matrices (Mezzadri 2007). Of a matrix that is not square the shorter side is orthonormal.
    /// </summary>
    static double[] Orthogonal(int rows, int columns, RandomStream random)
    {
        var (tall, wide) = (Math.Max(rows, columns), Math.Min(rows, columns));
        var gaussian = Matrix<double>.Build.Dense(tall, wide, [.. Enumerable.Range(0, tall * wide).Select(_ => random.NextNormal())]);
        var qr = gaussian.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        var q = qr.Q * Matrix<double>.Build.DenseOfDiagonalVector(qr.R.Diagonal().Map(d => d < 0 ? -1.0 : 1.0, Zeros.Include));
        return rows >= columns ? q.ToRowMajorArray() : q.Transpose().ToRowMajorArray();
    }

    static double Chrono(ChronoInitializer chrono, RandomStream random) =>
        (chrono.IsNegative ? -1 : 1) * Math.Log(1 + ((chrono.Steps - 2) * random.NextDouble()));
}
