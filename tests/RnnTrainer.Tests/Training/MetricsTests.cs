using RnnTrainer.Training;

namespace RnnTrainer.Tests.Training;

public sealed class MetricsTests
{
    // By hand: class 0 has F1 = 2·1/(2+1), class 1 has 2·1/(1+2), class 2 never occurs in either.
    [Fact]
    public void Macro_f1_is_the_mean_over_the_classes_that_occur()
    {
        var scores = Metrics.Classify([0, 0, 1], [0, 1, 1], loss: 0.5);
        Assert.Equal([("loss", 0.5), ("accuracy", 2.0 / 3), ("macro_f1", 2.0 / 3)], scores.Select(s => (s.Metric, s.Value)));
    }

    // By hand: errors 1, 0, −2; spread of 1, 2, 3 is 2.
    [Fact]
    public void Regression_metrics_follow_their_formulas()
    {
        var scores = Metrics.Regress([1, 2, 3], [2, 2, 1], columns: 1, loss: 0.5);
        Assert.Equal(["loss", "mse", "rmse", "mae", "r2"], scores.Select(s => s.Metric));
        Assert.Equal([0.5, 5.0 / 3, Math.Sqrt(5.0 / 3), 1, 1 - (5.0 / 2)], scores.Select(s => s.Value), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_constant_truth_has_an_r2_of_one_only_if_every_answer_is_exact()
    {
        Assert.Equal(1, Metrics.Regress([2, 2], [2, 2], 1, 0).Value("r2"));
        Assert.Equal(0, Metrics.Regress([2, 2], [2, 3], 1, 0).Value("r2"));
    }

    [Fact]
    public void The_majority_is_that_of_training_and_ties_go_to_the_first_class() =>
        Assert.Equal(0.25, Baselines.Majority(counts: [0, 2, 2], truth: [1, 2, 2, 2]).Scores.Value("accuracy"));

    [Fact]
    public void The_mean_is_that_of_training()
    {
        var baseline = Baselines.Mean([2], [2, 5]);
        Assert.Equal(4.5, baseline.Scores.Value("mse"));
    }

    [Theory]
    [InlineData("accuracy", 0.9, 0.9, true)]
    [InlineData("accuracy", 0.89, 0.9, false)]
    [InlineData("loss", 0.1, 0.2, true)]
    [InlineData("rmse", 0.3, 0.2, false)]
    [InlineData("loss", double.NaN, 0.2, false)]
    public void A_limit_is_a_floor_or_a_ceiling_as_the_metric_goes(string metric, double value, double limit, bool reached) =>
        Assert.Equal(reached, Metrics.Reaches(metric, value, limit));
}
