using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Optimization;

/// <summary>
/// Adam (Kingma, Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov, Hutter 2019):
/// <c>m = β₁ m + (1 − β₁) g</c>, <c>v = β₂ v + (1 − β₂) g²</c>, <c>p −= η (m̂ / (√v̂ + ε) + λ p)</c> with <c>m̂ = m / (1 − β₁ᵗ)</c>, <c>v̂
/// = v / (1 − β₂ᵗ)</c>.
/// </summary>
sealed class AdamW : RuleOptimizer
{
    readonly OptimizerState _mean;
    readonly OptimizerState _square;

    /// <param name="parameters">What is trained; all of one precision.</param>
    /// <param name="config">β₁, β₂, ε and λ.</param>
    public AdamW(IReadOnlyList<Parameter> parameters, TrainingConfig config)
        : base(parameters, config) =>
        (_mean, _square) = (new OptimizerState("mean", parameters), new OptimizerState("square", parameters));

    /// <summary>m and v, as <c>mean.parameter</c> and <c>square.parameter</c>.</summary>
    public override IReadOnlyList<SafeTensor> ToTensors() => [.. _mean.ToTensors(), .. _square.ToTensors()];

    public override void Assign(IReadOnlyList<SafeTensor> tensors, string file)
    {
        _mean.Assign(tensors, file);
        _square.Assign(tensors, file);
    }

    protected override void Step<T>(int n, long t, double rate, double scale)
    {
        var rule = new Rule<T>(
            Number<T>(Config.Beta1),
            Number<T>(1 - Config.Beta1),
            Number<T>(Config.Beta2),
            Number<T>(1 - Config.Beta2),
            Number<T>(Config.Epsilon),
            Number<T>(scale),
            Number<T>(rate / (1 - Math.Pow(Config.Beta1, t))),
            Number<T>(1 / Math.Sqrt(1 - Math.Pow(Config.Beta2, t))),
            Number<T>(1 - (rate * Decay(n))));
        rule.Apply(Parameters[n].Value.Of<T>(), Parameters[n].Grad.Of<T>(), _mean.Of<T>(n), _square.Of<T>(n));
    }

    // keeps1 = 1 − β₁, keeps2 = 1 − β₂, rate = η / (1 − β₁ᵗ), root = 1 / √(1 − β₂ᵗ), rest = 1 − η λ.
    readonly struct Rule<T>(T beta1, T keeps1, T beta2, T keeps2, T epsilon, T scale, T rate, T root, T rest) : IUpdateRule<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        public void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> m, ref Vector<T> v)
        {
            g *= scale;
            m = (m * beta1) + (g * keeps1);
            v = (v * beta2) + (g * g * keeps2);
            p = (p * rest) - (m * rate / ((Vector.SquareRoot(v) * root) + new Vector<T>(epsilon)));
        }
    }
}
