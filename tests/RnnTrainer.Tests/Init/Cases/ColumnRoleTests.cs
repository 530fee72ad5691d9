namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Counters, calendar columns, ids and markers, told by their values.</summary>
public sealed class ColumnRoleTests
{
    [Theory]
    [InlineData("NO")]
    [InlineData("Index")]
    [InlineData("")]
    [InlineData("Unnamed: 0")]
    [InlineData("plim")]
    public void A_column_that_counts_the_rows_is_neither_input_nor_target(string name)
    {
        using var run = InitRun.Of(InitRun.Rows($"{name},date,load,temp", 80, n => $"{n + 1},{Day(n)},{InitRun.Number(n % 30)},{InitRun.Number(n % 7)}"));

        Assert.Equal(("forecast", "load, temp", "load, temp"), (run.Task, run.Target, run.Inputs));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("seq,x,note,label", "x", 3, false)]
    [InlineData("seq,temp,note,label", "temp", 4, false)]
    [InlineData("seq,x,note,label", "x", 5, true)]
    [InlineData("seq,index,x,label", "index", 3, true)]
    public void Three_rows_that_count_by_ones_are_no_counter_unless_the_name_says_so(string header, string name, int rows, bool isCounter)
    {
        using var run = InitRun.Of(InitRun.Rows(header, rows, n => string.Join(',', header.Split(',').Select(column =>
            column == name ? $"{n + 1}" : column switch
            {
                "seq" => $"{(char)('a' + (n / 2))}",
                "label" => n / 2 % 2 == 0 ? "u" : "v",
                "x" => $"{n * n % 7}.5",
                _ => "hot",
            }))));

        Assert.Equal(isCounter, run.Error.Contains($"column '{name}' is left out: it counts the rows", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NO")]
    [InlineData("Index")]
    [InlineData("nr")]
    public void A_column_that_is_only_called_so_is_forecast(string name)
    {
        using var run = InitRun.Of(InitRun.Rows($"date,{name},temp", 80, n => $"{Day(n)},{InitRun.Number(n * 7 % 30)},{InitRun.Number(n % 7)}"));

        Assert.Equal(("forecast", $"{name}, temp"), (run.Task, run.Target));
    }

    [Theory]
    [InlineData("weekday", "date,weekday,sales")]
    [InlineData("month", "date,month,sales")]
    [InlineData("is_weekend", "date,sales,is_weekend")]
    [InlineData("dayofyear", "dayofyear,date,sales")]
    public void A_column_that_follows_from_the_date_is_known_and_not_forecast(string calendar, string header)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 200, n => string.Join(',', header.Split(',').Select(name => name switch
        {
            "date" => Day(n),
            "weekday" => $"{(int)At(n).DayOfWeek}",
            "month" => $"{At(n).Month}",
            "is_weekend" => $"{(At(n).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0)}",
            "dayofyear" => $"{At(n).DayOfYear}",
            _ => InitRun.Number(n % 30),
        }))));

        Assert.Equal(("forecast", "sales"), (run.Task, run.Target));
        Assert.Contains(calendar, run.Error, StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("date,store_id,sales", "17")]
    [InlineData("date,station,sales", "USW00014")]
    [InlineData("site,date,sales", "A")]
    public void A_name_that_is_the_same_in_all_rows_is_no_input(string header, string id)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 80, n => string.Join(',', header.Split(',').Select(name =>
            name == "date" ? Day(n) : name == "sales" ? InitRun.Number(n % 30) : id))));

        Assert.Equal(("forecast", "sales", "sales"), (run.Task, run.Target, run.Inputs));
        Assert.Contains($"'{header.Split(',').Single(c => c is not ("date" or "sales"))}'", run.Error, StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("Entity,Code,Year,Value")]
    [InlineData("country,iso,year,gdp")]
    public void A_second_name_of_the_same_sequences_is_neither_label_nor_input(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 240, n => $"Land {n / 40},L{n / 40},{1960 + (n % 40)},{InitRun.Number((n % 40) + (n / 40))}"));

        Assert.Equal(("forecast", header.Split(',')[3], header.Split(',')[3]), (run.Task, run.Target, run.Inputs));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("-999")]
    [InlineData("-200")]
    [InlineData("-9999")]
    [InlineData("9999.9")]
    [InlineData("-99")]
    public void A_number_far_from_all_others_is_proposed_as_a_marker(string marker)
    {
        using var run = InitRun.Of(InitRun.Rows("date,pm", 120, n => $"{Day(n)},{(n % 17 == 5 ? marker : InitRun.Number(n % 30))}"));

        Assert.Equal(("forecast", "pm"), (run.Task, run.Target));
        Assert.Contains(marker, run.Error, StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("date,load", "yyyy-MM-dd HH:mm")]
    [InlineData("time;v", "dd.MM.yyyy HH:mm:ss")]
    [InlineData("ts,v", "yyyy-MM-dd HH:mm:ss")]
    public void The_hour_that_comes_twice_in_autumn_is_named(string header, string format)
    {
        var separator = header.Contains(';', StringComparison.Ordinal) ? ";" : ",";
        using var run = InitRun.Of(InitRun.Rows(header, 120, n =>
            new DateTime(2021, 10, 30).AddHours(n > 26 ? n - 1 : n).ToString(format, System.Globalization.CultureInfo.InvariantCulture)
            + separator + InitRun.Number(n % 24)));

        Assert.Contains("the local clock was set back in that hour", run.Error, StringComparison.Ordinal);
        Assert.Contains("hint: Give the times in UTC or with their offset", run.Error, StringComparison.Ordinal);
    }

    static DateTime At(int n) => new DateTime(2021, 1, 1).AddDays(n);

    static string Day(int n) => $"{At(n):yyyy-MM-dd}";
}
