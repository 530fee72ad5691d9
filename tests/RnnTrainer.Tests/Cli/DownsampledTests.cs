using RnnTrainer.Cli.Pages;

namespace RnnTrainer.Tests.Cli;

public sealed class DownsampledTests
{
    [Fact]
    public void A_thinned_curve_keeps_its_peaks_its_order_and_its_last_point()
    {
        List<(double X, double Y)> points = [
            .. Enumerable.Range(0, 10_007)
            .Select(n => ((double)n, n == 4321 ? 99 : n == 777 ? -99 : n % 5 == 0 ? double.NaN : Math.Sin(n)))];
        var thin = Downsampled.Curve(points, 100);

        Assert.InRange(thin.Count, 50, 101);
        Assert.Contains((4321.0, 99.0), thin);
        Assert.Contains((777.0, -99.0), thin);
        Assert.Equal(10_006, thin[^1].X);
        Assert.Equal(thin.Select(p => p.X).Order(), thin.Select(p => p.X));
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(8, 7)]
    [InlineData(1000, 7)]
    public void There_are_never_more_than_asked_for(int count, int most) =>
        Assert.InRange(Downsampled.Of([.. Enumerable.Range(0, count)], most).Count(), 1, most);
}
