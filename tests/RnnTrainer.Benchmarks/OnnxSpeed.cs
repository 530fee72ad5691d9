using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Export.Onnx;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

/// <summary>One exported gru in ONNX Runtime on one thread, as its operator and as a Scan over the cell's statements, in turns:
/// medians.</summary>
static class OnnxSpeed
{
    const int T = 100, D = 16, H = 64, C = 10;
    const double Seconds = 4;

    public static void Print()
    {
        using var model = Make();
        using var operation = Session(OnnxFile.Of(model, "gru"));
        using var scan = Session(OnnxFile.Of(model, "scan"));
        Console.WriteLine("| (B,T,D,H,C) | operator ms | Scan ms | Scan / operator |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var B in new[] { 1, 32 })
        {
            var random = new RandomStream(1, "onnx", 0);
            using var x = OrtValue.CreateTensorValueFromMemory(
                Enumerable.Range(0, B * T * D).Select(_ => (float)random.NextDouble()).ToArray(), [B, T, D]);
            using var lengths = OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat((long)T, B).ToArray(), [B]);
            var (fast, slow) = Medians(() => Run(operation, x, lengths), () => Run(scan, x, lengths));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"| ({B},{T},{D},{H},{C}) | {fast:0.000} | {slow:0.000} | {slow / fast:0.0} |"));
        }
    }

    static Model Make()
    {
        string[] inputs = [.. Enumerable.Range(0, D).Select(k => $"x{k}")];
        var schema = new ModelSchema(
            inputs, ["y"], [.. Enumerable.Range(0, C).Select(c => $"{c}")],
            new Normalization(NormalizationKind.None, new double[D], [.. inputs.Select(_ => 1.0)]));
        return new Model(
            new Config
            {
                Task = TaskKind.Classify,
                Data = new DataConfig { Train = "" },
                Model = new ModelConfig { Cell = "gru", Hidden = H }
            }, schema);
    }

    static InferenceSession Session(byte[] file) =>
        new(file,
        new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR });

    static void Run(InferenceSession session, OrtValue x, OrtValue lengths)
    {
        using var options = new RunOptions();
        using var results = session.Run(options, ["x", "lengths"], [x, lengths], ["probabilities"]);
    }

    static (double First, double Second) Medians(Action first, Action second)
    {
        var (times, all) = (new List<double>[] { [], [] }, Stopwatch.StartNew());
        while (all.Elapsed.TotalSeconds < Seconds)
        {
            foreach (var (run, n) in new[] { (first, 0), (second, 1) })
            {
                var clock = Stopwatch.StartNew();
                run();
                times[n].Add(clock.Elapsed.TotalMilliseconds);
            }
        }

        return (Median(times[0]), Median(times[1]));
    }

    static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
