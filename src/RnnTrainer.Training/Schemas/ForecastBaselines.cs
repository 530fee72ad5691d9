using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Schemas;

/// <summary>Forecasts that need no model, from the targets before them. All are row-major [H,C]: H steps ahead of C targets.</summary>
static class ForecastBaselines
{
    /// <summary>The last value: <c>ŷ[h,c] = past[P−1,c]</c>.</summary>
    /// <param name="past">The targets of the P steps before, row-major [P,C].</param>
    public static double[] Last(Values past, int H, int C) => Seasonal(past, H, C, season: 1);

    /// <summary>
    /// The value one season before; beyond the first season, its last known turn: <c>ŷ[h,c] = past[P − m + h mod m, c]</c>, h from 0.
    /// </summary>
    /// <param name="past">As for <see cref="Last"/>, P ≥ m.</param>
    /// <param name="season">m.</param>
    public static double[] Seasonal(Values past, int H, int C, int season)
    {
        var forecast = new double[H * C];
        var last = past[^(season * C)..].Span;
        for (var n = 0; n < forecast.Length; n++)
        {
            forecast[n] = last[(n / C % season * C) + (n % C)];
        }

        return forecast;
    }

    /// <summary>The forecast that the outputs of a model with <c>relative_to</c> are added to; null: none.</summary>
    internal static double[]? Base(DataConfig data, Values? past, int H, int C) => data.RelativeTo switch
    {
        ForecastBase.Last => Last(past!, H, C),
        ForecastBase.Season => Seasonal(past!, H, C, data.SeasonOrNone),
        _ => null,
    };
}
