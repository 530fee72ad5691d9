using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Train;

/// <summary>The training of one of several runs of a command.</summary>
static class OneOfSeveral
{
    /// <summary>Trains to the end, and scores. False if it was interrupted.</summary>
    /// <param name="name">Of the run, for messages.</param>
    /// <param name="steps">The updates of all runs so far.</param>
    public static bool Train(Session session, string name, TrainingPlan plan, TrainingOptions options, ref long steps)
    {
        session.Log($"{name}: {string.Join(", ", plan.Data.Parts.Select(p => $"{p.Name} {p.Part.Count}"))}");
        using var training = TrainingRun.Begin(plan, options);
        try
        {
            Display.Watch(session, training.Trainer, TrainJob.Events(session, training, steps));
            steps += training.Trainer.Progress.Step;
            if (!training.IsDone)
            {
                training.Pause();
                return false;
            }

            session.Log($"{name}: {training.Score()[^1]}");
            return true;
        }
        catch (Exception e)
        {
            training.Fail(e);
            throw;
        }
    }
}
