using System.Globalization;
using System.Text;
using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Tests.Data;

/// <summary>The spellings of dates and times of day.</summary>
public sealed class DateTextTests
{
    /// <summary>Spellings as .NET formats, with the smallest part that they have.</summary>
    public static readonly TheoryData<string, string, DateOrder> Spellings = new()
    {
        { "yyyy-MM-dd", "d", DateOrder.YearFirst }, { "yyyy-MM-dd HH:mm:ss", "s", DateOrder.YearFirst },
        { "yyyy/M/d H:mm", "m", DateOrder.YearFirst }, { "yyyy-MM-ddTHH:mm:ss.fffZ", "f", DateOrder.YearFirst },
        { "yyyy-MM-dd HH:mm:ss 'UTC'", "s", DateOrder.YearFirst }, { "yyyy-MM-dd HH:mm 'GMT'", "m", DateOrder.YearFirst },
        { "yyyy-MM-ddTHH:mm:ss'+01:00'", "s", DateOrder.YearFirst }, { "yyyy-MM-dd HH:mm:ss'-0330'", "s", DateOrder.YearFirst },
        { "yyyy-MM-dd HH:mm' +05'", "m", DateOrder.YearFirst }, { "yyyy-MM-dd HH", "H", DateOrder.YearFirst },
        { "yyyy-MM-ddTHH", "H", DateOrder.YearFirst }, { "yyyy-MM-dd HHmm", "m", DateOrder.YearFirst },
        { "yyyyMMddTHHmmss", "s", DateOrder.YearFirst }, { "yyyyMMdd HH:mm", "m", DateOrder.YearFirst },
        { "yyyy.MM.dd HH:mm", "m", DateOrder.YearFirst }, { "yyyy:MM:dd HH:mm:ss", "s", DateOrder.YearFirst },
        { "yyyy-MM", "M", DateOrder.YearFirst }, { "yyyy MMM", "M", DateOrder.YearFirst }, { "yyyy-MMM-dd", "d", DateOrder.YearFirst },
        { "yyyy'M'MM", "M", DateOrder.YearFirst }, { "yyyy-MM-dd hh:mm tt", "m", DateOrder.YearFirst },
        { "dd-MMM-yyyy", "d", DateOrder.YearFirst }, { "d MMMM yyyy", "d", DateOrder.YearFirst },
        { "d. MMMM yyyy HH:mm", "m", DateOrder.YearFirst }, { "ddMMMyyyy", "d", DateOrder.YearFirst },
        { "ddMMMyyyy:HH:mm:ss", "s", DateOrder.YearFirst }, { "dd/MMM/yyyy:HH:mm:ss' +0000'", "s", DateOrder.YearFirst },
        { "dd-MMM-yy", "d", DateOrder.YearFirst }, { "MMM dd, yyyy", "d", DateOrder.YearFirst },
        { "MMMM d, yyyy", "d", DateOrder.YearFirst }, { "MMMM d yyyy", "d", DateOrder.YearFirst },
        { "MMM d, yyyy h:mm:ss tt", "s", DateOrder.YearFirst }, { "MMMM d, yyyy 'at' h:mm tt", "m", DateOrder.YearFirst },
        { "MMM yyyy", "M", DateOrder.YearFirst }, { "MMM-yyyy' '", "M", DateOrder.YearFirst }, { "MMM-yy", "M", DateOrder.YearFirst },
        { "ddd, dd MMM yyyy", "d", DateOrder.YearFirst }, { "ddd, dd MMM yyyy HH:mm:ss 'GMT'", "s", DateOrder.YearFirst },
        { "dddd, MMMM d, yyyy", "d", DateOrder.YearFirst }, { "ddd MMM dd yyyy HH:mm:ss 'GMT+0000'", "s", DateOrder.YearFirst },
        { "ddd MMM d HH:mm:ss yyyy", "s", DateOrder.YearFirst }, { "ddd MMM dd HH:mm:ss 'UTC' yyyy", "s", DateOrder.YearFirst },
        { "dd.MM.yyyy", "d", DateOrder.YearFirst }, { "dd.MM.yyyy HH.mm.ss", "s", DateOrder.YearFirst },
        { "dd.MM.yy HH:mm", "m", DateOrder.MonthFirst }, { "MM/yyyy", "M", DateOrder.YearFirst },
        { "dd/MM/yyyy", "d", DateOrder.DayFirst }, { "d/M/yy", "d", DateOrder.DayFirst }, { "d/M/yy H:mm", "m", DateOrder.DayFirst },
        { "dd/MM/yyyy h:mm:ss tt", "s", DateOrder.DayFirst }, { "dd-MM-yyyy HH:mm", "m", DateOrder.DayFirst },
        { "M/d/yyyy", "d", DateOrder.MonthFirst }, { "M/d/yy", "d", DateOrder.MonthFirst }, { "M/d/yy HH:mm", "m", DateOrder.MonthFirst },
        { "MM/dd/yyyy hh:mm:ss tt", "s", DateOrder.MonthFirst }, { "M/d/yyyy, h:mm:ss tt", "s", DateOrder.MonthFirst },
        { "M/d/yyyy h:mmtt", "m", DateOrder.MonthFirst }, { "M/d/yyyy h tt", "H", DateOrder.MonthFirst },
    };

    /// <summary>A culture with other signs, names and order than the invariant one.</summary>
    internal static readonly CultureInfo Foreign = new("")
    {
        NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "~" },
        DateTimeFormat =
        {
            DateSeparator = ".", TimeSeparator = ".", AMDesignator = "öö", PMDesignator = "ös", ShortDatePattern = "d.MM.yyyy",
            AbbreviatedMonthNames = ["Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki", "Kas", "Ara", ""],
        },
    };

    [Fact]
    public void Times_of_the_usual_form_read_digit_by_digit_are_those_of_the_reader_of_all_spellings()
    {
        var digit = Gen.Char['0', '9'];
        var character = Gen.Frequency((30, digit), (1, Gen.Char[' ', 'z']));
        string[] forms = ["ddddSddSdd", "ddddSddSdd dd:dd", "ddddSddSddTdd:dd:dd", "ddddSddSdd dd:dd:dd", "ddddSdd-dd dd:dd"];
        string[] formats = ["yyyy-MM-dd", "yyyy/MM/dd HH:mm", "yyyy-MM-ddTHH:mm:ss"];
        var text = Gen.Select(Gen.Int[0, forms.Length - 1], Gen.Int[0, 2], character.Array[19], (form, sign, characters) =>
            string.Concat(forms[form].Select((c, n) => c == 'd' ? characters[n] : c == 'S' ? "-/."[sign] : c)));
        var time = Gen.Select(Gen.Long[Ticks(1950), Ticks(2050) - 1], Gen.Int[0, formats.Length - 1], (ticks, format) =>
            new DateTime(ticks).ToString(formats[format], CultureInfo.InvariantCulture));

        Gen.OneOf(text, time).Sample(
            cell =>
            {
                var utf8 = Encoding.UTF8.GetBytes(cell);
                return !DateText.TryIso(utf8, out var fast)
                    || (new DateReader(utf8, DateOrder.YearFirst).TryDateTime(out var any) && any == fast && any.Kind == fast.Kind);
            },
            iter: 20_000);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void What_is_written_in_a_spelling_is_read_and_written_again(string form, string smallest, DateOrder order) =>
        Gen.Select(Gen.Long[Ticks(1950), Ticks(2050) - 1], Gen.Int[0, 2]).Sample((ticks, letters) =>
        {
            CultureInfo.CurrentCulture = Foreign;
            var time = Floor(new DateTime(ticks), smallest);
            var text = time.ToString(form, CultureInfo.InvariantCulture);
            text = letters == 1 ? text.ToUpperInvariant() : letters == 2 && !text.EndsWith('Z') ? text.ToLowerInvariant() : text;

            Assert.True(DateText.TryParse(text, order, out var read), text);
            Assert.Equal(time, read + Offset(form));
            Assert.True(DateText.TryParse(DateText.Format(read, text, order), order, out var again), DateText.Format(read, text, order));
            Assert.Equal(read, again);
            if (letters == 0 && !form.Contains('d', StringComparison.Ordinal))
            {
                Assert.Equal(text, DateText.Format(read, text, order));
            }
        });

    [Theory]
    [InlineData("1990-Q1", "1990-01-01")]
    [InlineData("1990Q2", "1990-04-01")]
    [InlineData("Q3 1990", "1990-07-01")]
    [InlineData("1990 q4", "1990-10-01")]
    [InlineData("1Q1990", "1990-01-01")]
    [InlineData("5Q1990", null)]
    [InlineData("2021-01-04 Mon 06:00", "2021-01-04 06:00")]
    [InlineData("1990-Q5", null)]
    [InlineData("2018-W01", "2018-01-01")]
    [InlineData("2018W01", "2018-01-01")]
    [InlineData("2018-W01-3", "2018-01-03")]
    [InlineData("2018W013", "2018-01-03")]
    [InlineData("2020-W53", "2020-12-28")]
    [InlineData("2021-W53", null)]
    [InlineData("W05 2018", "2018-01-29")]
    [InlineData("Sept 5, 2021", "2021-09-05")]
    [InlineData("January 1st, 2021", "2021-01-01")]
    [InlineData("2nd January 2021", "2021-01-02")]
    [InlineData("2021-01-01 00:00:00.123456789", "2021-01-01 00:00:00.1234567")]
    [InlineData("2021-01-01 12:00 AM", "2021-01-01 00:00")]
    [InlineData("2021-01-01 12:30 p.m.", "2021-01-01 12:30")]
    [InlineData("Jan 1, 2021, 6:05\u202fPM", "2021-01-01 18:05")]
    [InlineData("2021-01-01 13:05 PM", null)]
    [InlineData("2021-01-01Z", "2021-01-01")]
    [InlineData("2021-01-01T", null)]
    [InlineData("2021-01-01 05-06", null)]
    [InlineData("2021-01-01 24:00", null)]
    [InlineData("31-Apr-2021", null)]
    [InlineData("01-Jan", null)]
    [InlineData("Mango 2021", null)]
    [InlineData("Mayor 2021", null)]
    [InlineData("1234-5678", null)]
    [InlineData("20210101", null)]
    [InlineData("2021.5", null)]
    [InlineData("12.2021", null)]
    [InlineData("9999-W52-7", null)]
    [InlineData("0001-01-01 00:00+01:00", null)]
    public void Quarters_and_weeks_are_their_first_day_and_what_is_no_date_is_refused(string cell, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateTime.Parse(expected, CultureInfo.InvariantCulture),
            DateText.TryParse(cell, DateOrder.YearFirst, out var time) ? time : default(DateTime?));

    [Theory]
    [InlineData("1/2/20", true)]
    [InlineData("01/02/2021 12:00:00 AM", true)]
    [InlineData("13-02-2021", true)]
    [InlineData("1/2/20 6:05 PM", true)]
    [InlineData("13/13/2021", false)]
    [InlineData("01.02.2021", false)]
    [InlineData("2021/01/02", false)]
    [InlineData("1-Feb-20", false)]
    public void Day_and_month_are_confused_where_both_are_numbers_and_the_year_is_last(string cell, bool expected) =>
        Assert.Equal(expected, DateText.IsAmbiguous(cell));

    [Theory]
    [InlineData("00:10", "00:10:00")]
    [InlineData("00:10:30", "00:10:30")]
    [InlineData("18.00.00", "18:00:00")]
    [InlineData("6:05 PM", "18:05:00")]
    [InlineData("12:05am", "00:05:00")]
    [InlineData("6 PM", "18:00:00")]
    [InlineData("24:00", null)]
    [InlineData("23:60", null)]
    [InlineData("18.00", null)]
    [InlineData("1800", null)]
    [InlineData("2021-01-01 00:10", null)]
    [InlineData("10:20:30:40", null)]
    public void A_clock_has_a_colon_two_points_or_a_half_of_the_day(string cell, string? expected) =>
        Assert.Equal(
            expected is null ? null : TimeSpan.Parse(expected, CultureInfo.InvariantCulture),
            ClockText.TryParse(cell, out var time) ? time : default(TimeSpan?));

    [Fact]
    public void Any_other_text_is_refused_without_an_exception() =>
        Gen.OneOf(
            Gen.Char["0123456789-/.:, TZQWMaApmJjnuel+'"].Array[0, 30].Select(c => new string(c)), Gen.String[0, 60]).Sample(text =>
        {
            CultureInfo.CurrentCulture = Foreign;
            foreach (var order in Enum.GetValues<DateOrder>())
            {
                if (DateText.TryParse(text, order, out var time))
                {
                    Assert.True(DateText.TryParse(DateText.Format(time, text, order), order, out var again), text);
                    Assert.True(Math.Abs((time - again).TotalHours) < 1, text);
                }
            }

            if (ClockText.TryParse(text, out var clock))
            {
                Assert.InRange(clock, TimeSpan.Zero, TimeSpan.FromDays(1));
            }

            _ = DateText.HasWideOffset(text);
            _ = StepValue.TryRead(Encoding.UTF8.GetBytes(text), default, out _);
            _ = NumberUnit.TryRead(Encoding.UTF8.GetBytes(text), default, out _, out _);
        });

    static long Ticks(int year) => new DateTime(year, 1, 1).Ticks;

    static TimeSpan Offset(string form) =>
        form.Contains("'+01:00'", StringComparison.Ordinal) ? TimeSpan.FromHours(1)
        : form.Contains("'-0330'", StringComparison.Ordinal) ? TimeSpan.FromHours(-3.5)
        : form.Contains("' +05'", StringComparison.Ordinal) ? TimeSpan.FromHours(5) : TimeSpan.Zero;

    static DateTime Floor(DateTime t, string smallest) => smallest switch
    {
        "M" => new(t.Year, t.Month, 1),
        "d" => t.Date,
        "H" => t.Date.AddHours(t.Hour),
        "m" => t.Date.AddMinutes((int)t.TimeOfDay.TotalMinutes),
        "s" => t.Date.AddSeconds((int)t.TimeOfDay.TotalSeconds),
        _ => t.Date.AddMilliseconds((int)t.TimeOfDay.TotalMilliseconds),
    };
}
