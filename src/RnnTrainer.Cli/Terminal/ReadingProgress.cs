using System.Globalization;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Cli.Terminal;

/// <summary>Shows the progress of reading a large file on a terminal.</summary>
static class ReadingProgress
{
    const int Interval = 200; // milliseconds
    const double Delay = 0.5; // seconds until a line appears

    /// <summary>Reads a file; exceptions of the reader pass through.</summary>
    public static T Show<T>(Session session, string file, Func<ReadProgress, T> read)
    {
        var progress = new ReadProgress();
        if (!session.IsTerminal || session.Quiet)
        {
            return read(progress);
        }

        var reading = Task.Run(() => read(progress));
        var start = session.Time.GetTimestamp();
        var shown = false;
        while (!Ended(reading))
        {
            var seconds = session.Time.GetElapsedTime(start).TotalSeconds;
            shown |= seconds > Delay;
            if (shown)
            {
                session.Draw(Line(file, progress, seconds));
            }
        }

        if (shown)
        {
            session.Draw("");
        }

        return reading.GetAwaiter().GetResult();
    }

    /// <summary>The line that is shown.</summary>
    public static string Line(string file, ReadProgress progress, double seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"reading {file}: {progress.Done / 1e6:0} of {progress.Total / 1e6:0} MB, {progress.Done / 1e6 / seconds:0} MB/s");

    static bool Ended(Task reading)
    {
        try
        {
            return reading.Wait(Interval);
        }
        catch (AggregateException)
        {
            return true; // The caller gets the exception with the result.
        }
    }
}
