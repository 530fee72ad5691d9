using CsCheck;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Gradcheck;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Training;

/// <summary>What stands between cell and head: the fast form against the unrolled one, for every option, with ragged lengths and all sizes
/// different.</summary>
public sealed class LayersTests
{
    const int K = 3;
    const int H = 5;
    const int C = 4;
    static readonly int[] Lengths = [2, 6, 1, 4, 6, 3, 5];
    static readonly DropoutStream DropoutStream = new(Epoch: 3, Batch: 2);

    static readonly (string Name, TaskKind Task, ModelConfig Model)[] Options =
    [
        ("plain", TaskKind.Classify, new() { Layers = 2 }),
        ("learned state", TaskKind.Classify, new() { Layers = 2, InitialState = InitialState.Learned }),
        ("learned both ways", TaskKind.Classify, new() { Layers = 2, Bidirectional = true, InitialState = InitialState.Learned }),
        ("dropout", TaskKind.Classify, new() { Layers = 2, Dropout = 0.4, InputDropout = 0.3 }),
        ("dropout by sequence", TaskKind.Tag, new() { Layers = 2, Dropout = 0.4, InputDropout = 0.3, DropoutMask = DropoutMask.Sequence }),
        ("both ways", TaskKind.Classify, new() { Layers = 2, Bidirectional = true }),
        ("both ways, tag", TaskKind.Tag, new() { Layers = 2, Bidirectional = true }),
        ("language", TaskKind.Language, new() { Layers = 2, Embedding = 6 }),
        ("language, dropout", TaskKind.Language, new() { Dropout = 0.4, InputDropout = 0.3 }),
        ("symbols and numbers", TaskKind.Tag, new() { Layers = 2, Embedding = 6 }),
        ("symbols and numbers, both ways", TaskKind.Classify, new() { Bidirectional = true, Embedding = 2, InputDropout = 0.3 }),
        ("multilabel", TaskKind.Multilabel, new() { Layers = 2 }),
        ("residual", TaskKind.Regress, new() { Layers = 3, Residual = true }),
        ("mean", TaskKind.Regress, new() { Readout = ReadoutKind.Mean }),
        ("max", TaskKind.Classify, new() { Readout = ReadoutKind.Max }),
        ("patches", TaskKind.Classify, new() { Layers = 2, Patch = new() { Size = 3, Stride = 2, Width = 7 } }),
        ("patches, max", TaskKind.Regress, new() { Readout = ReadoutKind.Max, Patch = new() { Size = 2, Stride = 1 } }),
        ("patches of tags", TaskKind.Tag, new() { Layers = 2, Patch = new() { Size = 4, Stride = 3 } }),
        ("patches of tags, both ways", TaskKind.Tag, new() { Bidirectional = true, Dropout = 0.3, Patch = new() { Size = 3, Stride = 2 } }),
        ("patches of labels", TaskKind.Multilabel, new() { Patch = new() { Size = 3, Stride = 1 } }),
        ("all, patches", TaskKind.Classify, All(ReadoutKind.Mean) with { Patch = new() { Size = 4 } }),
        ("all", TaskKind.Classify, All(ReadoutKind.Last)),
        ("all, mean", TaskKind.Classify, All(ReadoutKind.Mean)),
        ("all, max", TaskKind.Regress, All(ReadoutKind.Max)),
        ("all, tag", TaskKind.Tag, All(ReadoutKind.Last)),
    ];

    internal static IEnumerable<string> OptionNames => Options.Select(o => o.Name);

    public static TheoryData<string> Names => [.. OptionNames];

    public static TheoryData<string, string, Precision> Cases
    {
        get
        {
            var data = new TheoryData<string, string, Precision>();
            foreach (var (name, _, _) in Options)
            {
                data.Add(name, "lstm", Precision.Float64);
                data.Add(name, "ugrnn", Precision.Float32);
                data.Add(name, RepositoryFolder.File("configs/cells/min-gru.cell"), Precision.Float64);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scans_and_the_unrolled_layers_agree(string option, string cell, Precision precision)
    {
        using var model = Make(option, cell, precision, threads: 2);
        AssertScansAreTheUnrolledLayers(model);
    }

    static void AssertScansAreTheUnrolledLayers(Model model)
    {
        var batch = Batch(model);
        using var scan = new ScanGraph(model, batch.Size, batch.MaxLength + 2, model.Group);
        using var unrolled = new SequenceGraph(model, batch);
        var tolerance = model.Precision == Precision.Float64 ? 1e-12 : 2e-5;
        var (fast, plain) = (Results(model, scan, batch), Results(model, unrolled, batch));
        Assert.True(plain.Max() > 1e-3);
        Assert.All(
            fast.Zip(plain), pair => Assert.Equal(pair.First, pair.Second, (x, y) => Math.Abs(x - y) <= tolerance * (1 + Math.Abs(x))));
    }

    // What divides work above the scans too: the products of packed rows of the layers in both directions, of the readout and the head.
    [Fact]
    public void However_many_workers_share_a_model_it_has_the_outputs_losses_and_gradients_of_one() =>
        Gen.Select(Gen.OneOf(OptionNames.Select(Gen.Const).ToArray()), Gen.Int[1, 20].Array[1, 40], Gen.Int[2, 64]).Sample(
            (option, lengths, workers) =>
            {
                using var one = Make(option, "ugrnn", Precision.Float32, threads: 1, hidden: 24);
                using var many = Make(
                    option, "ugrnn", Precision.Float32, threads: workers, hidden: 24, group: new WorkerGroup(workers, isEager: true));
                var batch = Batch(one, lengths);
                using var alone = new ScanGraph(one, batch.Size, batch.MaxLength, one.Group);
                using var shared = new ScanGraph(many, batch.Size, batch.MaxLength, many.Group);
                Assert.Equal(Results(one, alone, batch), Results(many, shared, batch));
            },
            iter: 30,
            threads: 2);

    public static TheoryData<string> Cells => [.. CellLibrary.Names];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_can_be_stacked_read_both_ways_be_residual_and_learn_its_initial_state(string cell)
    {
        using var model = Make("all", cell, Precision.Float64, threads: 2, hidden: CellSizes.For(CellLibrary.Find(cell)!).J);
        AssertScansAreTheUnrolledLayers(model);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bits_do_not_depend_on_the_threads(string option)
    {
        var results = new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            using var model = Make(option, "lstm", Precision.Float32, threads);
            return Results(model, (ScanGraph)model.Load(Batch(model), trains: true, DropoutStream), Batch(model));
        }).ToList();
        Assert.All(results, r => Assert.Equal(results[0], r));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_a_batch_without_dropout_and_its_company_change_no_answer(string option)
    {
        using var model = Make(option, "ugrnn", Precision.Float64, threads: 1);
        var batch = Batch(model);
        var together = model.Load(batch, trains: false);
        together.Forward();
        var answers = batch.Sequences.Select((s, b) => together.OutputOf(b, s.Length - 1, 1)).ToList();
        for (var b = 0; b < batch.Size; b++)
        {
            var alone = model.Load(new Batch([batch.Sequences[b]]), trains: false);
            Assert.NotSame(together, alone);
            alone.Forward();
            Assert.Equal(alone.OutputOf(0, Lengths[b] - 1, 1), answers[b], 1e-12);
            Assert.Equal(alone.LossOf(0), together.LossOf(b), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_gradient_holds(string option)
    {
        using var model = Make(option, "ugrnn", Precision.Float64, threads: 1);
        var subject = new ModelSubject(model, Batch(model).Sequences, option, seed: 1);
        var compiler = new Compiler();
        var report = GradientChecks.Run(subject, compiler, sample: 4, seed: 1);
        Assert.True(report.Passed, string.Join("\n", report.Tensors.Where(t => !t.Passed)));
        Assert.All(
            GradientChecks.BySteps(subject, compiler, sample: 1, seed: 1)!.SelectMany(step => step.Tensors), tensor =>
                Assert.True(tensor.Passed, $"{tensor}"));
        Assert.Equal(model.Parameters.Select(p => p.Name), report.Tensors.Select(t => t.Name).Take(model.Parameters.Count));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_training_pass_allocates_nothing(string option)
    {
        using var model = Make(option, "lstm", Precision.Float32, threads: 1);
        var graph = model.Load(Batch(model), trains: true, DropoutStream);
        Pass();
        Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pass()
        {
            graph.Forward();
            graph.Backward();
        }
    }

    [Fact]
    public void Dropout_is_off_in_evaluation_and_drawn_anew_for_every_batch_and_epoch()
    {
        using var plain = Make("plain", "ugrnn", Precision.Float64, threads: 1);
        using var dropped = Make("dropout", "ugrnn", Precision.Float64, threads: 1);
        Assert.Equal(Answers(plain, null), Answers(dropped, null));
        var drawn = new[] { Answers(dropped, new(1, 0)), Answers(dropped, new(1, 1)), Answers(dropped, new(2, 0)), Answers(dropped, null) };
        Assert.Equal(drawn.Length, drawn.Select(d => d[0]).Distinct().Count());
        Assert.Equal(drawn[0], Answers(dropped, new(1, 0)));
        Assert.Throws<InvalidOperationException>(() => dropped.Load(Batch(dropped), trains: true));

        static List<double> Answers(Model model, DropoutStream? noise)
        {
            var graph = model.Load(Batch(model), trains: noise is not null, noise);
            graph.Forward();
            return [.. Lengths.Select((_, b) => graph.OutputOf(b, 0, 1))];
        }
    }

    [Theory]
    [InlineData(DropoutMask.Step)]
    [InlineData(DropoutMask.Sequence)]
    internal void A_mask_drops_its_share_and_keeps_the_mean(DropoutMask kind)
    {
        const int Rows = 400, J = 51;
        using var graph = new Graph(Precision.Float32, batch: Rows);
        var node = graph.Data("mask", Rows, J);
        var config =
            new Config { Task = TaskKind.Classify, Data = new DataConfig { Train = "" }, Model = new ModelConfig { DropoutMask = kind } };
        var mask = new Mask(config, node, "here", 0.3);
        mask.Begin(DropoutStream);
        for (var row = 0; row < Rows; row++)
        {
            mask.Draw(row, row / 4, row % 4);
        }

        var values = node.Value.ToArray();
        Assert.All(values, v => Assert.True(v == 0 || v == (float)(1 / 0.7)));
        var (first, second) = (values[..J], values[J..(2 * J)]);
        Assert.Equal(kind == DropoutMask.Sequence, first.SequenceEqual(second));

        // 5 standard deviations of the mean of independent entries; a sequence's mask stands for four rows.
        var independent = values.Length / (kind == DropoutMask.Sequence ? 4.0 : 1);
        Assert.Equal(0.3, values.Count(v => v == 0) / (double)values.Length, 5 * Math.Sqrt(0.3 * 0.7 / independent));
    }

    [Fact]
    public void A_learnt_state_gets_the_gradient_that_its_sequences_add_up_to()
    {
        using var model = Make("learned state", "lstm", Precision.Float64, threads: 1);
        Assert.Equal(["layer0.h0", "layer0.c0"], model.Layers[0].Initial.Select(p => p.Name));
        var batch = Batch(model);
        var whole = Results(model, (ScanGraph)model.Load(batch, trains: true, DropoutStream), batch);
        var h0 = model.Layers[0].Initial[0].Grad.ToArray();
        var sum = new double[H];
        foreach (var sequence in batch.Sequences)
        {
            var one = new Batch([sequence]);
            Results(model, (ScanGraph)model.Load(one, trains: true, DropoutStream), one);
            sum = [.. sum.Zip(model.Layers[0].Initial[0].Grad.ToArray(), (a, g) => a + (g / batch.Size))];
        }

        Assert.All(h0.Zip(sum), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Contains(h0, g => Math.Abs(g) > 1e-4);
    }

    [Fact]
    public void An_output_of_patches_depends_on_no_later_step_unless_layers_read_from_the_end()
    {
        const int T = 11, Stride = 3;
        var changed = Changes("patches of tags");
        for (var t = 0; t < T; t++)
        {
            // Step t is answered from the steps up to the beginning of its patch; all layers keep what was before.
            Assert.Equal(
                Enumerable.Range(0, T).Select(step => step <= t / Stride * Stride),
                Enumerable.Range(0, T).Select(step => changed[step][t]));
        }

        Assert.All(Changes("patches of tags, both ways").SelectMany(c => c), isChanged => Assert.True(isChanged));

        // Whether a change of a step changes the output of each step.
        bool[][] Changes(string option)
        {
            using var model = Make(option, "ugrnn", Precision.Float64, threads: 1);
            var sequence = Batch(model, [T]).Sequences[0];
            var plain = Answers(model, sequence);
            return [.. Enumerable.Range(0, T).Select(step =>
            {
                var x = sequence.Inputs.ToArray();
                x[(step * K) + 1] += 0.5;
                return Answers(model, sequence with { Inputs = x }).Zip(plain, (a, b) => a != b).ToArray();
            })];
        }

        static double[] Answers(Model model, Sequence sequence)
        {
            var graph = model.Load(new Batch([sequence]), trains: false);
            graph.Forward();
            return [.. Enumerable.Range(0, sequence.Length).Select(t => graph.OutputOf(0, t, 2))];
        }
    }

    [Fact]
    public void A_patch_of_one_step_whose_map_is_the_identity_changes_nothing()
    {
        using var plain = Make("plain", "lstm", Precision.Float64, threads: 1);
        var config = plain.Config with { Model = plain.Config.Model with { Patch = new() { Size = 1, Width = K } } };
        using var patched = new Model(config, plain.Schema);
        patched.Patch!.Value.Assign([.. Enumerable.Range(0, K * K).Select(n => n % (K + 1) == 0 ? 1.0 : 0)]);
        var batch = Batch(plain);
        var (one, other) = (
            Results(plain, (ScanGraph)plain.Load(batch, trains: true), batch),
            Results(patched, (ScanGraph)patched.Load(batch, trains: true), batch));
        Assert.Equal(one.Take(Lengths.Sum() + Lengths.Length), other.Take(Lengths.Sum() + Lengths.Length));
        Assert.Equal(one.TakeLast(C * (H + 1)), other.TakeLast(C * (H + 1)));
    }

    [Fact]
    public void A_reverse_layer_answers_a_reversed_sequence_as_a_forward_layer_answers_it()
    {
        using var model = Make("both ways, tag", "ugrnn", Precision.Float64, threads: 1, layers: 1);
        Copy(model.Layers[0].Phi.Parameters, model.Layers[0].Reverse!.Phi.Parameters);
        var (W, w) = (model.Head["W"].Value, model.Head["W"].Value.ToArray());
        var batch = Batch(model);
        var there = Answers(batch);

        // The halves of the head change places, and every sequence is turned round: step t's answer is that of step T − 1 − t.
        W.Assign([.. Enumerable.Range(0, w.Length).Select(n => w[(n / (2 * H) * 2 * H) + (((n % (2 * H)) + H) % (2 * H))])]);
        var back = Answers(
            new Batch([.. batch.Sequences.Select(s => s with { Inputs = [.. s.Inputs.Chunk(K).Reverse().SelectMany(x => x)] })]));
        Assert.All(there.Zip(back), pair => Assert.All(pair.First.Zip(pair.Second.Reverse()), p => Assert.Equal(p.First, p.Second, 1e-12)));

        List<double[]> Answers(Batch of)
        {
            var graph = model.Load(of, trains: false);
            graph.Forward();
            return [.. of.Sequences.Select((s, b) => Enumerable.Range(0, s.Length).Select(t => graph.OutputOf(b, t, 2)).ToArray())];
        }
    }

    [Fact]
    public void Where_several_steps_are_largest_the_gradient_is_shared()
    {
        using var graph = new Graph(Precision.Float64, batch: 1, rows: 4);
        var (y, owner) = (graph.Input("y", Graph.PackedRows, 1), graph.Indices("owner", Graph.PackedRows));
        var h = RnnTrainer.Cells.Layers.Pooling.Max(graph, y, owner);
        var (b, j) = (new LoopIndex("b"), new LoopIndex("j"));
        var loss = graph.Computed("loss", 1);
        loss[b] += h[b, j];
        y.Value.Assign([2, -1, 2, 0.5]);
        graph.Forward();
        graph.Backward(loss);
        Assert.Equal(2, loss.Value.Get(0));
        Assert.Equal([0.5, 0, 0.5, 0], y.Grad.ToArray());
    }

    /// <param name="text">Of a cell that is not built in; null: its file has it. It is not held to differences here, which other tests
    /// do.</param>
    internal static Model Make(
        string option, string cell, Precision precision, int threads, int? layers = null, int hidden = H, string? text = null,
        WorkerGroup? group = null)
    {
        var (_, task, model) = Options.First(o => o.Name == option);
        var config = new Config
        {
            Task = task,
            Data = new DataConfig { Train = "" },
            Model = model with { Cell = cell, Hidden = hidden, Layers = layers ?? model.Layers },
            Training = new TrainingConfig { Precision = precision, Threads = threads, Seed = 7 },
        };
        var isClass = SequenceTask.Of(task).Output == OutputKind.Class;
        var classes = isClass ? Enumerable.Range(0, C).Select(c => $"{c}").ToArray() : [];
        string[] targets = isClass ? ["y"] : ["u", "v"];
        var (isLanguage, hasBoth) = (task == TaskKind.Language, option.StartsWith("symbols", StringComparison.Ordinal));
        var inputs = isLanguage ? 0 : K;
        var encoding = isLanguage || hasBoth
            ? new InputEncoding(MissingPolicy.Error, [], [], [], [], "text", new Vocabulary(classes))
            {
                MoreTokens = hasBoth ? [new TokenColumn("more", new Vocabulary(["even", "odd"]))] : [],
            }
            : null;
        return new Model(
            config,
            new ModelSchema(
                [.. Enumerable.Range(0, inputs).Select(k => $"x{k}")], targets, classes,
                new Normalization(NormalizationKind.None, new double[inputs], [.. Enumerable.Repeat(1.0, inputs)]), Encoding: encoding),
            text ?? CellChoice.TextOf(cell), group);
    }

    internal static Batch Batch(Model model, IEnumerable<int>? lengths = null)
    {
        var random = new RandomStream(5, "layers", 0);
        return new Batch([.. (lengths ?? Lengths).Select((T, n) => new Sequence(
            $"{n}",
            T,
            [.. Enumerable.Range(0, T * model.Schema.Inputs.Count).Select(_ => (2 * random.NextDouble()) - 1)],
            model.Task.Output == OutputKind.Class ? $"{n % C}" : null,
            model.Task.Output == OutputKind.Number ? [0.5 * n, 1 - n] : null)
        {
            Symbols = [.. Enumerable.Range(0, T).SelectMany(t => new[] { ((n * t) + n) % C, C + ((n + t) % 2) }
                .Take(model.Schema.SymbolsPerStep))],
            StepLabels = model.IsPerStep ? [.. Enumerable.Range(0, T).Select(t => $"{(n + t) % C}")] : null,
            StepTargets = model.Task.Output == OutputKind.Binary
            ? [.. Enumerable.Range(0, T * 2).Select(t => (double)((n + t) % 3 == 0 ? 1 : 0))] : null,
        })]);
    }

    static List<double> Results(Model model, ISequenceGraph graph, Batch batch)
    {
        model.Parameters.ClearGradients();
        graph.Load(batch, DropoutStream);
        graph.Forward();
        graph.Backward();
        return
        [
            .. batch.Sequences.SelectMany((s, b) => Enumerable.Range(0, s.Length).Select(t => graph.OutputOf(b, t, 1))),
            .. Enumerable.Range(0, batch.Size).Select(graph.LossOf),
            .. model.Parameters.SelectMany(p => p.Grad.ToArray()),
        ];
    }

    static ModelConfig All(ReadoutKind readout) => new()
    {
        Layers = 3,
        Bidirectional = true,
        Residual = true,
        Dropout = 0.3,
        InputDropout = 0.2,
        InitialState = InitialState.Learned,
        Readout = readout,
    };

    static void Copy(IEnumerable<Parameter> from, IEnumerable<Parameter> to)
    {
        foreach (var (one, other) in from.Zip(to))
        {
            other.Value.Assign(one.Value.ToArray());
        }
    }
}
