using System.Diagnostics;
using MathNet.Numerics.Statistics;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Kernels;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Bench;

/// <summary>Times a training step or inference (softmax cross-entropy on the last state through the head) against the sequence
/// length.</summary>
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
        _peak = new Peak(_model.Precision, _model.Group);
    }

    /// <summary>The cores that the model uses.</summary>
    public int Threads => _model.Threads;

    /// <summary>Operations of the matrix products of one pass over sequences of T steps, see <see cref="OperationCount"/>.</summary>
    public double Operations(int T) => OperationCount.Of(
        _model.Cell, _model.Layers, _options.Input, _options.Hidden, _options.Classes, _options.Batch, T, _options.Trains);

    /// <summary>Measures each length when it is asked for.</summary>
    public IEnumerable<BenchPoint> Points() => _options.Lengths.Select(Measure);

    /// <summary>Times one more pass over sequences of T steps whenever it is asked to, in milliseconds, and says how many workers shared
    /// it; without end.</summary>
    public IEnumerable<(double Milliseconds, int Workers)> Passes(int T)
    {
        using var graph = Graph(Steps(T), T);
        graph.Load(Example(T), new DropoutStream(1, 0));
        while (true)
        {
            yield return (Pass(graph).Total, graph.Workers);
        }
    }

    public void Dispose() => _model.Dispose();

    BenchPoint Measure(int T)
    {
        var begin = _time.GetTimestamp();
        var steps = Steps(T);
        using var graph = Graph(steps, T);
        graph.Load(Example(T), new DropoutStream(1, 0));
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
            process.PeakWorkingSet64 / 1048576.0)
        { Steps = steps };
    }

    StepMemory Steps(int T) =>
        StepMemory.Of(_model, new SequenceShape(_options.Batch, T, _options.Trains, HasGaps: false), _model.Memory);

    ScanGraph Graph(StepMemory steps, int T) =>
        new(_model, _options.Batch, T, _model.Group, _options.Trains, segments: steps.Size);

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
        if (_options.Trains)
        {
            _gradients.Clear();
        }

        var cleared = Milliseconds(start);
        start = _time.GetTimestamp();
        graph.Forward();
        var forward = Milliseconds(start);
        if (!_options.Trains)
        {
            return new Lap(forward, 0, 0);
        }

        var middle = _time.GetTimestamp();
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
            $"{n}", T, [.. Enumerable.Range(0, T * _options.Input).Select(_ => (2 * random.NextDouble()) - 1)],
            $"{random.Next(_options.Classes)}", null))]);
    }

    /// <summary>What the longest of the lengths would take, as far as it is known before.</summary>
    public static MemoryEstimate Memory(BenchOptions options)
    {
        var longest = options.Lengths.Max();
        var (config, schema) = Settings(options);
        return MemoryEstimate.Of(
            ModelPlan.Of(config, schema), [longest], options.Batch, (long)(8.0 * options.Batch * longest * options.Input));
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
            Model = (
                options.Model
                ?? new ModelConfig()) with
            {
                Cell = options.Cell,
                Constants = options.Constants,
                Hidden = options.Hidden,
                Layers = options.Layers
            },
            Training = new TrainingConfig
            {
                Threads = options.Threads,
                LearningRate = 0.01,
                Batch = options.Batch,
                Memory = options.Memory,
            },
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

/// <summary>
/// Operations of the matrix products of one pass, a multiply and an add as two. Every matrix of a cell costs 2 J M for each row forward; in
/// training its own
/// gradient costs as much again, and so does the gradient of what it multiplies, the input apart. With g gate blocks of a matrix for the
/// state and one for the input that is B (2 T g H (D + H) + 2 H C) for inference and B (2 T g H (2 D + 3 H) + 6 H C) for training.
/// </summary>
static class OperationCount
{
    /// <param name="layers">The weights of each layer; upper layers have the states below as their input, those of both directions where
    /// there are two.</param>
    /// <param name="inputs">D, the inputs of the lowest layer.</param>
    public static double Of(ICell cell, IReadOnlyList<Layer> layers, int inputs, int hidden, int classes, int batch, int steps, bool trains)
    {
        var ways = layers[0].Reverse is null ? 1 : 2;
        var perRow = layers.Select((_, l) => ways * PerRow(cell, l == 0 ? inputs : ways * hidden, hidden, trains)).Sum();
        return batch * ((steps * perRow) + ((trains ? 6.0 : 2.0) * ways * hidden * classes));
    }

    static double PerRow(ICell cell, int K, int J, bool trains)
    {
        var step = CellStep.Trace(cell, Precision.Float64, new CellSizes(B: 1, J: J, K: K));
        using var graph = step.Graph;
        var ofInput = graph.Statements.Where(s => s.References.Any(r => ReferenceEquals(r.Tensor, step.X.Value)))
            .SelectMany(s => s.References).Select(r => r.Tensor).ToHashSet();
        return step.Phi.Parameters.Where(p => p.Shape.Count >= 2)
            .Sum(p => 2.0 * p.Value.Length * (!trains ? 1 : ofInput.Contains(p.Value) ? 2 : 3));
    }
}
