using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Learning.Optimizers;

/// <summary>
/// Gradient descent with momentum: <c>v = μ v + g</c>, <c>p −= η v</c>; by Nesterov, <c>p −= η (g + μ v)</c> (Sutskever, Martens, Dahl, Hinton 2013).
/// Weight decay is the classic L2 penalty: g is the gradient and <c>λ p</c>.
/// </summary>
sealed class MomentumSgd : IOptimizer
{
    const string Velocity = "momentum";

    readonly Parameter[] _parameters;
    readonly TrainingConfig _config;
    readonly Slot? _velocity;

    /// <param name="parameters">What is learnt; all of one precision.</param>
    /// <param name="config">μ, λ and whether by Nesterov.</param>
    public MomentumSgd(IReadOnlyList<Parameter> parameters, TrainingConfig config)
    {
        (_parameters, _config) = ([.. parameters], config);
        _velocity = config.Momentum == 0 ? null : new Slot(Velocity, _parameters);
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

    /// <summary>The velocities; none without momentum.</summary>
    public IReadOnlyList<SafeTensor> ToTensors() => [.. _velocity?.ToTensors() ?? []];

    /// <summary>Takes the velocities of a checkpoint; without any they start at zero, as a run may be resumed with another momentum.</summary>
    public void Assign(IReadOnlyList<SafeTensor> tensors, string file)
    {
        if (tensors.Count > 0)
        {
            _velocity?.Assign(tensors, file);
        }
    }

    void Step<T>(int n, double rate, double scale)
        where T : struct, IFloatingPointIeee754<T>
    {
        var decay = OptimizerFactory.Decay(_parameters[n], _config);
        var rule = new Rule<T>(Number(rate), Number(scale), Number(_config.Momentum), Number(decay), _velocity is not null, _config.Nesterov, decay != 0);
        rule.Apply(_parameters[n].Value.Of<T>(), _parameters[n].Grad.Of<T>(), _velocity is null ? [] : _velocity.Of<T>(n), []);

        static T Number(double x) => T.CreateTruncating(x);
    }

    readonly struct Rule<T>(T rate, T scale, T momentum, T decay, bool remembers, bool nesterov, bool decays) : IRule<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        public void Apply(ref Vector<T> p, Vector<T> g, ref Vector<T> v, ref Vector<T> none)
        {
            var next = g *= scale;
            if (decays)
            {
                next = g += p * decay;
            }

            if (remembers)
            {
                v = g + (v * momentum);
                next = nesterov ? g + (v * momentum) : v;
            }

            p -= next * rate;
        }
    }
}
