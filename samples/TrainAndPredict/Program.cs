// Trains a config and predicts new sequences, as `rnn train CONFIG --out RUN` and `rnn predict RUN --data CSV` do.
using RnnTrainer.Training;
using static System.FormattableString;

string run;
using (var training = TrainingRun.Begin(args[0], new TrainingOptions { Folder = args[1] }))
{
    run = training.Folder; // args[1], or args[1]-2 if there is a run in args[1]
    foreach (var happened in training.Events())
    {
        if (happened is EpochTrained epoch)
        {
            Console.WriteLine(Invariant($"epoch {epoch.Epoch}: loss {epoch.Loss:0.0000}"));
        }
    }

    foreach (var part in training.Score())
    {
        Console.WriteLine(part);
    }
}

using var model = TrainedModel.Load(run);
foreach (var prediction in model.Predict(args[2]).Take(3))
{
    Console.WriteLine(Invariant($"{prediction.Sequence}: {prediction.Class}, p {prediction.Probabilities.Max():0.0000}"));
}

// The same from numbers: a row for each step, with the columns model.Inputs in the units of the training file.
double[][] steps = [.. Enumerable.Range(0, 8).Select(t => model.Inputs.Select(column => 0.5 * t).ToArray())];
Console.WriteLine($"of {string.Join(", ", model.Classes)}: {model.Predict(steps)[0].Class}");
