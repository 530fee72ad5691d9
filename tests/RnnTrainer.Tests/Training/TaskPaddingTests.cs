using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Training;

/// <summary>
/// A batch of sequences of unequal lengths against the same sequences one by one, for every task and for both forms of a model: the losses
/// are the same, and the gradient
/// is the mean over all answers, whoever they belong to. So what stands behind the end of a short sequence, and who else is in the batch,
/// has no effect.
/// </summary>
public sealed class TaskPaddingTests
{
    const int K = 3;
    const int C = 4;
    const string Gaps = "forecast with gaps";
    static readonly int[] Lengths = [2, 6, 1, 5];

    static readonly (string Name, TaskKind Task, TargetLevel? Level, ClassWeights? Weights)[] Cases =
    [
        ("classify", TaskKind.Classify, null, null),
        ("classify, weighted", TaskKind.Classify, null, new ClassWeights([new("1", 5), new("2", 0.25)])),
        ("tag", TaskKind.Tag, null, null),
        ("tag, balanced", TaskKind.Tag, null, new ClassWeights(null)),
        ("regress", TaskKind.Regress, null, null),
        ("regress by step", TaskKind.Regress, TargetLevel.Step, null),
        ("language", TaskKind.Language, null, null),
        ("multilabel", TaskKind.Multilabel, null, null),
        ("multilabel by sequence", TaskKind.Multilabel, TargetLevel.Sequence, null),
        ("forecast", TaskKind.Forecast, null, null),
        (Gaps, TaskKind.Forecast, null, null),
    ];

    public static TheoryData<string, bool> Names
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var (name, _, _, _) in Cases)
            {
                data.Add(name, true);
                data.Add(name, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_is_the_mean_over_the_known_of_its_sequences(string name, bool scan)
    {
        using var model = Make(name);
        var sequences = Sequences(model, name == Gaps);
        var alone = sequences.Select(s => Run(model, [s], scan)).ToList();
        var answers = sequences.Select(s => model.CountKnown([s])).ToList();

        var together = Run(model, sequences, scan);

        Assert.Equal(alone.SelectMany(a => a.Losses), together.Losses, Near);
        Assert.Equal(Mean(alone, answers), together.Gradient, Near);
    }

    [Fact]
    public void The_mean_over_sequences_is_another_where_they_have_unequally_many_known()
    {
        using var model = Make("tag");
        var alone = Sequences(model).Select(s => Run(model, [s], scan: true)).ToList();
        Assert.NotEqual(Mean(alone, [.. alone.Select(_ => 1.0)]), Run(model, Sequences(model), scan: true).Gradient, Near);
    }

    [Theory]
    [InlineData("Squared")]
    [InlineData("Absolute")]
    [InlineData("Huber")]
    public void A_missing_target_has_no_loss_and_no_gradient_and_the_others_have_theirs(string loss)
    {
        using var model = Make(Gaps, Enum.Parse<NumberLoss>(loss));
        var (whole, gaps) = (Sequences(model), Sequences(model, gaps: true));
        foreach (var scan in new[] { true, false })
        {
            foreach (var (full, holed) in whole.Zip(gaps))
            {
                var (all, known) = (Run(model, [full], scan), Run(model, [holed], scan));
                var missing = holed.Target!.Index().Where(y => double.IsNaN(y.Item)).Select(y => y.Index).ToHashSet();
                double[] bias = [.. known.Gradient[^2..]];

                Assert.All(missing, c => Assert.Equal(0, bias[c]));

                // a batch's loss is the mean over its answers: one of two counts double
                Assert.Equal(
                    all.Gradient[^2..].Select((g, c) => missing.Contains(c) ? 0 : g * 2 / (2 - missing.Count)), bias, Near);
                Assert.Equal(missing.Count == 0, Near(all.Losses[0], known.Losses[0]));
            }
        }
    }

    [Fact]
    public void A_class_weight_multiplies_the_loss_of_its_class()
    {
        using var plain = Make("classify");
        using var weighted = Make("classify, weighted");
        var (without, with) = (Run(plain, Sequences(plain), scan: true), Run(weighted, Sequences(weighted), scan: true));

        // the sequences' classes are 0, 1, 2, 3
        Assert.Equal(without.Losses.Zip([1.0, 5, 0.25, 1], (loss, w) => loss * w), with.Losses, Near);
    }

    static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12 * Math.Max(1, Math.Abs(a));

    static double[] Mean(IReadOnlyList<(double[] Losses, double[] Gradient)> alone, IReadOnlyList<double> weights) =>
        [.. Enumerable.Range(0, alone[0].Gradient.Length)
            .Select(i => alone.Select((a, s) => weights[s] * a.Gradient[i]).Sum() / weights.Sum())];

    static (double[] Losses, double[] Gradient) Run(Model model, IReadOnlyList<Sequence> sequences, bool scan)
    {
        var batch = new Batch(sequences);
        using ISequenceGraph graph = scan ? new ScanGraph(model, batch.Size, batch.MaxLength, model.Group, hasGaps: batch.HasGaps)
            : new SequenceGraph(model, batch);
        new Gradients(model.Parameters).Clear();
        graph.Load(batch);
        graph.Forward();
        graph.Backward();
        return ([.. sequences.Select((_, b) => graph.LossOf(b))], [.. model.Parameters.SelectMany(p => p.Grad.ToArray())]);
    }

    static Model Make(string name, NumberLoss loss = NumberLoss.Squared)
    {
        var (_, task, level, weights) = Cases.First(c => c.Name == name);
        var config = new Config
        {
            Task = task,
            Data = new DataConfig { Train = "", TargetLevel = level },
            Model = new ModelConfig { Hidden = 5 },
            Training = new TrainingConfig { Precision = Precision.Float64, Threads = 1, ClassWeights = weights, Loss = loss },
        };
        string[] classes = SequenceTask.Of(task).Output == OutputKind.Class ? ["0", "1", "2", "3"] : [];
        var encoding = task == TaskKind.Language ? new InputEncoding(MissingPolicy.Error, [], [], [], [], "text", new Vocabulary(classes))
            : null;
        return new Model(
            config,
            new ModelSchema(
                encoding is null ? ["x", "y", "z"] : [], ["t", "u"], classes,
                encoding is null ? new Normalization(NormalizationKind.None, new double[K], [1, 1, 1])
                : new Normalization(NormalizationKind.None, [], []),
                Naive: [1, 2, 3, 4], Encoding: encoding));
    }

    static IReadOnlyList<Sequence> Sequences(Model model, bool gaps = false)
    {
        var random = new RandomStream(1, "padding", 0);
        return [.. Lengths.Select((T, n) => new Sequence($"{n}", T, Numbers(T * K), $"{n}", Holed(Targets(1), n))
        {
            StepLabels = [.. Enumerable.Range(0, T).Select(t => $"{(n + t) % C}")],
            StepTargets = model.IsPerStep && model.Task.Output != OutputKind.Class ? Targets(T) : null,
            Symbols = model.Embedding is null ? null : [.. Enumerable.Range(0, T).Select(t => (n + (2 * t)) % C)],
        })];

        // the first sequence has both targets, the second misses one, the third the other
        double[] Holed(double[] y, int n) => [.. y.Select((x, c) => gaps && n == c + 1 ? double.NaN : x)];

        double[] Targets(int rows) =>
            model.Task.Output == OutputKind.Binary ? [.. Numbers(rows * 2).Select(y => y > 0 ? 1.0 : 0.0)] : Numbers(rows * 2);

        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}
