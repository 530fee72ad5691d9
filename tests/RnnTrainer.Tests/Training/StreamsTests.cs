using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Tests.Cells;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Streams;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Training;

/// <summary>A sequence that is pushed step by step: the outputs are the bits of predicting the sequence so far as a whole.</summary>
public sealed class StreamsTests
{
    const int K = 3, C = 4;
    static readonly int[] Lengths = [5, 1, 9, 2];

    public static TheoryData<string> Cells => [.. CellLibrary.Names.Concat(Texts.All.Keys)];

    public static TheoryData<string, object, object> Shapes
    {
        get
        {
            var data = new TheoryData<string, object, object>();
            foreach (var cell in new[] { "ugrnn", "lstm", "heads.cell" })
            {
                data.Add(cell, TaskKind.Tag, new ModelConfig { Hidden = 9, Layers = 2, Residual = true });
                data.Add(cell, TaskKind.Language, new ModelConfig { Hidden = 12, Embedding = 5, Layers = 2 });
                data.Add(cell, TaskKind.Multilabel, new ModelConfig { Hidden = 6, InitialState = InitialState.Learned });
                foreach (var readout in Enum.GetValues<ReadoutKind>())
                {
                    data.Add(cell, TaskKind.Classify, new ModelConfig { Hidden = 33, Readout = readout, Layers = 2, Residual = true });
                    data.Add(
                        cell, TaskKind.Regress,
                        new ModelConfig { Hidden = 15, Layers = 2, Readout = readout, InitialState = InitialState.Learned });
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_has_the_bits_of_the_whole_sequence(string cell)
    {
        AssertSame(cell, TaskKind.Tag, new ModelConfig { Hidden = 24 }, workers: 1);
        AssertSame(cell, TaskKind.Regress, new ModelConfig { Hidden = 1 }, workers: 1);
        AssertSame(cell, TaskKind.Classify, new ModelConfig { Hidden = 136, Readout = ReadoutKind.Max }, workers: 1);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_task_and_readout_has_the_bits_of_the_whole_sequence_with_any_number_of_workers(
        string cell, object task, object shape)
    {
        foreach (var workers in new[] { 1, 2, 3, 8 })
        {
            AssertSame(cell, (TaskKind)task, (ModelConfig)shape, workers);
        }
    }

    [Fact]
    public void A_maximum_that_many_steps_have_is_the_sum_of_their_equal_parts_as_in_a_whole_sequence()
    {
        var of = new Case("rnn", TaskKind.Regress, new ModelConfig { Hidden = 5, Readout = ReadoutKind.Max }, Precision.Float32);
        using var pool = new ModelPool(of.Make(workers: 1));
        pool.Model.Parameters.First(p => p.Name.EndsWith('B')).Value.Fill(-30); // tanh is 1 at every step
        AssertSame(of, pool);
    }

    [Theory]
    [InlineData(TaskKind.Tag, 4)]
    [InlineData(TaskKind.Classify, 3)]
    [InlineData(TaskKind.Regress, 1)]
    public void A_window_has_the_bits_of_its_last_steps_as_a_sequence_also_where_layers_read_in_both_directions(object task, int window)
    {
        var of = new Case("gru", (TaskKind)task, new ModelConfig { Hidden = 7, Bidirectional = true, Layers = 2 }, Precision.Float32);
        using var pool = new ModelPool(of.Make(workers: 2));
        var sequence = of.Sequences().MaxBy(s => s.Length)!;
        using var stream = new PredictionStream(StreamPlan.Of([pool], window, () => ["1"]));
        for (var t = 0; t < sequence.Length; t++)
        {
            var from = Math.Max(0, t + 1 - window);
            stream.Push(sequence.Slice(t, 1), "test");
            Assert.Equal(
                Numbers(Predicted(pool.Model, [sequence.Slice(from, t + 1 - from)])[^1]), Numbers(stream.Predictions("s", ["s"])[^1]));
        }
    }

    [Theory]
    [InlineData(TaskKind.Tag, ReadoutKind.Last)]
    [InlineData(TaskKind.Classify, ReadoutKind.Max)]
    [InlineData(TaskKind.Regress, ReadoutKind.Mean)]
    public void A_step_of_numbers_allocates_nothing(object task, object readout)
    {
        var shape = new ModelConfig { Hidden = 16, Layers = 2, Readout = (ReadoutKind)readout };
        using var pool = new ModelPool(new Case("lstm", (TaskKind)task, shape, Precision.Float32).Make(workers: 1));
        using var stream = new PredictionStream(StreamPlan.Of([pool], null, () => ["1"]));
        double[] row = [0.5, -1, 2];
        for (var t = 0; t < 100; t++)
        {
            stream.Push(row);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var t = 0; t < 1000; t++)
        {
            stream.Push(row);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(TaskKind.Tag, ReadoutKind.Last, null)]
    [InlineData(TaskKind.Classify, ReadoutKind.Max, null)]
    [InlineData(TaskKind.Regress, ReadoutKind.Mean, null)]
    [InlineData(TaskKind.Language, ReadoutKind.Last, null)]
    [InlineData(TaskKind.Tag, ReadoutKind.Last, 3)]
    public void A_saved_state_continues_in_another_stream_to_the_same_bits(object task, object readout, int? window)
    {
        var of = new Case(
            "lstm", (TaskKind)task, new ModelConfig { Hidden = 8, Layers = 2, Embedding = 4, Readout = (ReadoutKind)readout }, Precision.Float32);
        using var pool = new ModelPool(of.Make(workers: 1));
        var (plan, sequence) = (StreamPlan.Of([pool], window, () => ["1"]), of.Sequences().MaxBy(s => s.Length)!);
        using var whole = new PredictionStream(plan);
        for (var t = 0; t < sequence.Length; t++)
        {
            using var next = new PredictionStream(StreamPlan.Of([pool], window, () => ["1"]));
            next.Restore(whole.Save());
            Assert.Equal(t, next.Steps);
            whole.Push(sequence.Slice(t, 1), "test");
            next.Push(sequence.Slice(t, 1), "test");
            Assert.Equal(Numbers(whole.Predictions("s", ["s"])[^1]), Numbers(next.Predictions("s", ["s"])[^1]));
            Assert.Equal(whole.Save(), next.Save());
        }

        whole.Reset();
        Assert.Equal(new PredictionStream(plan).Save(), whole.Save());
    }

    [Fact]
    public void A_state_that_is_cut_changed_or_of_another_model_or_window_is_refused_and_the_stream_is_as_it_was()
    {
        var of = new Case("gru", TaskKind.Tag, new ModelConfig { Hidden = 3 }, Precision.Float32);
        using var pool = new ModelPool(of.Make(workers: 1));
        using var stream = new PredictionStream(StreamPlan.Of([pool], null, () => ["1"]));
        stream.Push([1, 2, 3]);
        var state = stream.Save();
        for (var n = 0; n < state.Length; n++)
        {
            var (cut, changed) = (state[..n], (byte[])[.. state]);
            changed[n] ^= 1;
            Assert.Throws<DataException>(() => stream.Restore(cut));
            Assert.Throws<DataException>(() => stream.Restore(changed));
        }

        Assert.Equal(state, stream.Save());
        using var other = new PredictionStream(StreamPlan.Of([pool], null, () => ["2"]));
        using var windowed = new PredictionStream(StreamPlan.Of([pool], 1, () => ["1"]));
        Assert.Contains("not the states of this model", Assert.Throws<DataException>(() => other.Restore(state)).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => windowed.Restore(state));
        stream.Restore(state);
    }

    [Fact]
    public void Streams_of_many_threads_have_the_bits_of_one()
    {
        var of = new Case("ugrnn", TaskKind.Classify, new ModelConfig { Hidden = 20, Layers = 2 }, Precision.Float32);
        using var pool = new ModelPool(of.Make(workers: 2));
        var (plan, sequence) = (StreamPlan.Of([pool], null, () => ["1"]), of.Sequences().MaxBy(s => s.Length)!);
        var expected = Outputs(plan, sequence);
        var all = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => Enumerable.Range(0, 50).Select(_ => Outputs(plan, sequence)).ToList()).ToList();

        Assert.All(all.SelectMany(outputs => outputs), outputs => Assert.Equal(expected, outputs));
    }

    [Fact]
    public void A_row_that_does_not_fit_is_refused_and_a_closed_stream_takes_none()
    {
        using var pool = new ModelPool(new Case("rnn", TaskKind.Tag, new ModelConfig { Hidden = 3 }, Precision.Float64).Make(workers: 1));
        var stream = new PredictionStream(StreamPlan.Of([pool], null, () => ["1"]));

        Assert.Equal("the row has 2 numbers, expected 3: x0, x1, x2 (Parameter 'row')", Assert.Throws<ArgumentException>(() => stream.Push([1, 2])).Message);
        Assert.Contains("'x1' is NaN", Assert.Throws<ArgumentException>(() => stream.Push([1, double.NaN, 3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => stream.Push([1, 2, double.PositiveInfinity]));
        Assert.Throws<InvalidOperationException>(() => stream.Push("word"));
        Assert.Equal(0, stream.Steps);
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.Push([1, 2, 3]));
    }

    static List<double> Outputs(StreamPlan plan, Sequence sequence)
    {
        using var stream = new PredictionStream(plan);
        List<double> outputs = [];
        for (var t = 0; t < sequence.Length; t++)
        {
            outputs.AddRange(stream.Push(sequence.Inputs.Slice(t * K, K).Span).Probabilities);
        }

        return outputs;
    }

    static void AssertSame(string cell, TaskKind task, ModelConfig shape, int workers)
    {
        shape = shape with { Hidden = new CellSizes(J: shape.Hidden).Fitting(Texts.Find(cell)).J };
        foreach (var precision in new[] { Precision.Float32, Precision.Float64 })
        {
            var of = new Case(cell, task, shape, precision);
            using var pool = new ModelPool(of.Make(workers));
            AssertSame(of, pool);
        }
    }

    static void AssertSame(Case of, ModelPool pool)
    {
        var (model, sequences) = (pool.Model, of.Sequences());
        var expected = model.IsPerStep && !model.Task.PredictsNextSymbol ? Predicted(model, sequences)
            : Predicted(model, [.. sequences.SelectMany(s => Enumerable.Range(1, s.Length).Select(T => s.Slice(0, T)))]);
        var tolerance = !model.IsPerStep && of.Shape.Readout == ReadoutKind.Mean ? of.Precision == Precision.Float32 ? 1e-5 : 1e-13 : 0;
        using var stream = new PredictionStream(StreamPlan.Of([pool], null, () => ["1"]));
        var n = 0;
        foreach (var sequence in sequences)
        {
            stream.Reset();
            for (var t = 0; t < sequence.Length; t++, n++)
            {
                var output = stream.Push(sequence.Slice(t, 1), "test");
                var streamed = Assert.Single(stream.Predictions("s", ["s"]));
                Assert.True(
                    Numbers(expected[n]).Zip(Numbers(streamed)).All(p => IsNear(p.First, p.Second, tolerance)),
                    $"{of}, step {t} of {sequence.Length}: {string.Join(' ', Numbers(expected[n]))} and {string.Join(' ', Numbers(streamed))}");
                Assert.Equal((expected[n].Step, expected[n].Likelihood?.Right), (streamed.Step, streamed.Likelihood?.Right));
                AssertTyped(model, streamed, output);
            }
        }
    }

    static bool IsNear(double x, double y, double tolerance) =>
        tolerance == 0 ? BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y)
            : Math.Abs(x - y) <= tolerance * (1 + Math.Abs(x));

    static void AssertTyped(Model model, Prediction prediction, StepOutput output)
    {
        Assert.True(output.HasOutput);
        if (model.Task.PredictsNextSymbol)
        {
            Assert.Equal(0 - prediction.Likelihood!.Loss, output.LogLikelihood);
            Assert.Equal(1, output.Probabilities.ToArray().Sum(), 1e-9);
            return;
        }

        Assert.Equal(prediction.Class, output.Label);
        Assert.Equal(prediction.Probabilities, output.Probabilities.ToArray());
        Assert.Equal(prediction.Numbers, output.Values.ToArray());
    }

    static double[] Numbers(Prediction p) => p.Likelihood is { } likelihood ? [likelihood.Symbols, likelihood.Loss]
        : [.. p.Probabilities, .. p.Numbers];

    static List<Prediction> Predicted(Model model, IReadOnlyList<Sequence> sequences)
    {
        var set = new SequenceSet("test", model.Schema.Encoding?.Numbers ?? model.Schema.Inputs, [], sequences)
        {
            TextColumns = model.Schema.Encoding is null ? [] : ["text"],
        };
        var part = Reading.Part(model.Config, model.Schema, set, labelled: false);
        var predictor = new Predictor(model, part.Ready, part.HasOthers, keepsOutputs: false, keepsSums: false);
        return [.. Predictor.Predict(model.Task, predictor, part)];
    }

    sealed record Case(string Cell, TaskKind Task, ModelConfig Shape, Precision Precision)
    {
        bool IsText => Task == TaskKind.Language;

        public Model Make(int workers)
        {
            var config = new Config
            {
                Task = Task,
                Data = new DataConfig { Train = "", TargetLevel = Task == TaskKind.Multilabel ? TargetLevel.Sequence : null },
                Model = Shape with { Cell = Cell },
                Training = new TrainingConfig { Precision = Precision, Threads = workers, Batch = 3 },
            };
            var output = SequenceTask.Of(Task).Output;
            string[] classes = output == OutputKind.Class ? [.. Enumerable.Range(0, C).Select(c => $"{c:000}")] : [];
            var schema = new ModelSchema(
                IsText ? [] : [.. Enumerable.Range(0, K).Select(k => $"x{k}")], [.. Enumerable.Range(0, C).Select(c => $"y{c}")], classes,
                IsText ? new Normalization(NormalizationKind.None, [], [])
                    : new Normalization(NormalizationKind.Standard, [0.25, -1, 2], [3, 0.5, 1]),
                output == OutputKind.Number ? new Normalization(NormalizationKind.Standard, [1, 2, -3, 0], [0.1, 7, 1, 3]) : null,
                Encoding: IsText ? new InputEncoding(MissingPolicy.Error, [], [], [], [], "text", new Vocabulary(classes)) : null);
            var model = new Model(config, schema, Texts.All.GetValueOrDefault(Cell), new WorkerGroup(workers, isEager: true));
            var random = new RandomStream(1, "weights", 0);
            foreach (var parameter in model.Parameters)
            {
                var scale = 1 / Math.Sqrt(parameter.Value.Shape.LastOrDefault(1));
                parameter.Value.Assign(
                    [.. Enumerable.Range(0, parameter.Value.Length).Select(_ => scale * ((2 * random.NextDouble()) - 1))]);
            }

            return model;
        }

        public Sequence[] Sequences()
        {
            var random = new RandomStream(2, "sequences", 0);
            return [.. Lengths.Select((T, n) => new Sequence(
                $"{n}", T, IsText ? [] : Enumerable.Range(0, T * K).Select(_ => (4 * random.NextDouble()) - 2).ToArray(), null, null)
            {
                Texts = IsText ? Enumerable.Range(0, T).Select(_ => $"{random.Next(C):000}").ToArray() : null,
            })];
        }
    }
}
