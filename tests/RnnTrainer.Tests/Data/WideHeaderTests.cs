using RnnTrainer.Data;
using RnnTrainer.Data.Layouts.Wide;
using RnnTrainer.Tests.Init;

namespace RnnTrainer.Tests.Data;

/// <summary>Dates, months, years and clock times as the names of columns.</summary>
public sealed class WideHeaderTests
{
    [Theory]
    [InlineData("1/1/20,1/2/20,1/22/20", "x: 2020-01-01 2020-01-02 2020-01-22")]
    [InlineData("2021-01-01,2021-01-02,2021-02-01", "x: 2021-01-01 2021-01-02 2021-02-01")]
    [InlineData("jan-16,feb-16,mar-16", "x: jan-16 feb-16 mar-16")]
    [InlineData("2010 Jan,2010 Feb,2011 Jan", "x: 2010 Jan 2010 Feb 2011 Jan")]
    [InlineData("Dec 2019,Jan 2020", "x: Dec 2019 Jan 2020")]
    [InlineData("2019Q4,2020Q1,2020Q2", "x: 2019Q4 2020Q1 2020Q2")]
    [InlineData("Q4_2019,Q1_2020", "x: Q4-2019 Q1-2020")]
    [InlineData("2019_12,2020_01", "x: 2019-12 2020-01")]
    [InlineData("load_2019-12,load_2020-01,temp_2019-12,temp_2020-01", "load: 2019-12 2020-01; temp: 2019-12 2020-01")]
    [InlineData("load_2019_12,load_2020_01", "load: 2019-12 2020-01")]
    [InlineData("2020-01-31 load,2020-02-29 load", "load: 2020-01-31 2020-02-29")]
    [InlineData("X2020.01.31,X2020.02.01", "x: 2020-01-31 2020-02-01")]
    [InlineData("X1.22.20,X1.23.20", "x: 2020-01-22 2020-01-23")]
    [InlineData("1990,1995,2000", "x: 1990 1995 2000")]
    [InlineData("Y1960,Y1961", "Y: 1960 1961")]
    [InlineData("1960 [YR1960],1961 [YR1961]", "x: 1960 1961")]
    [InlineData("201912,202001", "x: 2019-12 2020-01")]
    [InlineData("20191231,20200101", "x: 2019-12-31 2020-01-01")]
    [InlineData("00:30,01:00,23:30,24:00", "x: 00:30 01:00 23:30 24:00")]
    [InlineData("0030,0100,2330", "x: 0030 0100 2330")]
    [InlineData("06:00,18:00,00:00", "x: 06:00 18:00 00:00")]
    [InlineData("1:00 AM,2:00 AM,1:00 PM", "x: 1:00 AM 2:00 AM 1:00 PM")]
    [InlineData("0.0,0.5,1.0", "x: 0.0 0.5 1.0")]
    [InlineData("-1,0,1", "x: -1 0 1")]
    [InlineData("0,5,10", "x: 0 5 10")]
    [InlineData("1100.5,1102.25,1105.0", "x: 1100.5 1102.25 1105.0")]
    [InlineData("1577836800,1577840400,1577847600", "x: 1577836800 1577840400 1577847600")]
    [InlineData("Jan,Feb,Mar", "x: Jan Feb Mar")]
    [InlineData("Jul,Oct,Jan,Apr", "x: Jul Oct Jan Apr")]
    public void The_names_of_the_columns_are_the_steps(string header, string features) => Assert.Equal(features, Shown(Of(header)));

    [Theory]
    [InlineData("t0,t1,t2")]
    [InlineData("x_0.10,x_0.11")]
    [InlineData("x0_t0,x0_t1,x1_t0,x1_t1")]
    [InlineData("V2020,V2021x")]
    public void Numbers_are_no_times(string header) => Assert.Equal(WideKind.Numbers, Of(header).Kind);

    [Theory]
    [InlineData("2021-01-03,2021-01-01,2021-01-02", "2021-01-01 2021-01-02 2021-01-03", "time: '2021-01-01' is the first, '2021-01-03'")]
    [InlineData("dec-19,nov-19,jan-20", "nov-19 dec-19 jan-20", "time: 'nov-19' is the first, 'jan-20'")]
    [InlineData("t2,t1,t0", "0 1 2", "their numbers: 't0' is the first, 't2'")]
    [InlineData("01:00,00:30,02:00,01:30", "00:30 01:00 01:30 02:00", "time: '00:30' is the first, '02:00'")]
    public void Columns_that_are_not_in_order_are_put_into_it_with_a_note(string header, string steps, string note)
    {
        var found = Of(header);

        Assert.Equal(steps, string.Join(' ', found.Features[0].Texts));
        Assert.Equal([$"the columns were put into the order of {note} the last"], found.Notes);
    }

    [Theory]
    [InlineData("1/1/20,1/12/20,1/13/20", "2020-01-01 2020-01-12 2020-01-13", ", as '1/13/20' shows")]
    [InlineData("1/1/20,12/1/20,13/1/20", "2020-01-01 2020-01-12 2020-01-13", ", as '13/1/20' shows")]
    [InlineData("11/1/20,12/1/20,1/2/20", "2020-01-11 2020-01-12 2020-02-01", ": with the month first they would not be in order")]
    [InlineData("1/1/20,1/2/20", "2020-01-01 2020-01-02", ", although the day may be meant to be first: then set date_order: day-first")]
    public void All_columns_together_say_whether_the_day_or_the_month_is_first(string header, string steps, string reason)
    {
        var found = Of(header);

        Assert.Equal(steps, string.Join(' ', found.Features[0].Texts));
        Assert.EndsWith(reason, Assert.Single(found.Notes));
    }

    [Fact]
    public void Every_spelling_of_time_is_read_and_put_into_order()
    {
        foreach (var time in TimeSpelling.All.Where(t => t.IsTime && t.Headers.Length == 1))
        {
            foreach (var pace in time.Paces)
            {
                int[] order = [3, 2, 1, 0, .. Enumerable.Range(4, 16)];
                var names = order.Select(n => time.Cells(TimeSpelling.At(pace, n), n)[0].Replace(',', ' '));
                var header = Of($"id,label,{string.Join(',', names)}");

                Assert.Equal((time.Name, 1), (time.Name, header.Features.Length));
                Assert.Equal([5, 4, 3, 2, .. Enumerable.Range(6, 16)], header.Features[0].Fields);
                Assert.Equal(Enumerable.Range(header.Features[0].Steps[0], 20), header.Features[0].Steps);
            }
        }
    }

    [Theory]
    [InlineData("43831,43862,43891,43922", "2020-01-01 2020-02-01 2020-03-01 2020-04-01")]
    [InlineData("id,43922,43831,44013", "2020-01-01 2020-04-01 2020-07-01")]
    [InlineData("x_36526,x_36892,x_37257,x_37622", "2000-01-01 2001-01-01 2002-01-01 2003-01-01")]
    public void Days_of_a_spreadsheet_that_are_the_first_of_their_months_are_dates(string header, string steps)
    {
        var found = Of(header);

        Assert.Equal(steps, string.Join(' ', found.Features[0].Texts));
        Assert.Contains("are read as the days of a spreadsheet, ", found.Notes[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("43831,43832,43833")]
    [InlineData("30000,35000,40000")]
    [InlineData("t_43831,t_43862")]
    public void Other_numbers_of_five_digits_are_numbers(string header) => Assert.Equal(WideKind.Numbers, Of(header).Kind);

    [Fact]
    public void With_date_format_any_days_are_dates_and_stay_as_the_file_writes_them()
    {
        var found = Of("43834,43831,43840", new DataOptions { DateFormat = DateFormat.Excel });

        Assert.Equal((WideKind.Dates, "43831 43834 43840"), (found.Kind, string.Join(' ', found.Features[0].Texts)));
    }

    [Fact]
    public void With_date_order_the_steps_stay_as_the_file_writes_them() =>
        Assert.Equal(
            ["1/1/20", "1/2/20"], Of("1/1/20,1/2/20", new DataOptions { DateOrder = DateOrder.DayFirst }).Features[0].Texts);

    [Fact]
    public void A_column_that_contradicts_date_order_is_an_error() =>
        Assert.Equal(
            ["train.csv:1:23: error: '1/13/20' is not a date with the day first | Set date_order: month-first."],
            Csv.OpenErrors(
                "label,1/11/20,1/12/20,1/13/20\nu,1,2,3\n", Csv.Labelled with { Layout = Layout.Wide, DateOrder = DateOrder.DayFirst }));

    [Fact]
    public void A_header_of_a_million_numbers_takes_no_dates() =>
        Assert.Equal(WideKind.Numbers, Of(string.Join(',', Enumerable.Range(0, 100_000).Select(n => $"x_{n}"))).Kind);

    [Fact]
    public void A_file_with_dates_as_columns_is_wide() =>
        Assert.Equal(
            ["c0:2:1 2:u:2", "c1:1:3:v:3"],
            Csv.Open(
                "country,Lat,1/1/20,1/13/20,1/14/20,1/15/20,label\nc0,7,1,2,,,u\nc1,8,3,,,,v\n",
                Csv.Labelled with { Sequence = ["country"] })
                .Sequences.Select(Csv.Shown));

    /// <summary>Where a time begins in a name is tried at every sign, which must not make a copy of the whole name each time.</summary>
    [Theory]
    [InlineData("u", "./")]
    [InlineData("load", "_1")]
    [InlineData("x", "-a")]
    public void A_long_name_takes_no_more_memory_than_its_length(string name, string more)
    {
        var header = "t0," + name + string.Concat(Enumerable.Repeat(more, 10_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = Of(header);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000 * header.Length);
    }

    static WideHeader Of(string header, DataOptions? options = null) =>
        WideHeader.Of(header.Split(','), new HashSet<int>(), options ?? new DataOptions());

    static string Shown(WideHeader header) => string.Join("; ", header.Features.Select(f => $"{f.Name}: {string.Join(' ', f.Texts)}"));
}
