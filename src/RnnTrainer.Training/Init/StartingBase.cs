using System.Globalization;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Init;

/// <summary>What a forecast is counted from, by how far the targets of the training windows are from it.</summary>
static class StartingBase
{
    /// <summary>
    /// Outputs that are no changes have to be smaller than changes by this factor: a mean of training does not follow a trend.
    /// </summary>
    const double Clearly = 0.8;

    /// <summary>The config with the base whose distance is the least; the same if it has it already.</summary>
    /// <param name="data">As the config reads them.</param>
    public static StartingConfig Measured(StartingConfig starting, TrainingData data)
    {
        var config = starting.Config;
        if (data.Schema.Forecast is not { } scale || data.Train.Count == 0)
        {
            return starting;
        }

        var hasSeason = config.Data.Season is not null;
        var (last, season) = (Distance(ForecastBase.Last), hasSeason ? Distance(ForecastBase.Season) : double.PositiveInfinity);
        var best = Clearly * Math.Min(last, season) > 1 ? ForecastBase.None : season < last ? ForecastBase.Season : ForecastBase.Last;
        if (best == config.Data.RelativeTo)
        {
            return starting;
        }

        var seasonal = hasSeason ? string.Create(CultureInfo.InvariantCulture, $", of one season before {season:0.##}") : "";
        return starting with
        {
            Config = config with { Data = config.Data with { RelativeTo = best } },
            Reasons = new Dictionary<string, string>(starting.Reasons)
            {
                ["data.relative_to"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"measured on training: the error of the last value is {last:0.##} standard deviations{seasonal}"),
            },
        };

        // The root mean square of what is left, in standard deviations, as a geometric mean over the targets.
        double Distance(ForecastBase from)
        {
            var left = ForecastScale.OfRemainder(
                config.Data with { RelativeTo = from }, data.Train.Raw, data.Schema with { Preparation = null }).Scale;
            return Math.Exp(left.Zip(scale.Deviation, (rms, deviation) => Math.Log(rms / deviation)).Average());
        }
    }
}
