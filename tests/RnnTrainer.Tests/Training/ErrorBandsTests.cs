using RnnTrainer.Training.Evaluation;

namespace RnnTrainer.Tests.Training;

public sealed class ErrorBandsTests
{
    /// <summary>Errors 0 … 100 of one output and 0 … −200 of the other: the quantiles are those numbers themselves.</summary>
    [Fact]
    public void The_ranges_are_quantiles_of_truth_minus_answer_for_each_output()
    {
        var numbers = Numbers(101, n => n, n => -2 * n);
        var bands = ErrorBands.Of(numbers);

        Assert.Equal([5, 25, 50, 75, 95], bands.Quantiles[0]);
        Assert.Equal([-190, -150, -100, -50, -10], bands.Quantiles[1]);
        Assert.Equal(101, bands.Count);
        Assert.Equal(91 / 101.0, bands.Coverage(numbers), 12);
    }

    [Fact]
    public void They_hold_nothing_of_errors_that_are_of_another_kind() =>
        Assert.Equal(0, ErrorBands.Of(Numbers(50, n => n, n => n)).Coverage(Numbers(50, n => n + 1000, n => -n - 1000)));

    [Fact]
    public void A_truth_that_is_not_known_is_not_counted()
    {
        var numbers = Numbers(11, n => n == 3 ? double.NaN : 1, n => 1);
        Assert.Equal((10, 1.0), (ErrorBands.Of(numbers).Count, ErrorBands.Of(numbers).Coverage(numbers)));
    }

    /// <summary>Answers of 7 and 8, which must cancel.</summary>
    static NumberPredictions Numbers(int N, Func<int, double> first, Func<int, double> second) => new(
        [.. Enumerable.Range(0, N).SelectMany(n => new[] { 7 + first(n), 8 + second(n) })],
        [.. Enumerable.Range(0, N).SelectMany(_ => new[] { 7.0, 8.0 })],
        2);
}
