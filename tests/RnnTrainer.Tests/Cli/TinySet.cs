using System.Globalization;
using System.Text;
using RnnTrainer.Common;

namespace RnnTrainer.Tests.Cli;

/// <summary>A synthetic set that a small model learns in a second: is the first input, on average, rising or falling?</summary>
static class TinySet
{
    /// <summary>Sequences of 3 to 7 steps, two inputs, labels <c>up</c> and <c>down</c>, and the slope as a number.</summary>
    public static string Csv(int count, int seed, bool labelled = true)
    {
        var random = new RandomStream(seed, "tiny", 0);
        var text = new StringBuilder(labelled ? "seq,step,a,b,label,slope\n" : "seq,step,a,b\n");
        for (var n = 0; n < count; n++)
        {
            var (T, slope) = (3 + random.Next(5), (2 * random.NextDouble()) - 1);
            for (var t = 0; t < T; t++)
            {
                var (a, b) = ((slope * t) + (0.1 * random.NextDouble()), random.NextDouble());
                text.Append(CultureInfo.InvariantCulture, $"s{n},{t},{a:0.####},{b:0.####}");
                text.Append(
                    labelled ? string.Create(CultureInfo.InvariantCulture, $",{(slope > 0 ? "up" : "down")},{slope:0.####}\n") : "\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A config over <c>train.csv</c> and <c>test.csv</c>, both written beside it.</summary>
    public static string Write(TemporaryFolder folder, string task = "classify", string more = "")
    {
        folder.Write("train.csv", Csv(60, seed: 1));
        folder.Write("test.csv", Csv(30, seed: 2));
        var (target, inputs) = (task == "classify" ? "label" : "slope", "[a, b]");
        return folder.Write("tiny.yaml", $"""
            task: {task}
            data: {"{"}train: train.csv, test: test.csv, target: {target}, inputs: {inputs}{"}"}
            model: {"{"}hidden: 6{"}"}
            training:
              epochs: 6
              batch: 8
              momentum: 0.9
              precision: float64
              {more}

            """);
    }
}
