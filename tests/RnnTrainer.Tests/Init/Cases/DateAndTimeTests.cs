using System.Globalization;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Several columns that together are one moment.</summary>
public sealed class DateAndTimeTests
{
    [Theory]
    [InlineData("Date;Time;power", "dd/MM/yyyy;HH:mm:ss", 1, "Date, Time")]
    [InlineData("date,time,load", "yyyy-MM-dd,HH:mm", 15, "date, time")]
    [InlineData("Datum;Zeit;kWh", "dd.MM.yyyy;HH:mm", 60, "Datum, Zeit")]
    [InlineData("day,clock,v", "MM/dd/yyyy,h:mm tt", 60, "day, clock")]
    [InlineData("a,b,c", "yyyy-MM-dd,HH:mm:ss", 10, "a, b")]
    [InlineData("Time,Date,v", "HH:mm:ss,yyyy-MM-dd", 60, "Date, Time")]
    [InlineData("date,hour,v", "yyyy-MM-dd,%H", 60, "date, hour")]
    public void A_date_and_a_time_of_day_are_one_moment(string header, string format, int minutes, string step)
    {
        var separator = header.Contains(';', StringComparison.Ordinal) ? ";" : ",";
        using var run = InitRun.Of(InitRun.Rows(
            header, 400, n =>
                string.Join(separator, format.Split(separator).Select(f => At(n, minutes).ToString(f, CultureInfo.InvariantCulture)))
                + separator + InitRun.Number(n % 50)));

        Assert.Equal(("forecast", header.Split(separator)[2]), (run.Task, run.Target));
        Assert.Equal(step, run.Columns.Step?.ToString());
        Assert.Equal(400, run.Read().Sequences.Single().Length);
        Assert.DoesNotContain("no dates say", run.Init.Error, StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("year,month,day,hour,pm", "yyyy,%M,%d,%H", 60)]
    [InlineData("Year,Month,Day,flow", "yyyy,%M,%d", 1440)]
    [InlineData("YEAR,MO,DY,HR,T2M", "yyyy,MM,dd,HH", 60)]
    [InlineData("yr,mnth,dy,v", "yyyy,%M,%d", 1440)]
    public void Years_months_days_and_hours_are_one_moment(string header, string format, int minutes)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 400, n => string.Join(",", format.Split(',').Select(f => At(n, minutes).ToString(f, CultureInfo.InvariantCulture)))
                + "," + InitRun.Number(n % 50)));
        var names = header.Split(',');

        Assert.Equal(("forecast", names[^1]), (run.Task, run.Target));
        Assert.Equal(string.Join(", ", names[..^1]), run.Columns.Step?.ToString());
        Assert.Equal(minutes == 60 ? 24 : 7, run.Columns.Horizon);
        run.AssertTrains();
    }

    static DateTime At(int n, int minutes) => new DateTime(2020, 12, 16).AddMinutes((long)n * minutes);
}
