// Trains a config with several settings and ranks them by validation scores, as `rnn sweep CONFIG --grid … --out DIR` does.
using RnnTrainer.Training;
using static System.FormattableString;

var sweep = Sweep.Begin(args[0], new SweepOptions
{
    Keys = [SweepKey.Of("model.hidden", "4", "8"), SweepKey.Of("training.learning_rate", "0.05", "0.2")],
    Folder = args[1],
    Training = new TrainingOptions { Sets = ["training.epochs=3", "data.split={validation: 0.2}"] },
});
foreach (var happened in sweep.Events())
{
    if (happened is RunTrained trained)
    {
        Console.WriteLine($"{trained.Number} of {trained.Runs}: {trained.Run.Setting.Name}");
    }
}

var best = sweep.Ranking[0];
Console.WriteLine(Invariant($"{best.Path}: validation {sweep.Metric} {best.Score(sweep.Metric):0.0000}"));
