using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training;
using RnnTrainer.Training.Ranges;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

/// <summary>Ranks of errors by hand, and the scores of ranges by hand.</summary>
public sealed class ErrorQuantilesTests
{
    static readonly ModelSchema Schema = new(["x"], ["y"], [], new Normalization(NormalizationKind.None, [0], [1]));

    // By hand: ⌈10 · 0.9⌉ = 9, ⌈10 · 0.5⌉ = 5, ⌈10 · 0.51⌉ = 6, ⌈10 · 0.9001⌉ = 10 > 9.
    [Theory]
    [InlineData(90, 9.0)]
    [InlineData(50, 5.0)]
    [InlineData(51, 6.0)]
    [InlineData(90.01, null)]
    public void The_radius_is_the_error_of_the_finite_sample_rank(double level, double? expected) =>
        Assert.Equal(expected, ErrorQuantiles.Of([[3, 9, 1, 2, 8, 4, 7, 5, 6]]).Radius(0, (decimal)level));

    [Fact]
    public void Without_errors_there_is_no_radius() => Assert.Null(ErrorQuantiles.Of([[]]).Radius(0, 1));

    [Fact]
    public void Of_many_errors_few_are_kept_and_whole_percentages_are_exact()
    {
        var random = new RandomStream(1, "errors", 0);
        double[] all = [.. Enumerable.Range(0, ErrorQuantiles.MostKept + 1).Select(_ => random.NextDouble())];
        var (kept, sorted) = (ErrorQuantiles.Of([all]), all.Order().ToArray());

        Assert.InRange(kept.Errors[0].Length, 100, 130);
        Assert.True(kept.IsSound(1));
        foreach (var level in Enumerable.Range(1, 99).Select(p => (decimal)p).Concat([90.5m, 97.5m, 99.5m, 99.9m, 99.99m]))
        {
            Assert.Equal(sorted[ErrorQuantiles.Rank(all.Length, level) - 1], kept.Radius(0, level));
        }

        Assert.Equal(kept.Radius(0, 34), kept.Radius(0, 33.3m));
        Assert.Equal(sorted[^1], kept.Radius(0, 99.993m));
        Assert.Null(kept.Radius(0, 99.9999m));
    }

    // By hand: of 1 … 9, five are at least 5, and one may always be larger.
    [Theory]
    [InlineData(5, 0.6)]
    [InlineData(4.5, 0.6)]
    [InlineData(9, 0.2)]
    [InlineData(9.5, 0.1)]
    [InlineData(0, 1)]
    public void The_p_value_is_the_share_of_errors_at_least_as_large(double error, double p) =>
        Assert.Equal(p, ErrorQuantiles.Of([[3, 9, 1, 2, 8, 4, 7, 5, 6]]).PValue(0, error), 1e-12);

    [Fact]
    public void Of_many_errors_a_p_value_is_at_least_that_of_all()
    {
        double[] all = [.. Enumerable.Range(1, 20_000).Select(n => (double)n)];
        var kept = ErrorQuantiles.Of([all]);
        foreach (var error in new[] { 0.5, 1, 7, 9_999.5, 15_000, 19_799, 19_999, 20_000, 20_001 })
        {
            var exact = (1.0 + all.Count(e => e >= error)) / (all.Length + 1);
            Assert.InRange(kept.PValue(0, error), exact, exact + 0.011);
        }
    }

    [Theory]
    [InlineData(1, new[] { 1.0, 2 }, true)]
    [InlineData(2, new[] { 1.0, 2 }, false)]
    [InlineData(1, new[] { 2.0, 1 }, false)]
    [InlineData(1, new[] { 1.0, double.PositiveInfinity }, false)]
    public void What_cannot_be_errors_is_seen(int outputs, double[] errors, bool isSound) =>
        Assert.Equal(isSound, new ErrorQuantiles([2], [errors]).IsSound(outputs));

    [Fact]
    public void A_schema_with_errors_reads_back_and_one_with_wrong_errors_is_refused()
    {
        var schema = Schema with { Errors = new HeldOutErrors("calibration", ErrorQuantiles.Of([[1, 2, 3]]), "mean", null) };
        Assert.Equal(schema.ToJson(), ModelSchema.Parse(schema.ToJson()).ToJson());
        Assert.DoesNotContain("errors", Schema.ToJson(), StringComparison.Ordinal);

        var wrong = schema with { Errors = schema.Errors with { OfModel = ErrorQuantiles.Of([[1], [2]]) } };
        Assert.Throws<System.Text.Json.JsonException>(() => ModelSchema.Parse(wrong.ToJson()));
    }

    // Radius 2 (of three errors 1, 2, 2 the rank ⌈4 · 0.5⌉ = 2), so ranges ŷ ± 2. Targets 1, 5, 0 of predictions 0, 1, 1:
    // covered 2 of 3; width 4; outside by 2 once, so winkler 4 + (2/0.5 · 2)/3. Quantiles 0.25, 0.5, 0.75 at ŷ − 2, ŷ, ŷ + 2.
    [Fact]
    public void Scores_are_those_by_hand()
    {
        var ranges = PredictedRanges.Of(ErrorQuantiles.Of([[2, 1, 2]]), [50], "validation", Schema);
        var tally = new RangeTally(ranges);
        foreach (var (target, prediction) in new[] { (1.0, 0.0), (5.0, 1.0), (double.NaN, 9.0), (0.0, 1.0) })
        {
            tally.Add([target], [prediction], own: [], units: null);
        }

        // Pinball losses of the errors y − ŷ_p: low 0.25 · (3 + 6 + 1), middle 0.5 · (1 + 4 + 1),
        // high 0.25 · 1 + 0.75 · 2 + 0.25 · 3.
        var wql = 2 * (2.5 + 3 + 2.5) / 6 / 3;
        Assert.Equal(
            [("coverage_50", 2 / 3.0), ("width_50", 4), ("winkler_50", 4 + (8 / 3.0)), ("wql", wql)],
            tally.Scores().Select(s => (s.Metric, s.Value)), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
    }

    [Fact]
    public void Too_few_errors_for_a_level_say_how_many_are_needed_and_what_is_possible()
    {
        var error = Assert.Throws<RunException>(
            () => PredictedRanges.Of(ErrorQuantiles.Of([[1, 2, 3, 4]]), [90], "validation", Schema));

        Assert.Equal(
            "a range of 90 % needs at least 9 errors of each output, and the validation part has 4 of target 'y'", error.Message);
        Assert.Equal("take a level of at most 80, or hold out more (data.split.calibration) and train again", error.Hint);
    }

    [Theory]
    [InlineData(new[] { 90.0 }, "q05,q95")]
    [InlineData(new[] { 50.0, 90 }, "q05,q25,q75,q95")]
    [InlineData(new[] { 95.0 }, "q025,q975")]
    [InlineData(new[] { 80.0, 80 }, "q10,q90")]
    [InlineData(new[] { 99.9 }, "q0005,q9995")]
    public void Columns_are_named_by_their_probabilities(double[] levels, string names) =>
        Assert.Equal(names, string.Join(',', RangeNames.Ends([.. levels.Select(RangeNames.Level)]).Select(RangeNames.Quantile)));
}
