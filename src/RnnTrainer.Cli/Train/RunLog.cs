using RnnTrainer.Training;
using Serilog;
using Serilog.Core;
using Serilog.Formatting.Compact;

namespace RnnTrainer.Cli;

/// <summary><c>log.clef</c> of a run, in compact JSON.</summary>
static class RunLog
{
    public static Logger Open(string path)
    {
        var log = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.File(new CompactJsonFormatter(), path).CreateLogger();
        log.Information("rnn {Version} begins or resumes a run", Product.Version);
        return log;
    }

    public static void Write(Logger log, TimedEvent timed)
    {
        switch (timed.Event)
        {
            case StepRefused e:
                log.Warning("Step refused: {Divergence}", e.Divergence.ToString());
                break;
            case EpochTrained e:
                log.Information(
                    "Epoch {Epoch}: loss {Loss}, validation loss {ValidationLoss}, gradient norm {GradientNorm}, {Seconds} s",
                    e.Epoch, e.Loss, e.Validation?.Value("loss"), e.GradientNorm, timed.Seconds);
                break;
        }
    }
}
