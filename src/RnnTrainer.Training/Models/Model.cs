using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Models;

/// <summary>
/// Layers of one cell, then a linear head on the top layer's states: logits of the classes, or the target columns.
/// Parameters are <c>layer0.…</c>, <c>layer0.reverse.…</c>, <c>layer1.…</c>, <c>head.W</c> [C,H] and <c>head.B</c> [C]; 2H where layers
/// read in both directions.
/// </summary>
sealed class Model : IDisposable
{
    readonly SequenceGraphs _graphs = new();
    readonly Dictionary<string, int> _classes;
    readonly bool _ownsWeights = true;

    /// <summary>A model with the weights that its seed gives.</summary>
    /// <param name="cellText">The text of the cell where a checkpoint has it; null: the config says where the cell is.</param>
    /// <exception cref="ConfigException">There is no such cell, or a class weight for no class.</exception>
    /// <exception cref="CellException">The cell's file cannot be read, is not a cell, or its derivatives do not hold.</exception>
    /// <exception cref="RunException">Its weights take more memory than there is.</exception>
    public Model(Config config, ModelSchema schema, string? cellText = null)
        : this(config, schema, cellText, group: null)
    {
    }

    /// <param name="group">The threads that share the work, the model's own from now on; null: as many as the config says.</param>
    /// <param name="simd">The instruction set for a scalar type; null: the best of this machine.</param>
    internal Model(Config config, ModelSchema schema, string? cellText, WorkerGroup? group, Func<Type, SimdSet>? simd = null)
    {
        (Config, Schema) = (config, schema);
        Cell = CellChoice.Find(config.Model, cellText);
        ModelPlan.Of(config, schema, Cell).Require();
        var K = ModelPlan.InputsOf(config, schema);
        Embedding = schema.Symbols > 0 ? new Parameter("embedding.E", Precision, schema.Symbols, config.Model.Embedding) : null;
        Patches = ModelPlan.PatchesOf(config);
        NumbersOfStep = schema.Numbers.Count * (Patches?.Size ?? 1);
        var patch = Cells.Layers.Patch.Parameter(NumbersOfStep, K);
        Patch = Patches is null ? null : new Parameter($"patch.{patch.Name}", Precision, patch.Shape);
        Layers = [.. Enumerable.Range(0, config.Model.Layers).Select(l => Layer.Of(Cell, config, l == 0 ? K : Width, $"layer{l}"))];
        Heads = [.. Enumerable.Range(0, Patches?.OutputSteps ?? 1).Select(step => new Phi(
            Cells.Head.Parameters(Width, schema.HeadOutputs).Select(p => new Parameter(HeadName(step) + p.Name, Precision, p.Shape))))];
        Parameters = [
            .. Embedding is null ? Array.Empty<Parameter>() : [Embedding], .. Patch is null ? Array.Empty<Parameter>() : [Patch],
            .. Layers.SelectMany(p => p.Parameters), .. Heads.SelectMany(h => h.Parameters)];
        Inputs = K;
        _classes = schema.Classes.Select((name, c) => (name, c)).ToDictionary(p => p.name, p => p.c, StringComparer.Ordinal);
        ClassWeights = WeightsOf(config.Training.ClassWeights, schema, Task.Output == OutputKind.Binary);
        RequireDecision(config.Training.Decision, schema);
        Group = group ?? new WorkerGroup(config.Training.Threads == 0 ? Environment.ProcessorCount : config.Training.Threads);
        Compiler = new Compiler(simd, Group);
        Start();
    }

    /// <param name="of">The model whose weights it reads.</param>
    Model(Model of)
    {
        (Config, Schema, Cell, _classes, _ownsWeights) = (of.Config, of.Schema, of.Cell, of._classes, false);
        (Embedding, Patches, Patch, Layers, Heads, Parameters) = (of.Embedding, of.Patches, of.Patch, of.Layers, of.Heads, of.Parameters);
        (NumbersOfStep, Inputs, ClassWeights, Jobs) = (of.NumbersOfStep, of.Inputs, of.ClassWeights, of.Jobs);
        Group = new WorkerGroup(1);
        Compiler = of.Compiler.WithFixedWeights(Group);
    }

    /// <summary>What it was made from.</summary>
    public Config Config { get; }

    /// <summary>What it expects and outputs.</summary>
    public ModelSchema Schema { get; private set; }

    /// <summary>The equations of every layer.</summary>
    public ICell Cell { get; }

    /// <summary>The weights of each layer, the lowest first.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The vector of each symbol; null where no input is a symbol.</summary>
    public Parameter? Embedding { get; }

    /// <summary>The windows of steps that are the steps of the layers; null: the steps of the data are.</summary>
    public Patches? Patches { get; }

    /// <summary>The map from patches to the inputs of the lowest layer, <c>patch.W</c>; null where there are no patches.</summary>
    public Parameter? Patch { get; }

    /// <summary>Numbers that a step of the layers is given: those of a step, or of all steps of a patch.</summary>
    public int NumbersOfStep { get; }

    /// <summary>K, the inputs of the lowest layer: the vector of the symbols, then the numbers; or what the map of patches makes.</summary>
    public int Inputs { get; }

    /// <summary>Numbers that a layer hands on at each step: H, of both directions 2 H.</summary>
    public int Width => Config.Model.Bidirectional ? 2 * Config.Model.Hidden : Config.Model.Hidden;

    /// <summary>The weights of the read-out.</summary>
    public Phi Head => Heads[0];

    /// <summary>The read-outs of a step of the layers: that of a step of the data, or of each whose output its patch has, <c>head.W</c>,
    /// <c>head.1.W</c>, ….</summary>
    public IReadOnlyList<Phi> Heads { get; }

    /// <summary>All weights, in a fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The number of trained parameters.</summary>
    public long Size => Parameters.Sum(p => (long)p.Value.Length);

    /// <summary>The number type of weights and arithmetic.</summary>
    public Precision Precision => Config.Training.Precision;

    /// <summary>Compiles every graph of this model: code that was made for one serves the others.</summary>
    internal Compiler Compiler { get; }

    /// <summary>The most processor cores that a pass uses.</summary>
    public int Threads => Group.Workers;

    /// <summary>What it was trained for.</summary>
    internal SequenceTask Task => SequenceTask.Of(Config);

    /// <summary>w_c: the factor of the loss of an output, by its class, or of a label that is there; null: none.</summary>
    public IReadOnlyList<double>? ClassWeights { get; }

    /// <summary>Whether every step has an output, and not only the whole sequence.</summary>
    public bool IsPerStep => Config.IsPerStep();

    /// <summary>How many outputs a sequence has.</summary>
    internal int CountOutputs(Sequence sequence) => CountOutputs(sequence.Unpatched ?? sequence.Length);

    /// <summary>How many outputs a sequence of T = <paramref name="length"/> steps has.</summary>
    internal int CountOutputs(int length) => IsPerStep ? length : 1;

    /// <summary>How many outputs of sequences count: one that misses some of its targets counts for the share that it has.</summary>
    internal double CountKnown(IEnumerable<Sequence> sequences) =>
        sequences.Sum(s => IsPerStep || s.Target is not { } y ? CountOutputs(s) : (double)y.Count(n => !double.IsNaN(n)) / y.Length);

    /// <summary>The class number of a label; −1 if training never saw it.</summary>
    public int ClassOf(string? label) => label is null ? -1 : _classes.GetValueOrDefault(label, -1);

    /// <summary>Models that are trained at the same time and share the memory.</summary>
    internal int Jobs { get; init; } = 1;

    /// <summary>Bytes that may be kept of the steps of a batch.</summary>
    internal long Memory => Config.Training.Memory?.Bytes ?? AvailableMemory.ForSteps(Jobs);

    /// <summary>The threads that share the work of a batch.</summary>
    internal WorkerGroup Group { get; }

    /// <summary>A batch with the steps of the layers.</summary>
    internal Batch Patched(Batch batch) => Patches?.Of(batch) ?? batch;

    /// <summary>A graph for batches like this, loaded with this one.</summary>
    /// <param name="trains">Whether the backward pass will run.</param>
    /// <param name="dropout">What dropout is drawn from; without training there is none.</param>
    public ISequenceGraph Load(Batch batch, bool trains, DropoutStream? dropout = null)
    {
        batch = Patched(batch);
        var graph = _graphs.Of(
            SequenceShape.Of(batch, trains),
            shape => new ScanGraph(
                this, shape.B, shape.T, Group, shape.Trains, hasGaps: shape.HasGaps, segments: StepMemory.Of(this, shape, Memory).Size));
        graph.Load(batch, dropout);
        return graph;
    }

    /// <summary>A graph for chunks like this, loaded with this one, in the hidden states from which it continues.</summary>
    /// <param name="states">What the chunk before has left.</param>
    public ISequenceGraph Load(Chunk chunk, bool trains, HiddenStates states, DropoutStream? dropout = null)
    {
        var graph = Load(chunk.Steps, trains, dropout);
        states.Enter(graph, chunk);
        return graph;
    }

    /// <summary>
    /// The same model with graphs of its own, for another thread. It reads the weights of this one, which has to outlive it, and must not
    /// change them once the other has run.
    /// </summary>
    internal Model WithSameWeights() => new(this);

    public void Dispose()
    {
        _graphs.Dispose();
        Group.Dispose();
        foreach (var parameter in _ownsWeights ? Parameters : [])
        {
            parameter.Dispose();
        }
    }

    /// <summary>Sets how predictions follow from probabilities, and what is fitted after training with it.</summary>
    internal void Decide(ModelSchema schema) =>
        Schema = Schema with { Decision = schema.Decision, Temperature = schema.Temperature };

    static double[]? WeightsOf(ClassWeights? weights, ModelSchema schema, bool areLabels)
    {
        var names = areLabels ? schema.Target : schema.Classes;
        RequireLabels("training.class_weights", weights?.Factors?.Keys ?? [], names, areLabels);
        return areLabels ? weights?.OfLabels(names, schema.Naive!) : weights?.Of(names, schema.Naive!);
    }

    static void RequireDecision(DecisionRule? rule, ModelSchema schema)
    {
        RequireLabels("training.decision", rule?.Labels ?? [], schema.Classes, areLabels: false);
        if (rule?.Maximize is not null && schema.Classes.Count > 0 && schema.Classes.Count != 2)
        {
            throw new ConfigException(new Diagnostic(
                "training.decision", null, null, $"one threshold is that of two classes, and there are {schema.Classes.Count}",
                "write costs, {cost: {LABEL: {PREDICTION: NUMBER}}}"));
        }
    }

    static void RequireLabels(string key, IEnumerable<string> named, IReadOnlyList<string> known, bool areLabels)
    {
        if (named.FirstOrDefault(label => !known.Contains(label)) is { } unknown)
        {
            throw new ConfigException(new Diagnostic(
                key, null, null, areLabels ? $"no target column is '{unknown}'" : $"no training example has the label '{unknown}'",
                $"the labels are {string.Join(", ", known.Take(20))}"));
        }
    }

    static string HeadName(int step) => step == 0 ? "head." : $"head.{step}.";

    void Start()
    {
        var initializers = Layers.SelectMany(layer => layer.Initializers(Cell))
            .Concat(Heads.SelectMany((_, step) => Cells.Head.Parameters(1, 1).Select(p => (HeadName(step) + p.Name, p.Initializer))))
            .Append(("embedding.E", Cells.Initializer.Glorot))
            .Append(("patch.W", Cells.Layers.Patch.Parameter(1, 1).Initializer))
            .ToDictionary();
        foreach (var parameter in Parameters)
        {
            Initialization.Fill(parameter, initializers[parameter.Name], Config.Training.Seed);
        }
    }
}
