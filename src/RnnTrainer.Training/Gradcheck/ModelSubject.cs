using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Gradcheck;

/// <summary>A whole model over a small batch: every parameter, x and the initial states. The states begin at random, as zeros would hide
/// errors; dropout has a fixed mask.</summary>
/// <param name="model">In float64.</param>
/// <param name="ready">The batch, scaled.</param>
/// <param name="description">For the report.</param>
/// <param name="seed">Of the initial states.</param>
sealed class ModelSubject(Model model, IReadOnlyList<Sequence> ready, string description, int seed) : ICheckSubject
{
    const int MostSteps = 32;
    const double SecondsPerProduct = 0.2e-9;
    const double SecondsPerStep = 25e-6;

    readonly IReadOnlyList<Sequence> _ready = [.. ready.Select(s => Cut(s, MostSteps)).OrderByDescending(s => s.Length)];

    public string Description { get; } = description;

    public int? Length => _ready.Max(s => s.Length);

    public double Cost
    {
        get
        {
            var products = model.Layers.SelectMany(l => l.Parameters).Sum(p => (double)p.Value.Length);
            var scans = model.Layers.Sum(l => l.Reverse is null ? 1 : 2);
            return Length!.Value * ((products * _ready.Count * SecondsPerProduct) + (SecondsPerStep * scans));
        }
    }

    /// <summary>A cell of its own: small sizes, all different, sequences of unequal lengths, every weight random. A file is taken as it is,
    /// for the check to judge.</summary>
    public static ModelSubject OfCell(string cell, int seed)
    {
        var sizes = CellSizes.For(CellChoice.Find(new ModelConfig { Cell = cell }, CellChoice.TextOf(cell)));
        string[] classes = [.. Enumerable.Range(0, sizes.C).Select(c => $"{c}")];
        var config = new Config
        {
            Task = TaskKind.Classify,
            Data = new DataConfig { Train = "" },
            Model = new ModelConfig { Cell = cell, Hidden = sizes.J },
            Training = new TrainingConfig { Precision = Precision.Float64, Seed = seed, Threads = 1 },
        };
        var scaling = new Normalization(NormalizationKind.None, new double[sizes.K], [.. Enumerable.Repeat(1.0, sizes.K)]);
        var schema = new ModelSchema([.. Enumerable.Range(0, sizes.K).Select(k => $"x{k}")], ["y"], classes, scaling);
        var model = new Model(config, schema, CellChoice.TextOf(cell));
        foreach (var parameter in model.Parameters)
        {
            Fill(parameter.Value, seed);
        }

        int[] lengths = [6, 3, 5];
        var random = new RandomStream(seed, "gradcheck x", 0);
        var sequences = lengths.Select(
            (T, n) =>
                new Sequence($"{n}", T, [.. Enumerable.Range(0, T * sizes.K).Select(_ => Symmetric(random))], classes[(n * 2) + 1], null));
        return new ModelSubject(
            model, [.. sequences], $"{CellChoice.NameOf(cell)}, random weights, {lengths.Length} random sequences of 3 to 6 steps", seed);
    }

    public CheckedGraph Build(IExecutor executor, int? length = null, bool twice = false)
    {
        var repeat = twice ? 2 : 1;
        var batch = model.Patched(new Batch([.. _ready.SelectMany(s => Enumerable.Repeat(Cut(s, length ?? MostSteps), repeat))]));
        ISequenceGraph graph = executor is Compiler
            ? new ScanGraph(model, batch.Size, batch.MaxLength, model.Group, @checked: true, hasGaps: batch.HasGaps)
            : new SequenceGraph(model, batch, @checked: true, executor: executor);
        graph.Load(batch, new DropoutStream(0, 0, repeat));
        foreach (var state in graph.InitialStates)
        {
            Fill(state.Value, seed, repeat);
        }

        // Longest first is the order of the packed rows too.
        var lengths = new SequenceLengths([.. batch.Sequences.Select(s => s.Length)]);
        return new CheckedGraph(graph.Graph, graph.Loss,
        [
            .. model.Parameters.Select(CheckedGroup.Of),
            .. graph.Inputs.Count == 0 ? Array.Empty<CheckedGroup>()
                : [graph is ScanGraph ? CheckedGroup.Packed("x", graph.Inputs[0], lengths) : CheckedGroup.PerStep("x", graph.Inputs)],
            .. graph.InitialStates.Select(CheckedGroup.Of),
        ]);
    }

    public IReadOnlyList<Diagnostic> BackwardErrors() => CellCheck.BackwardErrors(model.Cell);

    public CheckedGraph BuildSteps(IExecutor executor)
    {
        var batch = model.Patched(new Batch(_ready));
        var graph = new SequenceGraph(model, batch, @checked: true, executor: executor, perturbed: true);
        graph.Load(batch, new DropoutStream(0, 0));
        foreach (var state in graph.InitialStates)
        {
            Fill(state.Value, seed);
        }

        var states = graph.Perturbations.Select(n => CheckedGroup.PerStep(n.State, n.Steps));
        return new CheckedGraph(
            graph.Graph, graph.Loss, [.. graph.Inputs.Count == 0 ? [] : new[] { CheckedGroup.PerStep("x", graph.Inputs) }, .. states]);
    }

    /// <summary>Uniform in ±½, by the tensor's name; each row <paramref name="repeat"/> times.</summary>
    internal static void Fill(Tensor tensor, int seed, int repeat = 1)
    {
        var random = new RandomStream(seed, $"gradcheck {tensor.Name}", 0);
        var width = tensor.Shape.Count > 0 ? tensor.Length / tensor.Shape[0] : 1;
        var rows = Enumerable.Range(0, tensor.Length / repeat).Select(_ => Symmetric(random) / 2).ToArray();
        for (var n = 0; n < tensor.Length; n++)
        {
            tensor.Set(n, rows[(n / width / repeat * width) + (n % width)]);
        }
    }

    static double Symmetric(RandomStream random) => (2 * random.NextDouble()) - 1;

    static Sequence Cut(Sequence sequence, int length) => sequence.Length <= length ? sequence : sequence.Slice(0, length);
}
