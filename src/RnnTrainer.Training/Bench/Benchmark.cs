using System.Diagnostics;
using MathNet.Numerics.Statistics;
using RnnTrainer.Autodiff.Kernels;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Learning;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Training.Bench;

/// <summary>Times a training step or inference (softmax cross-entropy on the last state through the head) against the sequence length.</summary>
sealed class Benchmark : IDisposable
{
    const int FewestRuns = 3;
    const int PeakSamples = 15;
    const int PeakEvery = 8;

    readonly BenchOptions _options;
    readonly TimeProvider _time;
    readonly Model _model;
    readonly Gradients _gradients;
    readonly MomentumSgd _sgd;
    readonly Peak _peak;

    public Benchmark(BenchOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _model = Make(options);
        _gradients = new Gradients(_model.Parameters);
        _sgd = new MomentumSgd(_model.Parameters, _model.Config.Training);
        _peak = new Peak(_model.Precision, _model.Team);
    }

    /// <summary>The cores that the model uses.</summary>
    public int Threads => _model.Threads;

    /// <summary>Operations of the matrix products of one pass over sequences of T steps, see <see cref="OperationCount"/>.</summary>
    public double Operations(int T) => OperationCount.Of(
        _model.Cell, _model.Layers, _options.Input, _options.Hidden, _options.Classes, _options.Batch, T, _options.Trains);

    /// <summary>Measures each length when it is asked for.</summary>
    public IEnumerable<BenchPoint> Points() => _options.Lengths.Select(Measure);

    /// <summary>Times one more pass over sequences of T steps whenever it is asked to, in milliseconds, and says how many workers shared it; without end.</summary>
    public IEnumerable<(double Milliseconds, int Workers)> Passes(int T)
    {
        using var graph = new ScanGraph(_model, _options.Batch, T, _model.Team, _options.Trains);
        graph.Load(Example(T), new Noise(1, 0));
        while (true)
        {
            yield return (Pass(graph).Total, graph.Workers);
        }
    }

    public void Dispose() => _model.Dispose();

    BenchPoint Measure(int T)
    {
        var begin = _time.GetTimestamp();
        using var graph = new ScanGraph(_model, _options.Batch, T, _model.Team, _options.Trains);
        graph.Load(Example(T), new Noise(1, 0));
        Pass(graph);
        var build = Milliseconds(begin);
        for (var n = 0; n < _options.Warmup; n++)
        {
            Pass(graph);
        }

        var allocated = Allocated(graph);
        var (runs, peaks) = Time(graph);
        var median = runs.Select(r => r.Total).Median();
        using var process = Process.GetCurrentProcess();
        return new BenchPoint(
            T,
            graph.Workers,
            runs.Count,
            median,
            runs.Min(r => r.Total),
            runs.Select(r => r.Total).Quantile(0.9),
            build,
            runs.Select(r => r.Forward).Median(),
            runs.Select(r => r.Backward).Median(),
            runs.Select(r => r.Update).Median(),
            Operations(T) / median / 1e6,
            peaks.Median(),
            allocated,
            process.PeakWorkingSet64 / 1048576.0);
    }

    (List<Lap> Runs, List<double> Peaks) Time(ScanGraph graph)
    {
        var (runs, peaks) = (new List<Lap>(_options.Runs), new List<double>(_options.Runs));
        var begin = _time.GetTimestamp();
        while (runs.Count < FewestRuns || (runs.Count < _options.Runs && _time.GetElapsedTime(begin).TotalSeconds < _options.Seconds))
        {
            if (peaks.Count < PeakSamples || runs.Count % PeakEvery == 0)
            {
                peaks.Add(_peak.Measure());
            }

            runs.Add(Pass(graph));
        }

        return (runs, peaks);
    }

    Lap Pass(ScanGraph graph)
    {
        var start = _time.GetTimestamp();
        graph.Forward();
        var forward = Milliseconds(start);
        if (!_options.Trains)
        {
            return new Lap(forward, 0, 0);
        }

        var middle = _time.GetTimestamp();
        _gradients.Clear();
        var cleared = Milliseconds(middle);
        middle = _time.GetTimestamp();
        graph.Backward();
        var backward = Milliseconds(middle);
        middle = _time.GetTimestamp();
        var config = _model.Config.Training;
        _sgd.Step(1, config.LearningRate, _gradients.Clip(_gradients.Norm(), config));
        return new Lap(forward, backward, cleared + Milliseconds(middle));
    }

    long Allocated(ScanGraph graph)
    {
        const int Passes = 3;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var n = 0; n < Passes; n++)
        {
            Pass(graph);
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Passes;
    }

    double Milliseconds(long since) => _time.GetElapsedTime(since).TotalMilliseconds;

    Batch Example(int T)
    {
        var random = new RandomStream(1, "bench", T);
        return new Batch([.. Enumerable.Range(0, _options.Batch).Select(n => new Sequence(
            $"{n}", T, [.. Enumerable.Range(0, T * _options.Input).Select(_ => (2 * random.NextDouble()) - 1)], $"{random.Next(_options.Classes)}", null))]);
    }

    /// <summary>What the longest of the lengths would take, as far as it is known before.</summary>
    public static MemoryEstimate Memory(BenchOptions options)
    {
        var longest = options.Lengths.Max();
        var (config, schema) = Settings(options);
        return MemoryEstimate.Of(ModelPlan.Of(config, schema), [longest], options.Batch, (long)(8.0 * options.Batch * longest * options.Input));
    }

    static Model Make(BenchOptions options)
    {
        var (config, schema) = Settings(options);
        return new Model(config, schema);
    }

    static (Config Config, ModelSchema Schema) Settings(BenchOptions options)
    {
        var config = new Config
        {
            Task = TaskKind.Classify,
            Data = new DataConfig { Train = "" },
            Model = (options.Model ?? new ModelConfig()) with { Cell = options.Cell, Constants = options.Constants, Hidden = options.Hidden, Layers = options.Layers },
            Training = new TrainingConfig { Threads = options.Threads, LearningRate = 0.01, Batch = options.Batch },
        };
        var scaling = new Normalization(NormalizationKind.None, new double[options.Input], [.. Enumerable.Repeat(1.0, options.Input)]);
        string[] classes = [.. Enumerable.Range(0, options.Classes).Select(c => $"{c}").Order(StringComparer.Ordinal)];
        return (config, new ModelSchema([.. Enumerable.Range(0, options.Input).Select(k => $"x{k}")], ["y"], classes, scaling));
    }

    readonly record struct Lap(double Forward, double Backward, double Update)
    {
        public double Total => Forward + Backward + Update;
    }
}
