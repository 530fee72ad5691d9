using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Compare;

/// <summary>The hidden size at which a cell has as many parameters as another.</summary>
static class ParameterMatch
{
    /// <summary>The size whose number of parameters, head included, is nearest to <paramref name="parameters"/>.</summary>
    /// <param name="sizeOf">The number of parameters at a hidden size; it grows with the size.</param>
    /// <param name="start">Where to begin to look, at least 1.</param>
    public static int Hidden(Func<int, long> sizeOf, long parameters, int start)
    {
        var (low, high) = (start, start);
        while (low > 1 && sizeOf(low) > parameters)
        {
            low = Math.Max(1, low / 2);
        }

        while (sizeOf(high) < parameters)
        {
            high *= 2;
        }

        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = sizeOf(middle) <= parameters ? (middle, high) : (low, middle);
        }

        return Math.Abs(sizeOf(high) - parameters) < Math.Abs(sizeOf(low) - parameters) ? high : low;
    }

    /// <summary>The number of parameters of the config's model with another hidden size.</summary>
    public static long Size(Config config, ModelSchema schema, int hidden) =>
        ModelPlan.Of(config with { Model = config.Model with { Hidden = hidden } }, schema).Size;
}
