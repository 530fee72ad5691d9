using System.Diagnostics;
using RnnTrainer.Tests;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Tests.Training.Durability;

namespace RnnTrainer.Endurance;

/// <summary>How a training is ended.</summary>
enum Signal
{
    Kill,
    Term,
    Interrupt,
    Twice,
}

/// <summary>Trainings are ended at random moments, resumed, and compared with one that was left alone: checkpoints byte for byte, metrics number for number.</summary>
static class Kills
{
    static readonly string[][] Options =
    [
        ["training.momentum=0.9", "training.checkpoint_every=1", "training.keep=0"],
        ["training.momentum=0", "training.optimizer=adamw", "training.learning_rate=0.01", "training.schedule={kind: cosine, warmup: 9}", "training.precision=float32", "training.checkpoint_every=2"],
        ["training.momentum=0", "training.optimizer=rmsprop", "training.learning_rate=0.01", "training.schedule=plateau", "training.early_stopping={patience: 6}", "data.split={validation: 0.2}", "training.checkpoint_every=3", "training.keep=3"],
        ["model.layers=2", "model.dropout=0.2", "training.accumulate=2", "training.bucket=true", "training.checkpoint_every=1", "training.keep=2"],
    ];

    public static bool Run(int count, Signal[] signals)
    {
        using var folder = new TemporaryFolder();
        var config = TinySet.Write(folder);
        var random = new Random(1);
        var (tooLate, tooEarly, torn, same) = (0, 0, 0, 0);
        var wholes = Options.Select((_, n) => Whole(folder, config, n)).ToList();
        for (var n = 0; n < count;)
        {
            var (which, run) = (n % Options.Length, folder.File($"run-{n}"));
            var signal = signals[n / Options.Length % signals.Length];
            using (var rnn = Rnns.Start(Order(config, which, "--out", run)))
            {
                Thread.Sleep(wholes[which].Start + TimeSpan.FromSeconds(random.NextDouble() * wholes[which].Seconds));
                if (rnn.Process.HasExited)
                {
                    tooLate++;
                    Delete(run);
                    continue;
                }

                End(rnn, signal);
                rnn.Wait();
            }

            torn += Directory.Exists(run) ? Directory.GetFiles(run, "*.tmp", SearchOption.AllDirectories).Length : 0;
            if (!Directory.Exists(Path.Combine(run, "checkpoints")) || Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.safetensors").Length == 0)
            {
                tooEarly++;
                Delete(run);
                continue;
            }

            var (exit, error) = Rnns.Run(Order(config, which, "--resume", run));
            if (exit != 0 || !IsSame(wholes[which].Path, run))
            {
                Console.WriteLine($"run {n} ({string.Join(' ', Options[which])}), ended by {signal}, did not resume to the same bytes: exit {exit}\n{error}");
                return false;
            }

            same++;
            n++;
            Delete(run);
            if (n % 20 == 0)
            {
                Console.WriteLine($"{n} of {count} ended and resumed, all the same bytes");
            }
        }

        Console.WriteLine($"{same} trainings were ended ({string.Join(", ", signals)}) and resumed, all to the same bytes; {torn} half-written temporary files lay about. Not counted: {tooEarly} ended before their first checkpoint, {tooLate} were done already");
        return same == count;
    }

    // How long one takes from its first checkpoint on, and how long before it.
    static (string Path, TimeSpan Start, double Seconds) Whole(TemporaryFolder folder, string config, int which)
    {
        var (path, watch) = (folder.File($"whole-{which}"), Stopwatch.StartNew());
        using var rnn = Rnns.Start(Order(config, which, "--out", path));
        while (!File.Exists(Path.Combine(path, "checkpoints", "last.safetensors")) && !rnn.Process.HasExited)
        {
            Thread.Sleep(1);
        }

        var start = watch.Elapsed;
        return rnn.Wait() == 0 ? (path, start * 0.9, (watch.Elapsed - start).TotalSeconds * 1.1) : throw new InvalidOperationException(rnn.Error);
    }

    static string[] Order(string config, int which, params string[] more) =>
        ["train", config, "--quiet", "--threads", "1", "--set", "training.epochs=25", .. Options[which].SelectMany(o => new[] { "--set", o }), .. more];

    static void End(Rnns rnn, Signal signal)
    {
        switch (signal)
        {
            case Signal.Kill:
                rnn.Process.Kill();
                break;
            case Signal.Term:
                rnn.Send("TERM");
                break;
            default:
                rnn.Send("INT");
                if (signal == Signal.Twice)
                {
                    rnn.Send("INT");
                }

                break;
        }
    }

    static bool IsSame(string whole, string run) =>
        new[] { "last", "best" }.All(which => File.ReadAllBytes(Path.Combine(whole, "checkpoints", $"{which}.safetensors")).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(run, "checkpoints", $"{which}.safetensors"))))
        && DiskFaultTests.Timeless(whole).SequenceEqual(DiskFaultTests.Timeless(run));

    static void Delete(string run)
    {
        if (Directory.Exists(run))
        {
            Directory.Delete(run, recursive: true);
        }
    }
}
