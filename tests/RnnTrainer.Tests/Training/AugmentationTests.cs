using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training.Augmenting;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Tests.Training;

public sealed class AugmentationTests : IDisposable
{
    const int Length = 11;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sequence_is_changed_by_seed_epoch_and_number_alone()
    {
        var all = new AugmentConfig { Noise = 0.1, Scale = 0.1, Warp = 0.2, Slice = 0.7 };
        var ready = Ramps(5);
        var once = Of(all).Of(ready, 3);
        Assert.Equal(once[4].Inputs, once[4].Inputs);
        Assert.Equal(once[4].Inputs, Of(all).Of(ready, 3)[4].Inputs);
        Assert.NotEqual(once[4].Inputs, once[3].Inputs);
        Assert.NotEqual(once[4].Inputs, Of(all).Of(ready, 4)[4].Inputs);
        Assert.NotEqual(once[4].Inputs, Of(all, seed: 2).Of(ready, 3)[4].Inputs);
        Assert.All(once, (s, n) => Assert.Equal(once.LengthOf(n), s.Length));
    }

    [Fact]
    public void Noise_is_normal_by_the_deviation_of_the_column_and_leaves_alone_what_is_no_number()
    {
        var changed = Of(new AugmentConfig { Noise = 0.1 }).Of(Ramps(2000), 1);
        var noise = Enumerable.Range(0, 2).Select(k => changed.SelectMany((s, n) => Differences(s, Ramp(n), k)).ToList()).ToList();
        AssertNormal(noise[0], 0, 0.1 * 2);
        AssertNormal(noise[1], 0, 0.1 * 3);
        Assert.Equal(0, Correlation(noise[0], noise[1]), 0.02);
        Assert.All(changed.Take(20), (s, n) => Assert.Equal(Ramp(n).Column(2), s.Column(2)));
    }

    [Fact]
    public void A_factor_is_one_number_for_each_column_of_a_sequence_around_one()
    {
        var changed = Of(new AugmentConfig { Scale = 0.2 }).Of(Ramps(5000), 1);
        var factors = Enumerable.Range(0, 2).Select(k => changed.Select((s, n) => Factor(s, Ramp(n), k)).ToList()).ToList();
        AssertNormal(factors[0], 1, 0.2);
        AssertNormal(factors[1], 1, 0.2);
        Assert.Equal(0, Correlation(factors[0], factors[1]), 0.05);
        Assert.All(changed.Take(20), (s, n) => Assert.Equal(Ramp(n).Column(2), s.Column(2)));

        static double Factor(Sequence changed, Sequence plain, int k)
        {
            var ratios = changed.Column(k).Zip(plain.Column(k), (a, b) => a / b).ToList();
            Assert.All(ratios, r => Assert.Equal(ratios[0], r, 1e-12));
            return ratios[0];
        }
    }

    [Fact]
    public void A_warp_runs_from_the_first_to_the_last_step_without_turning_and_at_the_stated_speeds()
    {
        var config = new AugmentConfig { Warp = 0.1 };
        var changed = Of(config).Of(Ramps(1000), 1);
        var moved = 0;
        foreach (var (s, n) in changed.Select((s, n) => (s, n)))
        {
            // The first column is the number of the step, so that it shows where a step is from.
            double[] places = [.. s.Column(0).Select(x => x - Ramp(n).Inputs[0])];
            Assert.Equal((0.0, Length - 1.0, Length), (places[0], places[^1], s.Length));
            double[] speeds = [.. places.Zip(places.Skip(1), (a, b) => b - a)];
            Assert.All(speeds, v => Assert.InRange(v, 0.4, 1.8));
            moved += speeds.Any(v => Math.Abs(v - 1) > 0.02) ? 1 : 0;
            Assert.Equal(places.Select(p => (double)((int)Math.Round(p) % 2)), s.Column(2));
            Assert.Equal(places.Select(p => (int)Math.Round(p)).SelectMany(t => new[] { t, 100 + t }), s.Symbols!);
        }

        Assert.True(moved > 900, $"{moved} of 1000 are warped");
    }

    [Fact]
    public void A_slice_is_a_run_of_steps_from_anywhere_with_the_targets_of_its_steps()
    {
        var changed = Of(new AugmentConfig { Slice = 0.6 }).Of(Ramps(500), 1);
        var starts = new HashSet<int>();
        foreach (var (s, n) in changed.Select((s, n) => (s, n)))
        {
            var start = (int)(s.Inputs[0] - Ramp(n).Inputs[0]);
            starts.Add(start);
            var part = Ramp(n).Slice(start, 7); // 0.6 · 11 = 6.6
            Assert.Equal(part.Inputs, s.Inputs);
            Assert.Equal(part.StepTargets!, s.StepTargets!);
            Assert.Equal(part.Symbols!, s.Symbols!);
        }

        Assert.Equal(Enumerable.Range(0, 5), starts.Order());
    }

    [Fact]
    public void Chunks_of_a_changed_stream_are_parts_of_one_change()
    {
        var stream = Ramp(0, 40);
        var training = new TrainingConfig { Truncate = 4, Batch = 3, Seed = 1 };
        var config = new Config { Task = TaskKind.Tag, Data = new DataConfig { Train = "" }, Training = training };
        var augmentation = Of(new AugmentConfig { Noise = 0.1, Scale = 0.1 });
        var whole = Batches.OfStream(augmentation.Of([stream], 2)[0], 3);
        var chunks = new EpochPlan(config, [stream], augmentation).Steps(2).SelectMany(c => c).ToList();
        for (var b = 0; b < 3; b++)
        {
            Assert.Equal(
                whole.Sequences[b].Inputs,
                chunks.Where(c => c.Places.Contains(b)).SelectMany(c => c.Steps.Sequences[c.Places.ToList().IndexOf(b)].Inputs));
        }
    }

    [Theory]
    [InlineData("classify", "{noise: 0.05, scale: 0.1, warp: 0.2, slice: 0.8}")]
    [InlineData("tag", "{noise: 0.05, scale: 0.1, slice: 0.8}")]
    public void Threads_and_interruptions_do_not_change_it(string task, string augment)
    {
        var config = TinySet.Write(_folder);
        string[] sets = ["--set", $"training.augment={augment}", "--set", $"task={task}", "--set", "training.bucket=true"];
        Assert.Equal(0, Rnn.Run(["train", config, "--out", _folder.File("whole"), "--threads", "2", .. sets]).Exit);
        Assert.Equal(130, Rnn.RunAndStop(11, ["train", config, "--out", _folder.File("again"), "--threads", "1", .. sets]).Exit);
        Assert.Equal(0, Rnn.Run(["train", config, "--resume", _folder.File("again"), "--threads", "1", .. sets]).Exit);
        Assert.Equal(Last("whole"), Last("again"));
        Assert.Equal(0, Rnn.Run(["train", config, "--out", _folder.File("plain"), .. sets.Skip(2)]).Exit);
        Assert.NotEqual(Last("plain"), Last("whole"));

        byte[] Last(string run) => File.ReadAllBytes(_folder.File($"{run}/checkpoints/last.safetensors"));
    }

    [Fact]
    public void Scores_are_those_of_unchanged_sequences()
    {
        var run = Rnn.Run(
            "train", TinySet.Write(_folder), "--out", _folder.File("run"), "--json", "--set",
            "training.augment={noise: 1, scale: 1, warp: 1, slice: 0.5}");
        Assert.Equal(
            run.Json["metrics"]!["train"]!.ToJsonString(),
            Rnn.Run("eval", _folder.File("run"), "--data", _folder.File("train.csv"), "--json").Json["metrics"]!.ToJsonString());
    }

    [Theory]
    [InlineData("task=tag", "warp: 0.1", "training.augment.warp: every step has a target of its own")]
    [InlineData("task=tag training.truncate=3", "slice: 0.5", "training.augment.slice: sequences are cut into chunks")]
    [InlineData("task=forecast", "scale: 0.1", "training.augment.scale: the values ahead")]
    [InlineData("task=forecast", "slice: 0.9", "training.augment.slice: a window has to end")]
    [InlineData("task=classify", "slice: 0", "training.augment.slice")]
    [InlineData("task=classify", "jitter: 0.1", "jitter")]
    public void What_makes_no_sense_is_refused_by_its_key(string sets, string part, string message)
    {
        var run = Rnn.Run(
            ["config", "validate", TinySet.Write(_folder), .. sets.Split(' ').Append($"training.augment={{{part}}}")
                .SelectMany(s => new[] { "--set", s })]);
        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    static Augmentation Of(AugmentConfig config, int seed = 1) => new(seed, config, [2, 3, 0], [true, true, false]);

    static IReadOnlyList<Sequence> Ramps(int count) => [.. Enumerable.Range(0, count).Select(n => Ramp(n))];

    /// <summary>A number that counts the steps, one that does not rise, a category, and two symbols for each step.</summary>
    static Sequence Ramp(int n, int length = Length) => new(
        $"s{n}", length,
        Enumerable.Range(0, length).SelectMany(t => new[] { (16 * n) + 16.0 + t, (7 * t % 5) - 2.5, t % 2 }).ToArray(), null, null)
    {
        Symbols = [.. Enumerable.Range(0, length).SelectMany(t => new[] { t, 100 + t })],
        StepTargets = Enumerable.Range(0, length).Select(t => 1000.0 + t).ToArray(),
    };

    static IEnumerable<double> Differences(Sequence one, Sequence other, int k) => one.Column(k).Zip(other.Column(k), (a, b) => a - b);

    static void AssertNormal(IReadOnlyList<double> drawn, double mean, double deviation)
    {
        var (found, spread) = (drawn.Average(), Math.Sqrt(drawn.Average(x => Math.Pow(x - mean, 2))));
        Assert.Equal(mean, found, 5 * deviation / Math.Sqrt(drawn.Count));
        Assert.Equal(deviation, spread, 5 * deviation / Math.Sqrt(drawn.Count));
        var far = drawn.Count(x => Math.Abs(x - mean) > 2 * deviation) / (double)drawn.Count;
        Assert.Equal(0.0455, far, 0.015);
    }

    static double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var (x, y) = (a.Average(), b.Average());
        return a.Zip(b, (p, q) => (p - x) * (q - y)).Sum()
            / Math.Sqrt(a.Sum(p => (p - x) * (p - x)) * b.Sum(q => (q - y) * (q - y)));
    }
}
