using MathNet.Numerics;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

/// <summary>Scores against examples by hand, and against other formulas for the same thing.</summary>
public sealed class ScoreTests
{
    static readonly RandomStream Random = new(1, "scores", 0);

    // Three of class a, one of b, one of a class that training never saw; answers a, a, b, b, a.
    static readonly ConfusionMatrix ByHand = ConfusionMatrix.Of(["a", "b", "c"], [0, 0, 0, 1, -1], [0, 0, 1, 1, 0]);

    [Fact]
    public void A_confusion_counts_answers_by_truth()
    {
        Assert.Equal([[2, 1, 0], [0, 1, 0], [0, 0, 0], [1, 0, 0]], ByHand.Counts);
        Assert.Equal((2.0 / 3, 2.0 / 3, 2.0 / 3, 3), (ByHand.Precision(0), ByHand.Recall(0), ByHand.F1(0), ByHand.Support(0)));
        Assert.Equal((1.0 / 2, 1.0, 2.0 / 3), (ByHand.Precision(1), ByHand.Recall(1), ByHand.F1(1)));
        Assert.Equal((0, 0, 0), (ByHand.Precision(2), ByHand.Recall(2), ByHand.F1(2)));
    }

    [Fact]
    public void A_class_that_training_never_saw_counts_as_wrong_and_has_no_loss()
    {
        var scores = ClassSums.Tally(3, [0, 0, 0, 1, -1], [0, 0, 1, 1, 0], [0.1, 0.2, 0.3, 0.4, 99], [3, 2]).Scores();
        Assert.Equal([0.25, 3.0 / 5, 4.0 / 3 / 3], scores.Take(3).Select(s => s.Value), Near); // F1 of a 2/3, of b 2/3, of the unknown 0
    }

    [Fact]
    public void Accuracy_and_macro_f1_are_what_precision_and_recall_come_to()
    {
        int[] truth = [.. Enumerable.Range(0, 200).Select(_ => Random.Next(4))];
        int[] answers = [.. truth.Select(y => Random.NextDouble() < 0.6 ? y : Random.Next(4))];
        var confusion = ConfusionMatrix.Of(["a", "b", "c", "d"], truth, answers);

        var scores = Metrics.Classify(truth, answers, 0);

        Assert.Equal(confusion.Counts.Select((row, c) => row[c]).Sum() / 200.0, scores.Value("accuracy")!.Value, Near);
        var f1 = Enumerable.Range(0, 4)
            .Average(c => 2 * confusion.Precision(c) * confusion.Recall(c) / (confusion.Precision(c) + confusion.Recall(c)));
        Assert.Equal(f1, scores.Value("macro_f1")!.Value, Near);
        Assert.NotEqual(f1, Metrics.Classify(answers, [.. truth.Reverse()], 0).Value("macro_f1")!.Value, Near);
    }

    [Fact]
    public void Errors_of_numbers_are_those_of_the_library()
    {
        double[] truth = [.. Enumerable.Range(0, 50).Select(_ => 10 * Random.NextDouble())];
        double[] answers = [.. truth.Select(y => y + Random.NextDouble())];

        var scores = Metrics.Regress(truth, answers, 1, 0);

        Assert.Equal(Distance.MSE(truth, answers), scores.Value("mse")!.Value, Near);
        Assert.Equal(Distance.MAE(truth, answers), scores.Value("mae")!.Value, Near);
        Assert.Equal(GoodnessOfFit.CoefficientOfDetermination(answers, truth), scores.Value("r2")!.Value, Near);
    }

    // Hyndman and Koehler's other form: errors divided by the scale one by one; and scores of values that were standardised before.
    [Fact]
    public void Scaled_errors_are_those_of_scaled_numbers()
    {
        double[] truth = [.. Enumerable.Range(0, 60).Select(n => (n % 3 + 1) * 10 * Random.NextDouble())];
        double[] answers = [.. truth.Select(y => y + Random.NextDouble())];
        double[] deviation = [2, 3, 5];
        double[] seasonal = [1, 4, 0.5];

        var scores = Metrics.Regress(truth, answers, 6, 0, new ForecastScale(deviation, seasonal)); // two steps ahead of three targets

        var scaled = Metrics.Regress(By(truth, deviation), By(answers, deviation), 1, 0);
        Assert.Equal(scaled.Value("mse")!.Value, scores.Value("scaled_mse")!.Value, Near);
        Assert.Equal(scaled.Value("mae")!.Value, scores.Value("scaled_mae")!.Value, Near);
        Assert.Equal(Distance.MAE(By(truth, seasonal), By(answers, seasonal)), scores.Value("mase")!.Value, Near);
        Assert.Equal(100 * Distance.Canberra(truth, answers) / 60 * 2, scores.Value("smape")!.Value, Near);

        double[] By(double[] numbers, double[] scale) => [.. numbers.Select((y, n) => y / scale[n % 3])];
    }

    // By hand: p = 1/4, 3/4; the truth has 1/4 of a, 1/2 of b and one of an unknown class, whose F1 is 0.
    [Fact]
    public void The_prior_answers_with_the_frequencies_of_training()
    {
        var scores = Baselines.ClassPrior([1, 3], [0, 1, 1, -1]).Scores;

        Assert.Equal(
            [-(Math.Log(0.25) + (2 * Math.Log(0.75))) / 3, (0.25 * 0.25) + (0.5 * 0.75), (0.25 + 0.6) / 3], scores.Select(s => s.Value),
            Near);
    }

    [Fact]
    public void Balanced_weights_let_every_class_count_alike_and_leave_the_sum()
    {
        double[] counts = [90, 9, 1];
        var w = new ClassWeights(null).Of(["a", "b", "c"], counts);

        Assert.All(w.Zip(counts), p => Assert.Equal(100 / 3.0, p.First * p.Second, Near));
        Assert.Equal([1, 7, 1], new ClassWeights([new("b", 7)]).Of(["a", "b", "c"], counts));
    }

    [Fact]
    public void A_bootstrap_interval_is_that_of_the_normal_distribution_where_sequences_are_many()
    {
        var tally = Hits(400, n => n % 5 > 0);

        var accuracy = Bootstrap.Intervals(tally, 0.95, seed: 1).Single(i => i.Metric == "accuracy");

        var half = 1.96 * Math.Sqrt(0.8 * 0.2 / 400);
        Assert.InRange(accuracy.Low, 0.8 - (1.15 * half), 0.8 - (0.85 * half));
        Assert.InRange(accuracy.High, 0.8 + (0.85 * half), 0.8 + (1.15 * half));
        Assert.Equal(accuracy, Bootstrap.Intervals(tally, 0.95, seed: 1)[1]);
        Assert.NotEqual(accuracy, Bootstrap.Intervals(tally, 0.95, seed: 2)[1]);
    }

    // Ten right, ten wrong, and so on: neighbours know of one another, so that draws one by one pretend too much.
    [Fact]
    public void Neighbours_that_are_alike_make_an_interval_wider_if_they_are_drawn_together()
    {
        var tally = Hits(400, n => n / 10 % 2 == 0);

        var (single, blocks) = (Width(Bootstrap.Intervals(tally, 0.9, 1)), Width(Bootstrap.Intervals(tally, 0.9, 1, block: 10)));

        Assert.True(blocks > 1.5 * single, $"{blocks} {single}");

        static double Width(IReadOnlyList<Interval> intervals) => intervals[1].High - intervals[1].Low;
    }

    static Tally Hits(int count, Func<int, bool> right)
    {
        int[] truth = [.. Enumerable.Range(0, count).Select(_ => 0)];
        return ClassSums.Tally(
            2, truth, [.. truth.Select((_, n) => right(n) ? 0 : 1)], [.. truth.Select(_ => 0.5)], [.. truth.Select(_ => 1)]);
    }

    static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12 * Math.Max(1, Math.Abs(a));
}
