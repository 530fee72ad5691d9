using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Optimization;

/// <summary>
/// Gradient descent with momentum: <c>v = μ v + g</c>, <c>p −= η v</c>; by Nesterov, <c>p −= η (g + μ v)</c> (Sutskever, Martens, Dahl,
/// Hinton 2013).
/// Weight decay is the classic L2 penalty: g is the gradient and <c>λ p</c>.
/// </summary>
sealed class MomentumSgd : RuleOptimizer
{
    readonly OptimizerState? _velocity;

    /// <param name="parameters">What is trained; all of one precision.</param>
    /// <param name="config">μ, λ and whether by Nesterov.</param>
    public MomentumSgd(IReadOnlyList<Parameter> parameters, TrainingConfig config)
        : base(parameters, config) =>
        _velocity = config.Momentum == 0 ? null : new OptimizerState("momentum", parameters);

    /// <summary>The velocities; none without momentum.</summary>
    public override IReadOnlyList<SafeTensor> ToTensors() => [.. _velocity?.ToTensors() ?? []];

    /// <summary>Takes the velocities of a checkpoint. If it has none, they start at zero: a run may be resumed with another
    /// momentum.</summary>
    public override void Assign(IReadOnlyList<SafeTensor> tensors, string file)
    {
        if (tensors.Count > 0)
        {
            _velocity?.Assign(tensors, file);
        }
    }

    protected override void Step<T>(int n, long t, double rate, double scale)
    {
        var decay = Decay(n);
        var rule = new Rule<T>(
            Number<T>(rate), Number<T>(scale), Number<T>(Config.Momentum), Number<T>(decay), _velocity is not null, Config.Nesterov,
            decay != 0);
        rule.Apply(Parameters[n].Value.Of<T>(), Parameters[n].Grad.Of<T>(), _velocity is null ? [] : _velocity.Of<T>(n), []);
    }

    readonly struct Rule<T>(T rate, T scale, T momentum, T decay, bool remembers, bool nesterov, bool decays) : IUpdateRule<T>
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
