using RnnTrainer.Training;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace RnnTrainer.Cli;

/// <summary><c>log.clef</c> of a run, in compact JSON.</summary>
static class RunLog
{
    public static Logger Open(string path, TimeProvider time)
    {
        var log = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.File(new CompactJsonFormatter(), path).CreateLogger();
        Write(log, time, LogEventLevel.Information, null, "rnn {Version} begins or resumes a run", Product.Version);
        return log;
    }

    public static void Write(Logger log, TimeProvider time, TimedEvent timed)
    {
        switch (timed.Event)
        {
            case StepRefused e:
                Write(log, time, LogEventLevel.Warning, null, "Step refused: {Divergence}", e.Divergence.ToString());
                break;
            case EpochTrained e:
                Write(
                    log,
                    time,
                    LogEventLevel.Information,
                    null,
                    "Epoch {Epoch}: loss {Loss}, validation loss {ValidationLoss}, gradient norm {GradientNorm}, {Seconds} s",
                    e.Epoch,
                    e.Loss,
                    e.Validation?.Value("loss"),
                    e.GradientNorm,
                    timed.Seconds);
                break;
        }
    }

    public static void Ended(Logger log, TimeProvider time, Exception cause) => Write(log, time, LogEventLevel.Error, cause, "the run ended early");

    // The logger's own methods ask for the current activity, a type that draws a random number and so cannot be loaded without /dev/urandom.
    static void Write(Logger log, TimeProvider time, LogEventLevel level, Exception? exception, string template, params object?[] values)
    {
        if (log.BindMessageTemplate(template, values, out var parsed, out var properties))
            log.Write(new LogEvent(time.GetLocalNow(), level, exception, parsed, properties));
    }
}
