using System.Globalization;
using RnnTrainer.Training;
using Spectre.Console;

namespace RnnTrainer.Cli;

/// <summary>Shows training as it goes on: a bar on a terminal, a line per epoch in a pipe, nothing if quiet.</summary>
static class Display
{
    /// <summary>Pulls the events until they end or <paramref name="goOn"/> says no.</summary>
    public static void Watch(Session session, Trainer trainer, int epochs, IEnumerable<TimedEvent> events, Func<TimedEvent, bool> goOn)
    {
        if (session.IsTerminal && !session.Quiet)
        {
            Bar(session, trainer, epochs, events, goOn);
            return;
        }

        foreach (var timed in events)
        {
            if (timed.Event is EpochTrained epoch)
            {
                session.Say(Line(epoch, epochs, timed));
            }

            if (!goOn(timed))
            {
                break;
            }
        }
    }

    static void Bar(Session session, Trainer trainer, int epochs, IEnumerable<TimedEvent> events, Func<TimedEvent, bool> goOn)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(session.Error) });
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var bar = context.AddTask("training", maxValue: (double)epochs * trainer.Steps);
                bar.Value = trainer.Progress.Step;
                foreach (var timed in events)
                {
                    bar.Value = trainer.Progress.Step;
                    if (timed.Event is EpochTrained epoch)
                    {
                        bar.Description = Markup.Escape(Line(epoch, epochs, timed));
                    }

                    if (!goOn(timed))
                    {
                        return;
                    }
                }

                bar.Value = bar.MaxValue;
            });
    }

    static string Line(EpochTrained epoch, int epochs, TimedEvent timed)
    {
        var validation = epoch.Validation is null ? ""
            : string.Concat(epoch.Validation.Take(2).Select(s => string.Create(CultureInfo.InvariantCulture, $"  validation {s.Metric} {s.Value:0.0000}")));
        return string.Create(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch}/{epochs}  loss {epoch.Loss:0.0000}{validation}  {timed.SequencesPerSecond:N0} sequences/s");
    }
}
