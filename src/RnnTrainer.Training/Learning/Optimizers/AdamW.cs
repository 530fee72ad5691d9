using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Learning.Optimizers;

/// <summary>
/// Adam (Kingma, Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov, Hutter 2019):
/// <c>m = β₁ m + (1 − β₁) g</c>, <c>v = β₂ v + (1 − β₂) g²</c>, <c>p −= η (m̂ / (√v̂ + ε) + λ p)</c> with <c>m̂ = m / (1 − β₁ᵗ)</c>, <c>v̂ = v / (1 − β₂ᵗ)</c>.
/// </summary>
sealed class AdamW : IOptimizer
{
    readonly Parameter[] _parameters;
    readonly TrainingConfig _config;
    readonly Slot _mean;
    readonly Slot _square;

    /// <param name="parameters">What is learnt; all of one precision.</param>
    /// <param name="config">β₁, β₂, ε and λ.</param>
    public AdamW(IReadOnlyList<Parameter> parameters, TrainingConfig config)
    {
        (_parameters, _config) = ([.. parameters], config);
        (_mean, _square) = (new Slot("mean", _parameters), new Slot("square", _parameters));
    }

    public void Step(long t, double rate, double scale)
    {
        for (var n = 0; n < _parameters.Length; n++)
        {
            if (_parameters[n].Value.Precision == Precision.Float32)
            {
                Step<float>(n, t, rate, scale);
            }
            else
            {
                Step<double>(n, t, rate, scale);
            }
        }
    }

    /// <summary>m and v, as <c>mean.parameter</c> and <c>square.parameter</c>.</summary>
    public IReadOnlyList<SafeTensor> ToTensors() => [.. _mean.ToTensors(), .. _square.ToTensors()];

    public void Assign(IReadOnlyList<SafeTensor> tensors, string file)
    {
        _mean.Assign(tensors, file);
        _square.Assign(tensors, file);
    }

    void Step<T>(int n, long t, double rate, double scale)
        where T : struct, IFloatingPointIeee754<T>
    {
        var rule = new Rule<T>(
            Number(_config.Beta1),
            Number(1 - _config.Beta1),
            Number(_config.Beta2),
            Number(1 - _config.Beta2),
            Number(_config.Epsilon),
            Number(scale),
            Number(rate / (1 - Math.Pow(_config.Beta1, t))),
            Number(1 / Math.Sqrt(1 - Math.Pow(_config.Beta2, t))),
            Number(1 - (rate * OptimizerFactory.Decay(_parameters[n], _config))));
        rule.Apply(_parameters[n].Value.Of<T>(), _parameters[n].Grad.Of<T>(), _mean.Of<T>(n), _square.Of<T>(n));

        static T Number(double x) => T.CreateTruncating(x);
    }

    // keeps1 = 1 − β₁, rate = η / (1 − β₁ᵗ), root = 1 / √(1 − β₂ᵗ), rest = 1 − η λ: rounded once, after they were computed in double.
    readonly struct Rule<T>(T beta1, T keeps1, T beta2, T keeps2, T epsilon, T scale, T rate, T root, T rest) : IRule<T>
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
