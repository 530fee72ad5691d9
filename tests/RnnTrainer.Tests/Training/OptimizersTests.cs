using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Tests.Training;

public sealed class OptimizersTests
{
    const int Steps = 5;

    static readonly TrainingConfig[] Configs =
    [
        new(),
        new() { WeightDecay = 0.1 },
        new() { Momentum = 0.9 },
        new() { Momentum = 0.9, Nesterov = true, WeightDecay = 0.1 },
        new() { Optimizer = OptimizerKind.Adamw, LearningRate = 0.01 },
        new() { Optimizer = OptimizerKind.Adamw, LearningRate = 0.01, WeightDecay = 0.1, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3 },
        new() { Optimizer = OptimizerKind.Rmsprop, LearningRate = 0.01 },
        new() { Optimizer = OptimizerKind.Rmsprop, LearningRate = 0.01, WeightDecay = 0.1, Momentum = 0.5, Decay = 0.99 },
    ];

    public static TheoryData<int> Each => [.. Enumerable.Range(0, Configs.Length)];

    [Theory]
    [MemberData(nameof(Each))]
    public void Every_number_takes_the_steps_of_the_papers_at_every_place_of_a_vector(int which)
    {
        for (var length = 1; length <= 19; length++)
        {
            AssertPlain(Configs[which], Precision.Float64, 1e-13, 1, length);
        }
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void Float32_takes_the_same_steps_within_its_rounding(int which) => AssertPlain(Configs[which], Precision.Float32, 2e-6, 3, 7);

    [Theory]
    [MemberData(nameof(Each))]
    public void A_bias_does_not_decay(int which) => AssertPlain(Configs[which], Precision.Float64, 1e-13, 11);

    [Theory]
    [MemberData(nameof(Each))]
    public void A_step_allocates_nothing(int which)
    {
        using var parameter = Start(Precision.Float32, 5, 7);
        var (gradients, optimizer) = (new Gradients([parameter]), OptimizerFactory.Create([parameter], Configs[which]));
        var config = Configs[which] with { Clip = 0.01, ClipValue = 0.01 };
        Step(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var t = 2; t < 12; t++)
        {
            Step(t);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step(long t)
        {
            gradients.Clear();
            gradients.Scale(0.5);
            parameter.Grad.Singles.Fill(1);
            optimizer.Step(t, 0.1, gradients.Clip(gradients.Norm(), config));
        }
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void Memory_that_was_saved_goes_on_with_the_same_bytes(int which)
    {
        using var whole = Start(Precision.Float32, 3, 7);
        using var halved = Start(Precision.Float32, 3, 7);
        var (one, two) = (OptimizerFactory.Create([whole], Configs[which]), OptimizerFactory.Create([halved], Configs[which]));
        for (var t = 1; t <= Steps; t++)
        {
            Feed(whole, t);
            Feed(halved, t);
            one.Step(t, 0.1, 1);
            two.Step(t, 0.1, 1);
            var saved = two.ToTensors();
            two = OptimizerFactory.Create([halved], Configs[which]);
            two.Assign(saved, "file");
        }

        Assert.Equal(whole.Value.ToArray(), halved.Value.ToArray());
    }

    [Theory]
    [InlineData(OptimizerKind.Adamw)]
    [InlineData(OptimizerKind.Rmsprop)]
    internal void Memory_of_another_optimiser_is_refused(OptimizerKind kind)
    {
        using var parameter = Start(Precision.Float32, 3, 7);
        var optimizer = OptimizerFactory.Create([parameter], new TrainingConfig { Optimizer = kind });
        var memory = OptimizerFactory.Create([parameter], new TrainingConfig { Momentum = 0.9 }).ToTensors();
        var thrown = Assert.Throws<CheckpointException>(() => optimizer.Assign(memory, "file"));
        Assert.Contains("'optim.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clipping_cuts_the_entries_first_and_then_the_length()
    {
        using var parameter = new Parameter("p", Precision.Float64, 1, 2);
        parameter.Grad.Assign([3, -30]);
        var gradients = new Gradients([parameter]);
        var scale = gradients.Clip(gradients.Norm(), new TrainingConfig { ClipValue = 4, Clip = 1 });
        Assert.Equal((3.0, -4.0, 0.2), (parameter.Grad.Get(0), parameter.Grad.Get(1), scale));
        Assert.Equal(1, gradients.Clip(5, new TrainingConfig { Clip = null }));
    }

    static void AssertPlain(TrainingConfig config, Precision precision, double tolerance, params int[] shape)
    {
        using var parameter = Start(precision, shape);
        var plain = parameter.Value.ToArray().Select(p => (P: p, By: new PlainOptimizers(config))).ToArray();
        var optimizer = OptimizerFactory.Create([parameter], config);
        for (var t = 1; t <= Steps; t++)
        {
            Feed(parameter, t);
            optimizer.Step(t, config.LearningRate, scale: 0.5);
            for (var n = 0; n < plain.Length; n++)
            {
                plain[n].P = plain[n].By.Step(t, plain[n].P, 0.5 * parameter.Grad.Get(n), shape.Length > 1 ? config.WeightDecay : 0);
            }
        }

        Assert.All(parameter.Value.ToArray().Zip(plain), pair => Assert.InRange(Math.Abs(pair.First - pair.Second.P), 0, tolerance));
    }

    static Parameter Start(Precision precision, params int[] shape)
    {
        var parameter = new Parameter("layer0.WhR", precision, shape);
        Fill(parameter.Value, new RandomStream(1, "values", 0));
        return parameter;
    }

    static void Feed(Parameter parameter, int t) => Fill(parameter.Grad, new RandomStream(1, "gradients", t));

    static void Fill(Tensor tensor, RandomStream random) =>
        tensor.Assign([.. Enumerable.Range(0, tensor.Length).Select(_ => (2 * random.NextDouble()) - 1)]);
}
