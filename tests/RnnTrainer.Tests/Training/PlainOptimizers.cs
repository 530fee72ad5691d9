using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Training;

/// <summary>The optimisers as their papers write them, one number at a time: what the vectorised ones are held to.</summary>
sealed class PlainOptimizers(TrainingConfig config)
{
    double _first;
    double _second;

    /// <summary>p after step t, from 1, with gradient g; λ is the weight decay of this number.</summary>
    public double Step(int t, double p, double g, double lambda) => config.Optimizer switch
    {
        OptimizerKind.Sgd => Sgd(p, g + (lambda * p)),
        OptimizerKind.Adamw => AdamW(t, p, g, lambda),
        _ => RmsProp(p, g + (lambda * p)),
    };

    double Sgd(double p, double g)
    {
        _first = (config.Momentum * _first) + g;
        return p - (config.LearningRate * (config.Nesterov ? g + (config.Momentum * _first) : _first));
    }

    double AdamW(int t, double p, double g, double lambda)
    {
        _first = (config.Beta1 * _first) + ((1 - config.Beta1) * g);
        _second = (config.Beta2 * _second) + ((1 - config.Beta2) * g * g);
        var (mean, square) = (_first / (1 - Math.Pow(config.Beta1, t)), _second / (1 - Math.Pow(config.Beta2, t)));
        return p - (config.LearningRate * ((mean / (Math.Sqrt(square) + config.Epsilon)) + (lambda * p)));
    }

    double RmsProp(double p, double g)
    {
        _second = (config.Decay * _second) + ((1 - config.Decay) * g * g);
        _first = (config.Momentum * _first) + (config.LearningRate * g / Math.Sqrt(_second + config.Epsilon));
        return p - _first;
    }
}
