using CsCheck;
using RnnTrainer.Training;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

/// <summary>Every score against the formula of docs/tasks.md, written as slowly as it stands there, on many small examples and their
/// degenerate cases.</summary>
public sealed class PlainScoresTests
{
    const double Near = 1e-9;

    static readonly Gen<double> Number = Gen.OneOf(Gen.Const(0.1), Gen.Int[-3, 3].Select(n => (double)n), Gen.Double[-100, 100]);

    [Fact]
    public void Scores_of_classes_are_those_of_their_definition() => Gen.Select(Gen.Int[-3, 4], Gen.Int[0, 4]).List[1, 12].Sample(answers =>
    {
        // Unseen labels are numbered without gaps.
        var unseen = answers.Select(a => a.Item1).Where(y => y < 0).Distinct().ToList();
        int[] truth = [.. answers.Select(a => a.Item1 < 0 ? -unseen.IndexOf(a.Item1) - 1 : a.Item1)];
        int[] given = [.. answers.Select(a => a.Item2)];

        var scores = Metrics.Classify(truth, given, 0.5);

        Assert.Equal(truth.Zip(given).Count(p => p.First == p.Second) / (double)truth.Length, scores.Value("accuracy")!.Value, Near);
        Assert.Equal(truth.Union(given).Average(c => F1(truth, given, c)), scores.Value("macro_f1")!.Value, Near);
    });

    [Fact]
    public void The_prior_s_scores_are_what_drawn_answers_are_expected_to_have() =>
        Gen.Select(Gen.Int[1, 9].Array[1, 4], Gen.Int[-3, 0].Array[1, 8]).Sample((counts, below) =>
    {
        int[] truth = [.. below.Select(y => y == 0 ? counts.Length - 1 : y)];
        double[] p = [.. counts.Select(n => n / (double)counts.Sum())];
        double F(int c) => truth.Count(y => y == c) / (double)truth.Length;

        var scores = Baselines.ClassPrior([.. counts.Select(n => (double)n)], truth).Scores;

        var classes = Enumerable.Range(0, p.Length).Select(c => (F: F(c), P: p[c]))
            .Concat(truth.Where(y => y < 0).Distinct().Select(c => (F: F(c), P: 0.0))).ToList();
        Assert.Equal(classes.Sum(c => c.F * c.P), scores.Value("accuracy")!.Value, Near);
        Assert.Equal(classes.Average(c => 2 * c.F * c.P / (c.F + c.P)), scores.Value("macro_f1")!.Value, Near);
    });

    [Fact]
    public void Scores_of_outputs_of_0_and_1_are_those_of_their_definition() => Gen.Select(Gen.Bool, Gen.Bool).Array[1, 9].Sample(outputs =>
    {
        double tp = outputs.Count(o => o.Item1 && o.Item2), fp = outputs.Count(o => !o.Item1 && o.Item2),
            fn = outputs.Count(o => o.Item1 && !o.Item2);

        var scores = Metrics.Multilabel([.. outputs.Select(o => o.Item1 ? 1.0 : 0)], [.. outputs.Select(o => o.Item2)], 0.5);

        Assert.Equal(tp + fp + fn > 0 ? tp / (tp + fp + fn) : 1, scores.Value("accuracy")!.Value, Near);
        Assert.Equal(tp + fp > 0 ? tp / (tp + fp) : 0, scores.Value("precision")!.Value, Near);
        Assert.Equal(tp + fn > 0 ? tp / (tp + fn) : 0, scores.Value("recall")!.Value, Near);
        Assert.Equal(tp + fp + fn > 0 ? 2 * tp / ((2 * tp) + fp + fn) : 0, scores.Value("f1")!.Value, Near);
    });

    [Fact]
    public void Scores_of_numbers_are_those_of_their_definition() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 5]).SelectMany((columns, rows) => Gen.Select(
        Gen.Const(columns), Number.Array[rows * columns], Number.Array[rows * columns])).Sample((C, y, answer) =>
    {
        var scores = Metrics.Regress(y, answer, C, 0.5);

        Assert.Equal(Mean(y.Zip(answer, (a, b) => (b - a) * (b - a))), scores.Value("mse")!.Value, Near * 1e4);
        Assert.Equal(Mean(y.Zip(answer, (a, b) => Math.Abs(b - a))), scores.Value("mae")!.Value, Near);
        AssertR2(y, answer, C, scores);
        Assert.All(scores, s => Assert.True(double.IsFinite(s.Value), s.ToString()));
    });

    /// <summary>Several series of their own levels, forecast H steps ahead from windows, of which each has some.</summary>
    [Fact]
    public void Scores_of_forecasts_are_those_of_their_definition() =>
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 3], Gen.Int[1, 4].Array[1, 3]).SelectMany((C, H, windows) => Gen.Select(
        Gen.Const((C, H, windows)),
        Number.Array[windows.Sum() * C * H],
        Number.Array[windows.Sum() * C * H],
        Gen.OneOf(Gen.Const(0.0), Gen.Double[0.1, 50]).Array[C].Array[windows.Length])).Sample((shape, y, answer, q) =>
    {
        var (C, H, windows) = shape;
        int[] series = [.. windows.SelectMany((n, s) => Enumerable.Repeat(s, n))];
        var tally = new NumberTally(C * H, new ForecastScale([.. Enumerable.Repeat(2.0, C)], [.. Enumerable.Repeat(1.0, C)]));
        var scales = new SeriesScales(series, q);

        var scores = tally.Scores(y, answer, scales);
        var byWindow = tally.Of(y, answer, [.. series.Select(_ => 1)], [.. series.Select(_ => 0.0)], scales).Scores();

        var perSeries = Enumerable.Range(0, windows.Length)
            .Select(
                s => Enumerable.Range(0, y.Length).Where(n => series[n / (C * H)] == s && q[s][n % C] > 0)
                .Select(n => Math.Abs(answer[n] - y[n]) / q[s][n % C]).ToList())
            .Where(errors => errors.Count > 0).Select(errors => errors.Average()).ToList();
        Assert.Equal(
            perSeries.Count > 0 ? perSeries.Average() : null, scores.Value("mase"), (a, b) =>
                a is null ? b is null : Math.Abs(a.Value - b!.Value) < 1e-6);
        AssertR2(y, answer, C, scores);
        Assert.Equal(scores.Skip(1).Select(s => s.Metric), byWindow.Skip(1).Select(s => s.Metric));
        Assert.All(
            scores.Skip(1).Zip(byWindow.Skip(1)), p =>
                Assert.Equal(p.First.Value, p.Second.Value, Near * Math.Max(1, Math.Abs(p.First.Value))));
        Assert.All(scores.Skip(1), s => Assert.True(double.IsFinite(s.Value), s.ToString()));
    });

    static void AssertR2(double[] y, double[] answer, int C, IReadOnlyList<Score> scores)
    {
        double errors = 0, spread = 0;
        for (var n = 0; n < y.Length; n++)
        {
            var column = y.Where((_, m) => m % C == n % C).ToList();
            (errors, spread) = (
                errors + Math.Pow(answer[n] - y[n], 2),
                spread + (column.Distinct().Count() == 1 ? 0 : Math.Pow(y[n] - column.Average(), 2)));
        }

        var r2 = spread > 0 ? 1 - (errors / spread) : errors == 0 ? 1 : 0;
        Assert.Equal(r2, scores.Value("r2")!.Value, 1e-6 * Math.Max(1, Math.Abs(r2)));
    }

    static double F1(int[] truth, int[] answers, int c)
    {
        double right = truth.Zip(answers).Count(p => p.First == c && p.Second == c);
        return 2 * right / (truth.Count(y => y == c) + answers.Count(y => y == c));
    }

    static double Mean(IEnumerable<double> values) => values.Average();
}
