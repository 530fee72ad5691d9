using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Training;

public sealed class MetricsTests
{
    // By hand: class 0 has F1 = 2·1/(2+1), class 1 has 2·1/(1+2), class 2 never occurs in either.
    [Fact]
    public void Macro_f1_is_the_mean_over_the_classes_that_occur()
    {
        var scores = Metrics.Classify([0, 0, 1], [0, 1, 1], loss: 0.5);
        Assert.Equal([("loss", 0.5), ("accuracy", 2.0 / 3), ("macro_f1", 2.0 / 3)], scores.Take(3).Select(s => (s.Metric, s.Value)));
    }

    // By hand: errors 1, 0, −2; spread of 1, 2, 3 is 2.
    [Fact]
    public void Regression_metrics_follow_their_formulas()
    {
        var scores = Metrics.Regress([1, 2, 3], [2, 2, 1], columns: 1, loss: 0.5);
        Assert.Equal(["loss", "mse", "rmse", "mae", "r2"], scores.Select(s => s.Metric));
        Assert.Equal([0.5, 5.0 / 3, Math.Sqrt(5.0 / 3), 1, 1 - (5.0 / 2)], scores.Select(s => s.Value), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // By hand: two targets, two forecasts of one step; errors 1, 20 and −1, 0; |e|/q is 1/2, 20/10, 1/2, 0; sMAPE terms 200·1/3, 200·20/60,
    // 200·1/3, 0; e/s is 1/4, 20/40, 1/4, 0.
    [Fact]
    public void Forecast_metrics_follow_their_formulas()
    {
        var scores = Metrics.Regress([1, 20, 2, 0], [2, 40, 1, 0], columns: 2, loss: 0.5, new ForecastScale([4, 40], [2, 10]));

        Assert.Equal(SequenceTask.Of(TaskKind.Forecast).Metrics, scores.Select(s => s.Metric));
        Assert.Equal(
            [0.5, 402.0 / 4, Math.Sqrt(402.0 / 4), 22.0 / 4, 1 - (402.0 / 200.5), 3.0 / 4, 200.0 / 4, 0.375 / 4, 1.0 / 4],
            scores.Select(s => s.Value),
            (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // Training series 1 4 2 8 with a hole: |4−1| and |8−2| one step apart, |2−1| and |8−4| two apart.
    [Theory]
    [InlineData(1, (3 + 2 + 6) / 3.0)]
    [InlineData(2, (1 + 4) / 2.0)]
    [InlineData(4, 0)]
    public void The_scale_of_mase_is_the_seasonal_error_of_training(int season, double error)
    {
        var series = new Sequence("s", 4, [], null, null) { StepTargets = [1, 7, 4, 7, 2, 7, 8, 7] };
        var holes = new Sequence("h", 3, [], null, null) { StepTargets = [1, 7, double.NaN, 7, double.NaN, 7] };

        var scale = ForecastScale.Fit([series, holes], C: 2, season);

        Assert.Equal([error, 0], scale.SeasonalError);
        Assert.Equal([Math.Sqrt(34.8 / 5), 1], scale.Deviation, (a, b) => Math.Abs(a - b) < 1e-12); // of 1 4 2 8 1 about 3.2
    }

    [Fact]
    public void The_scores_of_parts_come_from_the_same_sums_as_those_of_the_whole()
    {
        var random = new RandomStream(1, "tally", 0);
        double[] truth = [.. Enumerable.Range(0, 3 * 2 * 5).Select(_ => 1e7 + random.NextDouble())];
        double[] answers = [.. truth.Select(y => y + random.NextDouble())];
        var tally = new NumberTally(2, null).Of(truth, answers, [3, 4, 1, 2, 5], [1, 2, 3, 4, 5]);

        var part = tally.Scores([1, 3]);
        var alone = Metrics.Regress([.. truth[6..14], .. truth[16..20]], [.. answers[6..14], .. answers[16..20]], 2, 6 / 6.0);

        Assert.Equal(alone.Select(s => s.Value), part.Select(s => s.Value), (a, b) => Math.Abs(a - b) < 1e-6 * Math.Max(1, Math.Abs(a)));
    }

    [Fact]
    public void A_constant_truth_has_an_r2_of_one_only_if_every_answer_is_exact()
    {
        Assert.Equal(1, Metrics.Regress([2, 2], [2, 2], 1, 0).Value("r2"));
        Assert.Equal(0, Metrics.Regress([2, 2], [2, 3], 1, 0).Value("r2"));
    }

    [Fact]
    public void The_majority_is_that_of_training_and_ties_go_to_the_first_class() =>
        Assert.Equal(0.25, Baselines.Majority(counts: [0, 2, 2], targets: [1, 2, 2, 2]).Scores.Value("accuracy"));

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

    [Fact]
    public void Metrics_of_symbols_follow_their_formulas()
    {
        var scores = Metrics.Symbols(loss: 6 * Math.Log(4), right: 2, symbols: 6);
        Assert.Equal(["loss", "perplexity", "bits_per_symbol", "accuracy"], scores.Select(s => s.Metric));
        Assert.Equal([Math.Log(4), 4, 2, 1.0 / 3], scores.Select(s => s.Value), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // By hand: 2 found, 1 that was not there, 3 missed.
    [Fact]
    public void Metrics_of_independent_outputs_count_them_together()
    {
        var scores = Metrics.Multilabel([1, 1, 0, 0, 1, 1, 1, 0], [true, true, true, false, false, false, false, false], loss: 0.5);
        Assert.Equal(
            [("loss", 0.5), ("accuracy", 2.0 / 6), ("precision", 2.0 / 3), ("recall", 2.0 / 5), ("f1", 4.0 / 8)],
            scores.Take(5).Select(s => (s.Metric, s.Value)));
        Assert.Equal([1, 0, 0, 0], Metrics.Multilabel([0, 0], [false, false], 0).Skip(1).Take(4).Select(s => s.Value));
    }

    // By hand: rates 3/4 and 1/4; of (1,0), (1,1) the losses are −ln 9/16 and −ln 3/16.
    [Fact]
    public void The_prior_answers_with_the_rates_of_training()
    {
        var scores = Baselines.Prior([0.75, 0.25], [1, 0, 1, 1]).Scores;
        Assert.Equal(-Math.Log(27.0 / 256) / 2, scores.Value("loss")!.Value, 12);
        Assert.Equal(2.0 / 3, scores.Value("accuracy"));
    }

    // By hand: (1,0) and (0,1) are seen, (1,1) and (0,0) follow: one found, one that was not there, one missed.
    [Fact]
    public void The_last_step_once_more_is_a_baseline_without_a_loss()
    {
        var none = new RnnTrainer.Data.Encodings.Normalization(RnnTrainer.Data.Encodings.NormalizationKind.None, [0, 0, 0], [1, 1, 1]);
        var schema = new ModelSchema(["v", "x", "u"], ["u", "v"], [], none);
        var last = Baselines.LastLabels(schema, [new("s", 2, [0, 7, 1, 1, 7, 0], null, null)], [1, 1, 0, 0])!;
        Assert.Equal(
            [("accuracy", 1.0 / 3), ("precision", 0.5), ("recall", 0.5), ("f1", 0.5)],
            last.Scores.Take(4).Select(s => (s.Metric, s.Value)));
    }

    // By hand, of a b a a: n(a) = 3, n(b) = 1 as next symbols of «xabaa»; after a come b and a once each, after b comes a.
    [Fact]
    public void Naive_symbols_are_smoothed_counts_that_sum_to_one()
    {
        var schema = new ModelSchema(
            [], [], ["a", "b", "x"], new(RnnTrainer.Data.Encodings.NormalizationKind.None, [], []), Naive: [3, 1, 0],
            Encoding: new(RnnTrainer.Data.MissingPolicy.Error, [], [], [], [], "text", new(["a", "b", "x"])))
        {
            Pairs = [
                0, 0, 1, 0, 1, 1, 1, 0, 1, 2, 0, 1]
        };
        var naive = new NgramModel(ModelSchema.Parse(schema.ToJson()));
        Assert.Equal([4 / 7.0, 2 / 7.0, 1 / 7.0], Enumerable.Range(0, 3).Select(b => naive.P(b)));
        Assert.Equal(
            [(1 + (2 * 4 / 7.0)) / 4, (1 + (2 * 2 / 7.0)) / 4, 2 / 7.0 / 4], Enumerable.Range(0, 3).Select(b => naive.P(b, 0)), (p, q) =>
                Math.Abs(p - q) < 1e-15);
        Assert.All([0, 1, 2], a => Assert.Equal(1, Enumerable.Range(0, 3).Sum(b => naive.P(b, a)), 12));
        Assert.Equal((0, 0, 0), (naive.Likeliest, naive.LikeliestAfter(0), naive.LikeliestAfter(1)));
    }

    [Fact]
    public void A_forecast_of_several_columns_is_judged_by_mase_as_their_units_may_differ()
    {
        Assert.Equal("rmse", Judged(new Columns("sales")));
        Assert.Equal("mase", Judged(new Columns("sales", "customers")));

        static string Judged(Columns target) =>
            SequenceTask.Of(TaskKind.Forecast)
            .MainMetric(new Config { Task = TaskKind.Forecast, Data = new DataConfig { Train = "a.csv", Target = target } });
    }
}
