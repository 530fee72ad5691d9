using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Optimization;

/// <summary>
/// RMSprop (Tieleman, Hinton 2012) in the form of Keras and TensorFlow, with ε under the root and the momentum after it:
/// <c>s = ρ s + (1 − ρ) g²</c>, <c>v = μ v + η g / √(s + ε)</c>, <c>p −= v</c>. Weight decay is the classic L2 penalty: g is the gradient
/// and <c>λ p</c>.
/// </summary>
sealed class RmsProp : RuleOptimizer
{
    readonly OptimizerState _square;
    readonly OptimizerState? _velocity;

    /// <param name="parameters">What is trained; all of one precision.</param>
    /// <param name="config">ρ, ε, μ and λ.</param>
    public RmsProp(IReadOnlyList<Parameter> parameters, TrainingConfig config)
        : base(parameters, config)
    {
        _square = new OptimizerState("square", parameters);
        _velocity = config.Momentum == 0 ? null : new OptimizerState("momentum", parameters);
    }

    /// <summary>s and, with momentum, v, as <c>square.parameter</c> and <c>momentum.parameter</c>.</summary>
    public override IReadOnlyList<SafeTensor> ToTensors() => [.. _square.ToTensors(), .. _velocity?.ToTensors() ?? []];

    /// <summary>Takes s and v of a checkpoint. If it has no v, v starts at zero: a run may be resumed with another momentum.</summary>
    public override void Assign(IReadOnlyList<SafeTensor> tensors, string file)
    {
        _square.Assign(tensors, file);
        if (tensors.Count > Parameters.Count)
        {
            _velocity?.Assign(tensors, file);
        }
    }

    protected override void Step<T>(int n, long t, double rate, double scale)
    {
        var rule = new Rule<T>(
            Number<T>(Config.Decay),
            Number<T>(1 - Config.Decay),
            Number<T>(Config.Epsilon),
            Number<T>(Config.Momentum),
            Number<T>(Decay(n)),
            Number<T>(rate),
            Number<T>(scale),
            _velocity is not null);
        rule.Apply(Parameters[n].Value.Of<T>(), Parameters[n].Grad.Of<T>(), _square.Of<T>(n), _velocity is null ? [] : _velocity.Of<T>(n));
    }

    readonly struct Rule<T>(T rho, T keeps, T epsilon, T momentum, T decay, T rate, T scale, bool remembers) : IUpdateRule<T>
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
