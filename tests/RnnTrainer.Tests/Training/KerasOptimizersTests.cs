using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Optimization;

namespace RnnTrainer.Tests.Training;

/// <summary>
/// Golden numbers of the tests of Keras (keras-team/keras at 3422977a5e38, Apache-2.0;
/// keras/src/optimizers/{sgd,adam,adamw,rmsprop}_test.py),
/// which are printed to four decimals and held there to 5e-4.
/// </summary>
public sealed class KerasOptimizersTests
{
    const double Tolerance = 5e-4;

    static readonly double[] FirstGradient = [.. Enumerable.Repeat(0.01, 10)];

    static readonly double[] ThenGradient = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

    // test_single_step; Keras decays by 0.004 unless told otherwise.
    [Theory]
    [InlineData(OptimizerKind.Sgd, 0, new[] { 0.5, -1.0, -0.5, 3.0 })]
    [InlineData(OptimizerKind.Adamw, 0, new[] { 0.5, 1.5, 2.5, 3.5 })]
    [InlineData(OptimizerKind.Adamw, 0.004, new[] { 0.498, 1.496, 2.494, 3.492 })]
    [InlineData(OptimizerKind.Rmsprop, 0, new[] { -0.5811, 0.4189, 1.4189, 2.4189 })]
    internal void One_step_ends_where_it_ends_in_Keras(OptimizerKind kind, double decay, double[] after)
    {
        var config = new TrainingConfig { Optimizer = kind, LearningRate = 0.5, WeightDecay = decay };
        Assert.All([Precision.Float32, Precision.Float64], precision =>
        {
            using var parameter = new Parameter("p", precision, 1, 4);
            parameter.Value.Assign([1, 2, 3, 4]);
            Step(parameter, _ => config, 1, [1, 6, 7, 2], []);
            AssertNear(after, parameter);
        });
    }

    // sgd_test.py: nesterov without momentum is plain descent.
    [Fact]
    public void Sgd_takes_five_steps_as_Keras_does() => AssertFive(
        _ => new TrainingConfig { LearningRate = 0.01, Nesterov = true },
        [0.9959, 0.9919, 0.9879, 0.9839, 0.9799, 0.9759, 0.9719, 0.9679, 0.9639, 0.9599]);

    // adam_test.py, amsgrad: true, which is the same where the gradient never shrinks.
    [Fact]
    public void Adam_takes_five_steps_as_Keras_does() => AssertFive(
        t => new TrainingConfig { Optimizer = OptimizerKind.Adamw, LearningRate = 0.001, Epsilon = InPaper(1e-7, t) },
        [.. Enumerable.Repeat(0.9955, 10)]);

    [Fact]
    public void AdamW_takes_five_steps_as_Keras_does() => AssertFive(
        t => new TrainingConfig { Optimizer = OptimizerKind.Adamw, LearningRate = 1, WeightDecay = 0.5, Epsilon = InPaper(2, t) },
        [0.0263, 0.0215, 0.0167, 0.012, 0.0073, 0.0026, -0.0021, -0.0067, -0.0113, -0.0159]);

    // Keras adds its epsilon to √v, the paper's algorithm to √v̂ = √v / √(1 − β₂ᵗ).
    static double InPaper(double epsilon, int t) => epsilon / Math.Sqrt(1 - Math.Pow(0.999, t));

    static void AssertFive(Func<int, TrainingConfig> config, double[] after) =>
        Assert.All([Precision.Float32, Precision.Float64], precision =>
    {
        using var parameter = new Parameter("p", precision, 1, 10);
        parameter.Value.Fill(1);
        IReadOnlyList<SafeTensor> memory = [];
        for (var t = 1; t <= 5; t++)
        {
            memory = Step(parameter, config, t, t == 1 ? FirstGradient : ThenGradient, memory);
        }

        AssertNear(after, parameter);
    });

    static IReadOnlyList<SafeTensor> Step(
        Parameter parameter, Func<int, TrainingConfig> config, int t, double[] gradient, IReadOnlyList<SafeTensor> memory)
    {
        parameter.Grad.Assign(gradient);
        var optimizer = OptimizerFactory.Create([parameter], config(t));
        if (t > 1)
        {
            optimizer.Assign(memory, "memory");
        }

        optimizer.Step(t, config(t).LearningRate, 1);
        return optimizer.ToTensors();
    }

    static void AssertNear(double[] expected, Parameter found) =>
        Assert.All(expected.Zip(found.Value.ToArray()), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Tolerance));
}
