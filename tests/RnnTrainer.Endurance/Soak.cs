using System.Globalization;
using RnnTrainer.Tests;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Endurance;

/// <summary>A long training: the memory of its last quarter is not above that of its second, in which all that is made once has been
/// made.</summary>
static class Soak
{
    const double MostGrowth = 1.05;

    public static bool Run(int minutes)
    {
        using var folder = new TemporaryFolder();
        var config = TinySet.Write(folder);
        using var rnn = Rnns.Start(
            "train", config, "--quiet", "--threads", "1", "--out", folder.File("run"), "--set", "training.epochs=1000000000", "--set",
            "model.hidden=32", "--set", "training.bucket=true",
            "--set", "data.split={validation: 0.2}", "--set", "training.checkpoint_every=5", "--set", "training.learning_rate=0.001");
        var samples = new List<double>();
        var worked = TimeSpan.Zero;
        var end = DateTime.UtcNow.AddMinutes(minutes);
        while (DateTime.UtcNow < end && !rnn.Process.HasExited)
        {
            Thread.Sleep(5000);
            rnn.Process.Refresh();
            (var size, worked) = rnn.Process.HasExited ? (0, worked) : (rnn.Process.WorkingSet64, rnn.Process.TotalProcessorTime);
            samples.Add(size / 1e6);
        }

        rnn.Send("TERM");
        var exit = rnn.Wait();
        var quarter = samples.Count / 4;
        var (second, last) = (samples.Skip(quarter).Take(quarter).Average(), samples.TakeLast(quarter).Average());
        var epochs = File.ReadLines(folder.File("run/metrics.jsonl")).Count();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{minutes} minutes, {worked.TotalMinutes:0} of the processor, {epochs} epochs, {samples.Count} samples: {second:0} MB " +
                $"in the second quarter, {last:0} MB in the last, largest {samples.Max():0} MB; exit {exit} after SIGTERM"));
        return exit == 143 && last <= MostGrowth * second;
    }
}
