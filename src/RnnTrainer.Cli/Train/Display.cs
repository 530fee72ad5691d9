using System.Globalization;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>Shows training as it goes on: a picture that is drawn in place on a terminal, a line per epoch in a pipe, nothing if quiet.</summary>
static class Display
{
    // A person sees no more pictures a second, and each costs time.
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Pulls the events until they end or <paramref name="goOn"/> says no.</summary>
    public static void Watch(Session session, Trainer trainer, int epochs, IEnumerable<TimedEvent> events, Func<TimedEvent, bool> goOn)
    {
        if (session.Screen is { } screen && !session.Quiet)
        {
            var view = new TrainingView(trainer, epochs, session.Time, screen.IsUnicode);
            screen.Draw(view.Rows, draw => Drawn(session, view, events, goOn, draw));
            return;
        }

        foreach (var timed in events)
        {
            if (timed.Event is EpochTrained epoch)
            {
                session.Log(Line(epoch, epochs, timed));
            }

            if (!goOn(timed))
            {
                break;
            }
        }
    }

    static void Drawn(Session session, TrainingView view, IEnumerable<TimedEvent> events, Func<TimedEvent, bool> goOn, Action draw)
    {
        var drawn = session.Time.GetTimestamp();
        foreach (var timed in events)
        {
            view.Take(timed);
            if (session.Time.GetElapsedTime(drawn) >= Interval)
            {
                draw();
                drawn = session.Time.GetTimestamp();
            }

            if (!goOn(timed))
            {
                break;
            }
        }

        draw();
    }

    static string Line(EpochTrained epoch, int epochs, TimedEvent timed)
    {
        var validation = epoch.Validation is null ? ""
            : string.Concat(epoch.Validation.Take(2).Select(s => $"  validation {s}"));
        return string.Create(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch}/{epochs}  loss {Scores.Format(epoch.Loss)}{validation}  {timed.Pace}");
    }
}
