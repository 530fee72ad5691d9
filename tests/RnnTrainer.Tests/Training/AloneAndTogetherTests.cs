using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Kernels.Simd;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;
using RnnTrainer.Tests.Cells;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Training;

/// <summary>Inference: the outputs of a sequence are the same bits alone, in a batch of any size with sequences of any length, with any
/// number of workers, and in pieces.</summary>
public sealed class AloneAndTogetherTests
{
    const int K = 3;
    const int Sequences = 17;
    static readonly int[] Sizes = [2, 3, 5, 8, 17];

    public static TheoryData<string> Cells => [.. CellLibrary.Names.Concat(Texts.All.Keys)];

    public static TheoryData<string, object, object> Shapes
    {
        get
        {
            var data = new TheoryData<string, object, object>();
            foreach (var cell in new[] { "ugrnn", "gru", "heads.cell" })
            {
                data.Add(cell, TaskKind.Tag, new ModelConfig { Hidden = 9, Layers = 2 });
                data.Add(cell, TaskKind.Language, new ModelConfig { Hidden = 12, Embedding = 5 });
                data.Add(cell, TaskKind.Multilabel, new ModelConfig { Hidden = 6, Bidirectional = true, Layers = 2, Residual = true });
                foreach (var readout in Enum.GetValues<ReadoutKind>())
                {
                    data.Add(cell, TaskKind.Classify, new ModelConfig { Hidden = 33, Readout = readout });
                    data.Add(
                        cell, TaskKind.Regress,
                        new ModelConfig
                        {
                            Hidden = 15,
                            Bidirectional = true,
                            Layers = 2,
                            Readout = readout,
                            InitialState = InitialState.Learned
                        });
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_gives_a_sequence_the_same_bits_in_every_batch(string cell)
    {
        AssertSame(cell, TaskKind.Regress, new ModelConfig { Hidden = 24 });
        AssertSame(cell, TaskKind.Regress, new ModelConfig { Hidden = 1 }, sets: 1);
        AssertSame(cell, TaskKind.Regress, new ModelConfig { Hidden = 136 }, sets: 1);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_task_readout_and_direction_gives_a_sequence_the_same_bits_in_every_batch(string cell, object task, object shape) =>
        AssertSame(cell, (TaskKind)task, (ModelConfig)shape);

    [Theory]
    [InlineData("ugrnn", 20)]
    [InlineData("lstm", 40)]
    [InlineData("gru", 70)]
    public void Many_inputs_and_outputs_give_a_sequence_the_same_bits_in_every_batch(string cell, int hidden)
    {
        AssertSame(cell, TaskKind.Classify, new ModelConfig { Hidden = hidden }, inputs: 37, outputs: 130);
        AssertSame(cell, TaskKind.Tag, new ModelConfig { Hidden = hidden }, inputs: 1, outputs: 2);
    }

    static void AssertSame(string cell, TaskKind task, ModelConfig shape, int inputs = K, int outputs = 4, int sets = 4)
    {
        shape = shape with { Hidden = new CellSizes(J: shape.Hidden).Fitting(Texts.Find(cell)).J };
        foreach (var precision in new[] { Precision.Float32, Precision.Float64 })
        {
            var supported = SimdSet.Supported(precision.ScalarType()).Take(sets).ToList();
            foreach (var set in supported)
            {
                AssertSame(set.Name, set == supported[0], new Case(cell, task, shape, precision, inputs, outputs));
            }
        }
    }

    /// <param name="shared">Whether with several workers too.</param>
    static void AssertSame(string set, bool shared, Case of)
    {
        using var one = of.Make(set, workers: 1);
        var sequences = of.Sequences(one);
        var alone = sequences.Select(s => Outputs(one, [s])[0]).ToList();
        Assert.All(alone, y => Assert.All(y, value => Assert.True(double.IsFinite(value))));
        var differing = new List<string>();
        foreach (var size in Sizes)
        {
            Compare($"{size} at once", Outputs(one, [.. sequences.Take(size)]));
        }

        Compare("the other way round", Outputs(one, [.. sequences.Reverse()]).Reverse());
        foreach (var workers in shared ? [2, 3, 8] : Array.Empty<int>())
        {
            using var many = of.Make(set, workers);
            Compare($"all at once, {workers} workers", Outputs(many, sequences));
            Compare($"alone, {workers} workers", Outputs(many, [sequences[0]]));
        }

        Compare("in pieces", OutputsInPieces(one, sequences, length: 4));
        Compare("step by step", OutputsInPieces(one, sequences, length: 1));
        Assert.True(differing.Count == 0, $"{set}, {of}: other bits {string.Join("; ", differing)}");

        void Compare(string how, IEnumerable<double[]> outputs)
        {
            var others = outputs.Zip(alone).SelectMany(p => p.First.Zip(p.Second))
                .Where(p => BitConverter.DoubleToInt64Bits(p.First) != BitConverter.DoubleToInt64Bits(p.Second)).ToList();
            if (others.Count > 0)
            {
                differing.Add($"{how} ({others.Max(p => Math.Abs(p.First - p.Second)):0.#e0})");
            }
        }
    }

    static double[][] Outputs(Model model, IReadOnlyList<Sequence> sequences)
    {
        var graph = model.Load(new Batch(sequences), trains: false);
        graph.Forward();
        return [.. sequences.Select((s, b) => Outputs(model, graph, s, b))];
    }

    /// <summary>Of a model that reads in one direction and answers from a state; of the others nothing.</summary>
    static IEnumerable<double[]> OutputsInPieces(Model model, IReadOnlyList<Sequence> sequences, int length)
    {
        var outputs = sequences.Select(_ => new List<double>()).ToArray();
        if (model.Config.Model is { Bidirectional: false, InitialState: InitialState.Zero }
            && (model.IsPerStep || model.Config.Model.Readout == ReadoutKind.Last))
        {
            var states = new HiddenStates();
            foreach (var piece in Chunk.Of(new Batch(sequences), length))
            {
                var graph = InferencePass.Read(model, piece, states);
                for (var b = 0; b < piece.Steps.Size; b++)
                {
                    if (!model.IsPerStep)
                    {
                        outputs[piece.Places[b]].Clear();
                    }

                    outputs[piece.Places[b]].AddRange(Outputs(model, graph, piece.Steps.Sequences[b], b, withLoss: false));
                }
            }
        }

        return outputs.Select(o => o.ToArray());
    }

    static double[] Outputs(Model model, ISequenceGraph graph, Sequence s, int b, bool withLoss = true) =>
        [.. Enumerable.Range(0, model.CountOutputs(s))
            .SelectMany(t => Enumerable.Range(0, model.Schema.Outputs).Select(c => graph.OutputOf(b, t, c))), .. withLoss
            ? new[] { graph.LossOf(b) } : []];

    sealed record Case(string Cell, TaskKind Task, ModelConfig Shape, Precision Precision, int Inputs, int Outputs)
    {
        public Model Make(string set, int workers)
        {
            var config = new Config
            {
                Task = Task,
                Data = new DataConfig { Train = "" },
                Model = Shape with { Cell = Cell },
                Training = new TrainingConfig { Precision = Precision, Threads = workers },
            };
            string[] classes = SequenceTask.Of(Task).Output == OutputKind.Class ? [.. Enumerable.Range(0, Outputs).Select(c => $"{c:000}")]
                : [];
            var encoding = Task == TaskKind.Language
                ? new InputEncoding(MissingPolicy.Error, [], [], [], [], "text", new Vocabulary(classes)) : null;
            var numbers = encoding is null ? Inputs : 0;
            var scaling = new Normalization(NormalizationKind.None, new double[numbers], [.. Enumerable.Repeat(1.0, numbers)]);
            var schema = new ModelSchema(
                [.. Enumerable.Range(0, numbers).Select(k => $"x{k}")], [.. Enumerable.Range(0, Outputs).Select(c => $"y{c}")], classes,
                scaling, Encoding: encoding);
            var model = new Model(
                config, schema, Texts.All.GetValueOrDefault(Cell), new WorkerGroup(workers, isEager: true), scalar =>
                    SimdSet.Named(set, scalar));
            var random = new RandomStream(1, "weights", 0);
            foreach (var parameter in model.Parameters)
            {
                var scale = 1 / Math.Sqrt(parameter.Value.Shape.LastOrDefault(1));
                parameter.Value.Assign(
                    [.. Enumerable.Range(0, parameter.Value.Length).Select(_ => scale * ((2 * random.NextDouble()) - 1))]);
            }

            return model;
        }

        public Sequence[] Sequences(Model model)
        {
            var random = new RandomStream(2, "sequences", 0);
            return [.. Enumerable.Range(0, AloneAndTogetherTests.Sequences).Select(n => Of(n, n == 3 ? 41 : 1 + (n * n % 11)))];

            Sequence Of(int n, int T) => new($"{n}", T, Numbers(T * Inputs), "000", new double[Outputs])
            {
                StepLabels = [.. Enumerable.Repeat("001", T)],
                StepTargets = model.IsPerStep && model.Task.Output != OutputKind.Class ? new double[T * Outputs] : null,
                Symbols = model.Embedding is null ? null : [.. Enumerable.Range(0, T).Select(_ => random.Next(Outputs))],
            };

            double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        }
    }
}
