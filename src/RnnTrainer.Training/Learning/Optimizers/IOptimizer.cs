using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Learning.Optimizers;

/// <summary>Turns gradients into steps of the parameters. What it remembers from step to step is a tensor per slot and parameter, so that it can be saved.</summary>
interface IOptimizer
{
    /// <summary>Changes every parameter by one step. It allocates nothing.</summary>
    /// <param name="t">Which step of the training this is, from 1.</param>
    /// <param name="rate">η.</param>
    /// <param name="scale">What the gradients are multiplied with: below 1 where they are clipped.</param>
    void Step(long t, double rate, double scale);

    /// <summary>Copies of the memory, as <c>slot.parameter</c>; none if it keeps none.</summary>
    IReadOnlyList<SafeTensor> ToTensors();

    /// <summary>Takes the memory of a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is not of this model or optimiser.</exception>
    void Assign(IReadOnlyList<SafeTensor> tensors, string file);
}

/// <summary>The optimisers of <c>training.optimizer</c>.</summary>
static class OptimizerFactory
{
    /// <summary>The optimiser that a config names, its memory zero.</summary>
    /// <param name="parameters">What is learnt; all of one precision.</param>
    public static IOptimizer Create(IReadOnlyList<Parameter> parameters, TrainingConfig config) => config.Optimizer switch
    {
        OptimizerKind.Adamw => new AdamW(parameters, config),
        OptimizerKind.Rmsprop => new RmsProp(parameters, config),
        _ => new MomentumSgd(parameters, config),
    };

    /// <summary>
    /// λ of a parameter: <c>training.weight_decay</c> for matrices; 0 for biases and whatever else has fewer than two dimensions. These are few, do not
    /// make the model more flexible, and a gate's bias pulled to zero forgets what its start says (Goodfellow, Bengio, Courville 2016, 7.1).
    /// </summary>
    internal static double Decay(Parameter parameter, TrainingConfig config) => parameter.Shape.Count < 2 ? 0 : config.WeightDecay;
}
