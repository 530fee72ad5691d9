using System.Globalization;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Cli.Train;

/// <summary>Shows the progress of training: drawn in place on a terminal, a line per epoch otherwise, nothing with
/// <c>--quiet</c>.</summary>
static class Display
{
    // A person sees no more pictures a second, and each costs time.
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Pulls the events to their end.</summary>
    public static void Watch(Session session, Trainer trainer, IEnumerable<TrainingEvent> events)
    {
        var epochs = trainer.Model.Config.Training.Epochs;
        if (session.Screen is { } screen && !session.Quiet)
        {
            var view = new TrainingView(trainer, epochs, session.Time, screen.IsUnicode);
            screen.Draw(view.Rows, draw => Drawn(session, view, events, draw));
            return;
        }

        foreach (var epoch in events.OfType<EpochTrained>())
        {
            session.Log(Line(epoch, epochs, trainer));
        }
    }

    static void Drawn(Session session, TrainingView view, IEnumerable<TrainingEvent> events, Action draw)
    {
        var drawn = session.Time.GetTimestamp();
        foreach (var happened in events)
        {
            view.Take(happened);
            if (session.Time.GetElapsedTime(drawn) >= Interval)
            {
                draw();
                drawn = session.Time.GetTimestamp();
            }
        }

        draw();
    }

    static string Line(EpochTrained epoch, int epochs, Trainer trainer)
    {
        var validation = epoch.Validation is null ? ""
            : string.Concat(epoch.Validation.Take(2).Select(s => $"  validation {s}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}/{epochs}  loss {ScoreFormat.Format(epoch.Loss)}{validation}  {Pace(epoch, trainer)}");
    }

    /// <summary>How fast training is. Where sequences are cut into chunks, one may last for the whole epoch, and only time steps show the
    /// speed.</summary>
    public static string Pace(TrainingEvent happened, Trainer trainer) => trainer.Carries
        ? string.Create(CultureInfo.InvariantCulture, $"{happened.StepsPerSecond:N0} steps/s")
        : string.Create(CultureInfo.InvariantCulture, $"{happened.SequencesPerSecond:N0} sequences/s");
}
