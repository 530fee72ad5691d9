namespace RnnTrainer.Training.Tasks;

/// <summary>How far a forecast looks back and ahead, by how far its steps are apart.</summary>
/// <param name="Window">Steps that are seen.</param>
/// <param name="Horizon">Steps ahead.</param>
/// <param name="Season">Steps after which the series repeats; 1: unknown.</param>
/// <param name="Reason">What was found; a few words.</param>
sealed record StartingWindows(int Window, int Horizon, int Season, string Reason)
{
    /// <summary>Chooses; at least some windows fit into a series of <paramref name="length"/> steps.</summary>
    public static StartingWindows Of(TimeSpan? spacing, int length)
    {
        var wished = spacing?.TotalHours switch
        {
            null => new StartingWindows(24, 1, 1, "no dates say how far steps are apart"),
            <= 0.3 => new StartingWindows(96, 12, 1, "minutes apart"),
            <= 1.5 and var hours => OfDays((int)Math.Round(24 / hours)),
            <= 12 => new StartingWindows(28, 4, 1, "hours apart"),
            <= 25 => new StartingWindows(28, 7, 1, "days apart: a week ahead from four"),
            <= 170 => new StartingWindows(52, 4, 1, "weeks apart"),
            <= 750 => new StartingWindows(24, 12, 12, "months apart: a year ahead from two"),
            <= 2300 => new StartingWindows(8, 4, 4, "quarters apart: a year ahead from two"),
            _ => new StartingWindows(12, 1, 1, "years apart"),
        };
        var room = Math.Max(2, length / 6); // a tenth of the steps is for validation
        return wished.Window + wished.Horizon <= 3 * room ? wished
            : wished with
            {
                Window = Math.Max(1, Math.Min(wished.Window, 2 * room)),
                Horizon = Math.Max(1, Math.Min(wished.Horizon, room / 2)),
                Season = wished.Season <= 2 * room ? wished.Season
                : 1,
                Reason = "as far as so short a series allows"
            };
    }

    /// <summary>A day ahead from two, of steps of about an hour.</summary>
    static StartingWindows OfDays(int steps) => new(
        2 * steps, steps, steps, $"{(steps == 24 ? "hours" : $"{24 * 60 / steps} minutes")} apart: a day ahead from two");
}
