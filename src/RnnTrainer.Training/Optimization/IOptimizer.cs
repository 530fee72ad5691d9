using System.Numerics;
using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Optimization;

/// <summary>Updates parameters by their gradients. What an optimizer keeps from update to update is its state, a number for each entry of
/// each parameter, which checkpoints save.</summary>
interface IOptimizer
{
    /// <summary>Updates every parameter once. Allocates nothing.</summary>
    /// <param name="t">The number of the update in the training, from 1.</param>
    /// <param name="rate">The learning rate η.</param>
    /// <param name="scale">Factor of the gradients: below 1 if they are clipped.</param>
    void Step(long t, double rate, double scale);

    /// <summary>Copies of the state, as <c>state.parameter</c>; empty if there is none.</summary>
    IReadOnlyList<SafeTensor> ToTensors();

    /// <summary>Takes the state of a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is not of this model or optimizer.</exception>
    void Assign(IReadOnlyList<SafeTensor> tensors, string file);
}

/// <summary>The optimizers of <c>training.optimizer</c>.</summary>
static class OptimizerFactory
{
    /// <summary>The optimizer that a config names, its state zero.</summary>
    /// <param name="parameters">What is trained; all of one precision.</param>
    /// <param name="config">The section <c>training</c>.</param>
    public static IOptimizer Create(IReadOnlyList<Parameter> parameters, TrainingConfig config) => config.Optimizer switch
    {
        OptimizerKind.Adamw => new AdamW(parameters, config),
        OptimizerKind.Rmsprop => new RmsProp(parameters, config),
        _ => new MomentumSgd(parameters, config),
    };
}

/// <summary>An optimizer that applies one rule to every parameter, in the precision of the parameters.</summary>
/// <param name="parameters">What is trained; all of one precision.</param>
/// <param name="config">The section <c>training</c>.</param>
abstract class RuleOptimizer(IReadOnlyList<Parameter> parameters, TrainingConfig config) : IOptimizer
{
    readonly Parameter[] _parameters = [.. parameters];

    protected TrainingConfig Config => config;

    protected IReadOnlyList<Parameter> Parameters => _parameters;

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

    public abstract IReadOnlyList<SafeTensor> ToTensors();

    public abstract void Assign(IReadOnlyList<SafeTensor> tensors, string file);

    /// <summary>Updates parameter n.</summary>
    protected abstract void Step<T>(int n, long t, double rate, double scale)
        where T : struct, IFloatingPointIeee754<T>;

    /// <summary>A coefficient of a rule: computed in double, rounded once.</summary>
    protected static T Number<T>(double x)
        where T : struct, IFloatingPointIeee754<T> => T.CreateTruncating(x);

    /// <summary>
    /// λ of a parameter: <c>training.weight_decay</c> for matrices, 0 for biases and everything else with fewer than two dimensions. Biases
    /// are few, do not make the model more
    /// flexible, and a gate's bias pulled to zero loses what its initializer says (Goodfellow, Bengio, Courville 2016, 7.1).
    /// </summary>
    protected double Decay(int n) => _parameters[n].Shape.Count < 2 ? 0 : config.WeightDecay;
}
