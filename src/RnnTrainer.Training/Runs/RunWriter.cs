using System.Text.Json.Nodes;

namespace RnnTrainer.Training;

/// <summary>Writes a run's checkpoints and metrics as its training passes by.</summary>
public static class RunWriter
{
    /// <summary>
    /// Hands on what the trainer yields, after the files that belong to it are written: at an epoch's end the best checkpoint if it is one, the line of
    /// <c>metrics.jsonl</c> and the last checkpoint; within an epoch the last checkpoint, every so many steps or minutes.
    /// </summary>
    public static IEnumerable<TimedEvent> Train(this RunDirectory run, Trainer trainer, TrainingConfig config, TimeProvider time)
    {
        var checkpoints = new RunCheckpoints(run, config.Keep);
        var (begin, saved, sequences, steps) = (time.GetTimestamp(), time.GetTimestamp(), 0L, 0L);
        foreach (var happened in trainer.Run())
        {
            var seconds = time.GetElapsedTime(begin).TotalSeconds;
            if (happened is StepTaken step)
            {
                (sequences, steps) = (sequences + step.Sequences, steps + step.TimeSteps);
                if (config.CheckpointEvery is { } every && step.Step < step.Steps && every.IsDue(step.Step, time.GetElapsedTime(saved)))
                {
                    checkpoints.Write(trainer.Checkpoint());
                    saved = time.GetTimestamp();
                }
            }

            var timed = new TimedEvent(happened, seconds, seconds > 0 ? sequences / seconds : 0, seconds > 0 ? steps / seconds : 0, trainer.Carries);
            if (happened is EpochTrained epoch)
            {
                WriteEpoch(run, checkpoints, trainer.Checkpoint(), epoch, timed);
                (begin, saved, sequences, steps) = (time.GetTimestamp(), time.GetTimestamp(), 0, 0);
            }

            yield return timed;
        }
    }

    // The last checkpoint comes last: whatever it says is done is on the device before it.
    static void WriteEpoch(RunDirectory run, RunCheckpoints checkpoints, Checkpoint checkpoint, EpochTrained epoch, TimedEvent timed)
    {
        if (epoch.IsBest)
        {
            checkpoints.WriteBest(checkpoint);
        }

        MetricsLog.Append(run.Metrics, timed.Line()!, run.Disk);
        checkpoints.Write(checkpoint);
    }
}

/// <summary>An event of training and the time of its epoch so far.</summary>
/// <param name="IsCut">Whether sequences are trained piece by piece: then a sequence may last for the whole epoch, and only its steps tell how fast it goes.</param>
public sealed record TimedEvent(TrainingEvent Event, double Seconds, double SequencesPerSecond, double StepsPerSecond, bool IsCut)
{
    /// <summary>How fast it goes, for a reader.</summary>
    public string Pace => IsCut ? FormattableString.Invariant($"{StepsPerSecond:N0} steps/s") : FormattableString.Invariant($"{SequencesPerSecond:N0} sequences/s");

    /// <summary>The line of <c>metrics.jsonl</c> for an epoch; null: it is none.</summary>
    public JsonObject? Line()
    {
        if (Event is not EpochTrained epoch)
        {
            return null;
        }

        var line = new JsonObject { ["epoch"] = epoch.Epoch, ["step"] = epoch.Step, ["train/loss"] = epoch.Loss };
        foreach (var score in epoch.Validation ?? [])
        {
            line[$"validation/{score.Metric}"] = double.IsFinite(score.Value) ? score.Value : null;
        }

        line["learning_rate"] = epoch.LearningRate;
        line["grad_norm"] = epoch.GradientNorm;
        line["seconds"] = Seconds;
        line["sequences_per_second"] = SequencesPerSecond;
        line["steps_per_second"] = StepsPerSecond;
        return line;
    }
}
