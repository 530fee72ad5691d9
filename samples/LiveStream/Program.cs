// Pushes the time steps of a sequence one by one, saves the state, and continues from it: `rnn predict RUN --follow --state FILE`.
using RnnTrainer.Training;
using static System.FormattableString;

using var model = RnnPredictor.Load(args[0]); // for any number of threads

// A row for each time step, with the columns model.Inputs in the units of the training file.
double[][] rows = [.. Enumerable.Range(0, 8).Select(t => model.Inputs.Select(column => 0.5 * t).ToArray())];

byte[] state;
using (var stream = model.Open())
{
    foreach (var row in rows[..5])
    {
        Print(stream.Push(row)); // the output of the sequence so far
    }

    state = stream.Save();
}

using var later = model.Open(); // in another process, or tomorrow
later.Restore(state);
foreach (var row in rows[5..])
{
    Print(later.Push(row));
}

static void Print(StepOutput output) =>
    Console.WriteLine(Invariant($"step {output.Step}: {output.Label}, p {output.Probabilities.ToArray().Max():0.0000}"));
