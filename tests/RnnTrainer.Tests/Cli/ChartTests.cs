using System.Xml.Linq;
using RnnTrainer.Cli.Pages;

namespace RnnTrainer.Tests.Cli;

/// <summary>The axes and the pictures of a report.</summary>
public sealed class ChartTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(-3.7, 12.2)]
    [InlineData(1e-9, 7e-9)]
    [InlineData(1234567, 1234599)]
    [InlineData(-1e300, 1e300)]
    public void Ticks_of_a_linear_axis_are_multiples_of_one_round_step_within_it(double low, double high)
    {
        double[] values = [.. Axis.Linear(low, high, most: 6).Ticks.Select(t => t.Value)];
        var step = values[1] - values[0];
        var leading = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-6));

        Assert.InRange(values.Length, 2, 7);
        Assert.Equal(values.Length, Axis.Linear(low, high, most: 6).Ticks.Select(t => t.Label).Distinct().Count());
        Assert.All(values, v => Assert.InRange(v, low - (1e-6 * step), high + (1e-6 * step)));
        Assert.Contains(new[] { 1.0, 2, 5 }, d => Math.Abs(d - leading) < 1e-3);
    }

    [Fact]
    public void An_axis_of_counts_has_whole_numbers_only() =>
        Assert.Equal(["1", "2", "3"], Axis.Linear(0.9, 3.1, most: 8, isCounted: true).Ticks.Select(t => t.Label));

    [Theory]
    [InlineData(0.001, 1000, "0.001 0.01 0.1 1 10 100 1000")]
    [InlineData(0.4, 6, "0.5 1 2 5")]
    [InlineData(0.16, 0.34, "0.2 0.25 0.3")]
    public void A_logarithmic_axis_has_enough_ticks_however_short_it_is(double low, double high, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Axis.Logarithmic(low, high, most: 8).Ticks.Select(t => t.Label)));

    [Fact]
    public void Equal_factors_take_equal_lengths_of_a_logarithmic_axis() =>
        Assert.Equal(0.5, Axis.Logarithmic(1, 100, most: 8).Position(10), 12);

    [Fact]
    public void A_line_has_a_gap_where_y_is_not_finite()
    {
        var d = Path("line c0", new Curve("a", [(0, 1), (1, 2), (2, double.NaN), (3, 1), (4, 2)]));
        Assert.Equal(2, d.Count(c => c == 'M'));
    }

    [Fact]
    public void A_single_point_is_a_dot() => Assert.EndsWith("h0", Path("dots c0", new Curve("a", [(1, 0.5)])), StringComparison.Ordinal);

    [Fact]
    public void Stacked_bars_begin_where_the_bars_below_end()
    {
        Curve[] curves = [new("a", [(0, 2), (1, 3)], CurveStyle.Bars), new("b", [(0, 1), (1, 4)], CurveStyle.Bars)];
        var stacks = Bars.Stacked(new Chart("t", "x") { Curves = curves }).Select(s => s.Bars.Select(b => (b.From, b.To))).ToList();
        Assert.Equal([(0, 2), (0, 3)], stacks[0]);
        Assert.Equal([(2, 3), (3, 7)], stacks[1]);
    }

    [Fact]
    public void Texts_of_a_picture_are_no_markup()
    {
        var chart = new Chart("a < \"b\"", "x & y", "<y>") { Curves = [new Curve("c", [(0, 1), (1, 2)])] };
        var picture = XElement.Parse(ChartPicture.Of(chart, DetailLevel.Levels[0]));
        Assert.Equal("a < \"b\"", (string?)picture.Attribute("aria-label"));
        Assert.Contains("x & y", picture.Elements().Select(e => e.Value));
    }

    [Fact]
    public void Every_class_of_a_picture_is_in_the_style_sheet()
    {
        var page = Page.Of("t", detail => [ChartPicture.Of(
            new Chart("t", "x")
            {
                Curves = [
                    .. Enum.GetValues<CurveStyle>()
                    .Select(s => new Curve($"{s}", [(0, 1), (1, 2)], s) { IsGuide = s == CurveStyle.Dashed })],
                Bands = [new Band("b", [(0, 1, 2), (1, 1, 2)], 0)],
                Marked = ("m", 1),
            }, detail)]);
        var style = page[..page.IndexOf("</style>", StringComparison.Ordinal)];
        var classes = page[style.Length..].Split(" class=\"").Skip(1)
            .SelectMany(p => p[..p.IndexOf('"', StringComparison.Ordinal)].Split(' ')).Distinct();
        Assert.All(classes.Where(c => c != "mark"), c => Assert.Contains($".{c} {{", style, StringComparison.Ordinal));
    }

    static string Path(string css, Curve curve)
    {
        var picture = XElement.Parse(ChartPicture.Of(new Chart("t", "x") { Curves = [curve] }, DetailLevel.Levels[0]));
        return (string)picture.Elements("path").Single(p => (string?)p.Attribute("class") == css).Attribute("d")!;
    }
}
