using System.Text.Json.Nodes;

namespace RnnTrainer.Training;

/// <summary>Writes a run's checkpoints and metrics as its training passes by.</summary>
public static class RunWriter
{
    /// <summary>
    /// Hands on what the trainer yields, after the files that belong to it are written: at an epoch's end the best checkpoint if it is one, the line of
    /// <c>metrics.jsonl</c> and the last checkpoint; within an epoch the last checkpoint, every so many steps.
    /// </summary>
    public static IEnumerable<TimedEvent> Train(this RunDirectory run, Trainer trainer, int? checkpointEvery, TimeProvider time)
    {
        var (begin, sequences) = (time.GetTimestamp(), 0L);
        foreach (var happened in trainer.Run())
        {
            var seconds = time.GetElapsedTime(begin).TotalSeconds;
            if (happened is StepTaken step)
            {
                sequences += step.Sequences;
                if (checkpointEvery is { } every && step.Step % every == 0 && step.Step < step.Steps)
                {
                    trainer.Checkpoint().Write(run.Last);
                }
            }

            var timed = new TimedEvent(happened, seconds, seconds > 0 ? sequences / seconds : 0);
            if (happened is EpochTrained epoch)
            {
                WriteEpoch(run, trainer, epoch, timed);
                (begin, sequences) = (time.GetTimestamp(), 0);
            }

            yield return timed;
        }
    }

    static void WriteEpoch(RunDirectory run, Trainer trainer, EpochTrained epoch, TimedEvent timed)
    {
        var checkpoint = trainer.Checkpoint();
        if (epoch.IsBest)
        {
            checkpoint.Write(run.Best);
        }

        MetricsLog.Append(run.Metrics, Line(epoch, timed));
        checkpoint.Write(run.Last);
    }

    static JsonObject Line(EpochTrained epoch, TimedEvent timed)
    {
        var line = new JsonObject { ["epoch"] = epoch.Epoch, ["step"] = epoch.Step, ["train/loss"] = epoch.Loss };
        foreach (var score in epoch.Validation ?? [])
        {
            line[$"validation/{score.Metric}"] = double.IsFinite(score.Value) ? score.Value : null;
        }

        line["learning_rate"] = epoch.LearningRate;
        line["grad_norm"] = epoch.GradientNorm;
        line["seconds"] = timed.Seconds;
        line["sequences_per_second"] = timed.SequencesPerSecond;
        return line;
    }
}

/// <summary>An event of training and the time of its epoch so far.</summary>
public sealed record TimedEvent(TrainingEvent Event, double Seconds, double SequencesPerSecond);
