using System.Globalization;
using RnnTrainer.Data;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Dates, months or clock times as column headers: each row is a sequence.</summary>
public sealed class DatedHeaderTests
{
    [Theory]
    [InlineData("country", "M/d/yy", 40)]
    [InlineData("page", "yyyy-MM-dd", 45)]
    [InlineData("region", "dd.MM.yyyy", 40)]
    [InlineData("store", "yyyy-MM", 30)]
    [InlineData("meter", "HH:mm", 48)]
    [InlineData("Country Name", "yyyy", 30)]
    public void A_row_is_a_series_to_forecast(string id, string format, int steps)
    {
        using var run = InitRun.Of(Wide(id, format, steps, label: null));

        Assert.Equal(("forecast", Layout.Wide), (run.Task, run.Columns.Layout));
        Assert.Equal((20, steps), (run.Read().Sequences.Count, run.Read().Sequences[0].Length));
        Assert.Equal("c3", run.Read().Sequences[3].Id);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("id", "MMM-yy", 12, "target")]
    [InlineData("customer", "MMM yyyy", 24, "churned")]
    [InlineData("id", "yyyy-MM-dd", 30, "class")]
    [InlineData("sample", "HH:mm", 24, "label")]
    public void A_row_has_a_class(string id, string format, int steps, string label)
    {
        using var run = InitRun.Of(Wide(id, format, steps, label));

        Assert.Equal(("classify", label, Layout.Wide), (run.Task, run.Target, run.Columns.Layout));
        Assert.Equal((20, steps, 1), (run.Read().Sequences.Count, run.Read().Sequences[0].Length, run.Read().Sequences[0].Width));
        run.AssertTrains();
    }

    static string Wide(string id, string format, int steps, string? label) => InitRun.Rows(
        $"{id},{string.Join(',', Enumerable.Range(0, steps).Select(t => Header(format, t)))}{(label is null ? "" : $",{label}")}", 20,
        n => $"c{n},{string.Join(',', Enumerable.Range(0, steps).Select(t => InitRun.Number((n % 2 * 9) + (t * (1 + (n % 3))))))}" +
            $"{(label is null ? "" : n % 2 == 0 ? ",a" : ",b")}");

    static string Header(string format, int t) => (format switch
    {
        "HH:mm" => new DateTime(2021, 1, 1).AddMinutes(30 * t),
        "yyyy" => new DateTime(1990, 1, 1).AddYears(t),
        "MMM-yy" or "MMM yyyy" or "yyyy-MM" => new DateTime(2016, 1, 1).AddMonths(t),
        _ => new DateTime(2020, 1, 1).AddDays(t),
    }).ToString(format, CultureInfo.InvariantCulture);
}
