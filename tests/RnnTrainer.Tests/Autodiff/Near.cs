using System.Diagnostics.CodeAnalysis;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>Equal within bound · (1 + |expected|).</summary>
sealed class Near(double bound) : IEqualityComparer<double>
{
    public bool Equals(double expected, double actual) => Math.Abs(expected - actual) <= bound * (1 + Math.Abs(expected));

    public int GetHashCode([DisallowNull] double obj) => 0;
}
