using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Export.Onnx;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Streams;

/// <summary>The time of one step of a stream, and of ONNX Runtime that is called for each step and given its states, on one thread, in
/// turns: median and 99.9th percentile.</summary>
static class StreamSpeed
{
    const int D = 16, C = 10, Warmup = 2000, Steps = 20_000;

    public static void Print()
    {
        Console.WriteLine("| cell | H | rnn median µs | 99.9 % µs | ONNX Runtime median µs | 99.9 % µs |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var cell in new[] { "gru", "lstm" })
        {
            foreach (var H in new[] { 32, 64, 128 })
            {
                Print(cell, H);
            }
        }
    }

    static void Print(string cell, int H)
    {
        using var pool = new ModelPool(Make(cell, H));
        using var session = new InferenceSession(
            OnnxFile.Of(pool.Model, null, isStateful: true),
            new SessionOptions
            {
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            });
        using var stream = new PredictionStream(StreamPlan.Of([pool], null, () => [cell]));
        using var options = new RunOptions();
        double[] row = [.. Enumerable.Range(0, D).Select(k => Math.Sin(k))];
        using var x = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(row, v => (float)v), [1, 1, D]);
        using var lengths = OrtValue.CreateTensorValueFromMemory(new long[] { 1 }, [1]);
        string[] names = [.. pool.Model.Cell.States];
        List<OrtValue> states = [.. names.Select(_ => OrtValue.CreateTensorValueFromMemory(new float[H], [1, 1, H]))];
        string[] inputs = ["x", "lengths", .. names.Select(s => $"{s}0")], outputs = ["probabilities", .. names.Select(s => $"{s}n")];
        var (own, theirs) = (new List<double>(), new List<double>());
        for (var n = 0; n < Warmup + Steps; n++)
        {
            var start = Stopwatch.GetTimestamp();
            stream.Push(row);
            var middle = Stopwatch.GetTimestamp();
            var results = session.Run(options, inputs, [x, lengths, .. states], outputs);
            var end = Stopwatch.GetTimestamp();
            states.ForEach(s => s.Dispose());
            states = [.. results.Skip(1)];
            results[0].Dispose();
            if (n >= Warmup)
            {
                own.Add(Stopwatch.GetElapsedTime(start, middle).TotalMicroseconds);
                theirs.Add(Stopwatch.GetElapsedTime(middle, end).TotalMicroseconds);
            }
        }

        states.ForEach(s => s.Dispose());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {cell} | {H} | {At(own, 0.5):0.0} | {At(own, 0.999):0.0} | {At(theirs, 0.5):0.0} | {At(theirs, 0.999):0.0} |"));
    }

    static double At(List<double> times, double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));

    static Model Make(string cell, int H)
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
                Model = new ModelConfig { Cell = cell, Hidden = H },
            }, schema);
    }
}
