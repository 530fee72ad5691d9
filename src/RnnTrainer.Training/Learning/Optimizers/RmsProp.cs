using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Learning.Optimizers;

/// <summary>
/// RMSprop (Tieleman, Hinton 2012) in the form of Keras and TensorFlow, with ε under the root and the momentum after it:
/// <c>s = ρ s + (1 − ρ) g²</c>, <c>v = μ v + η g / √(s + ε)</c>, <c>p −= v</c>. Weight decay is the classic L2 penalty: g is the gradient and <c>λ p</c>.
/// </summary>
sealed class RmsProp : IOptimizer
{
    readonly Parameter[] _parameters;
    readonly TrainingConfig _config;
    readonly Slot _square;
    readonly Slot? _velocity;

    /// <param name="parameters">What is learnt; all of one precision.</param>
    /// <param name="config">ρ, ε, μ and λ.</param>
    public RmsProp(IReadOnlyList<Parameter> parameters, TrainingConfig config)
    {
        (_parameters, _config) = ([.. parameters], config);
        _square = new Slot("square", _parameters);
        _velocity = config.Momentum == 0 ? null : new Slot("momentum", _parameters);
    }

    public void Step(long t, double rate, double scale)
    {
        for (var n = 0; n < _parameters.Length; n++)
        {
            if (_parameters[n].Value.Precision == Precision.Float32)
            {
                Step<float>(n, rate, scale);
            }
            else
            {
                Step<double>(n, rate, scale);
            }
        }
    }

    /// <summary>s and, with momentum, v, as <c>square.parameter</c> and <c>momentum.parameter</c>.</summary>
    public IReadOnlyList<SafeTensor> ToTensors() => [.. _square.ToTensors(), .. _velocity?.ToTensors() ?? []];

    /// <summary>Takes s and v of a checkpoint; without any v it starts at zero, as a run may be resumed with another momentum.</summary>
    public void Assign(IReadOnlyList<SafeTensor> tensors, string file)
    {
        _square.Assign(tensors, file);
        if (tensors.Count > _parameters.Length)
        {
            _velocity?.Assign(tensors, file);
        }
    }

    void Step<T>(int n, double rate, double scale)
        where T : struct, IFloatingPointIeee754<T>
    {
        var rule = new Rule<T>(
            Number(_config.Decay),
            Number(1 - _config.Decay),
            Number(_config.Epsilon),
            Number(_config.Momentum),
            Number(OptimizerFactory.Decay(_parameters[n], _config)),
            Number(rate),
            Number(scale),
            _velocity is not null);
        rule.Apply(_parameters[n].Value.Of<T>(), _parameters[n].Grad.Of<T>(), _square.Of<T>(n), _velocity is null ? [] : _velocity.Of<T>(n));

        static T Number(double x) => T.CreateTruncating(x);
    }

    readonly struct Rule<T>(T rho, T keeps, T epsilon, T momentum, T decay, T rate, T scale, bool remembers) : IRule<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        public void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> s, ref Vector<T> v)
        {
            g = (g * scale) + (p * decay);
            s = (s * rho) + (g * g * keeps);
            var step = g * rate / Vector.SquareRoot(s + new Vector<T>(epsilon));
            if (remembers)
            {
                v = step += v * momentum;
            }

            p -= step;
        }
    }
}
