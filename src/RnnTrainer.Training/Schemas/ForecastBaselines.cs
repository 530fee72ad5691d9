using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Schemas;

/// <summary>Forecasts that need no model, from the targets before them. All are row-major [H,C]: H steps ahead of C targets.</summary>
static class ForecastBaselines
{
    /// <summary>The last value: <c>ŷ[h,c] = past[P−1,c]</c>.</summary>
    /// <param name="past">The targets of the P steps before, row-major [P,C].</param>
    public static double[] Last(double[] past, int H, int C) => Seasonal(past, H, C, season: 1);

    /// <summary>
    /// The value one season before; beyond the first season, its last known turn: <c>ŷ[h,c] = past[P − m + h mod m, c]</c>, h from 0.
    /// </summary>
    /// <param name="past">As for <see cref="Last"/>, P ≥ m.</param>
    /// <param name="season">m.</param>
    public static double[] Seasonal(double[] past, int H, int C, int season)
    {
        var first = past.Length - (season * C);
        return [.. Enumerable.Range(0, H * C).Select(n => past[first + (n / C % season * C) + (n % C)])];
    }

    /// <summary>The forecast that the outputs of a model with <c>relative_to</c> are added to; null: none.</summary>
    internal static double[]? Base(DataConfig data, double[]? past, int H, int C) => data.RelativeTo switch
    {
        ForecastBase.Last => Last(past!, H, C),
        ForecastBase.Season => Seasonal(past!, H, C, data.SeasonOrNone),
        _ => null,
    };
}
