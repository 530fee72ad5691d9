using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Tests.Training;

public sealed class IndependentTrainingTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.0, "100")]
    [InlineData(0.8, "0.3")]
    public void The_command_line_ends_at_the_weights_of_plain_loops(double momentum, string clip)
    {
        var (H, K, C, B, epochs, rate) = (6, 2, 2, 8, 4, 0.2);
        var plain = new PlainUgrnn(H, K, C);
        WriteInit(plain, H, K, C);
        var config = TinySet.Write(_folder);
        var run = Rnn.Run(
            "train", config, "--out", _folder.File("run"), "--quiet",
            "--set", "data.normalize=none", "--set", "training.shuffle=false", "--set", $"model.init={_folder.File("init.safetensors")}",
            "--set", $"training.epochs={epochs}", "--set", string.Create(CultureInfo.InvariantCulture, $"training.learning_rate={rate}"),
            "--set", string.Create(CultureInfo.InvariantCulture, $"training.momentum={momentum}"), "--set", $"training.clip={clip}");
        Assert.Equal((0, ""), (run.Exit, run.Error));

        var examples = Examples();
        Assert.True(examples.Select(e => e.X.Length).Distinct().Count() > 3 && examples.Count % B != 0);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var batch in examples.Chunk(B))
            {
                plain.Step(batch, rate, momentum, double.Parse(clip, CultureInfo.InvariantCulture));
            }
        }

        var trained = Checkpoint.Read(_folder.File("run/checkpoints/last.safetensors")).Parameters;
        Assert.Equal(plain.Weights.Keys.Order(StringComparer.Ordinal), trained.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.All(trained, t => Assert.All(
            t.ToDoubles().Zip(plain.Weights[t.Name]),
            pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-10)));
    }

    void WriteInit(PlainUgrnn plain, int H, int K, int C)
    {
        var shapes = new Dictionary<string, long[]>
        {
            ["layer0.WhR"] = [H, H],
            ["layer0.WxR"] = [H, K],
            ["layer0.BR"] = [H],
            ["layer0.WhG"] = [H, H],
            ["layer0.WxG"] = [H, K],
            ["layer0.BG"] = [H],
            ["head.W"] = [C, H],
            ["head.B"] = [C],
        };
        foreach (var (name, values) in plain.Weights)
        {
            var random = new RandomStream(5, name, 0);
            for (var n = 0; n < values.Length; n++)
            {
                values[n] = random.NextDouble() - 0.5;
            }
        }

        var tensors = plain.Weights.Select(w => new SafeTensor(w.Key, shapes[w.Key], w.Value)).ToList();
        SafeTensorsWriter.Write(_folder.File("init.safetensors"), new SafeTensors(new Dictionary<string, string>(), tensors));
    }

    // Read by hand, so that a mistake of the CSV reader would show as well.
    List<(double[][] X, int Y)> Examples() =>
    [
        .. File.ReadLines(_folder.File("train.csv")).Skip(1).Select(l => l.Split(',')).GroupBy(c => c[0]).Select(rows => (
            rows.Select(c => new[] { double.Parse(c[2], CultureInfo.InvariantCulture), double.Parse(c[3], CultureInfo.InvariantCulture) })
            .ToArray(),
            rows.First()[4] == "up" ? 1 : 0)),
    ];
}
