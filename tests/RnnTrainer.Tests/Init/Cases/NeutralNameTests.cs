using RnnTrainer.Data;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Columns whose names say nothing are told by their values.</summary>
public sealed class NeutralNameTests
{
    [Theory]
    [InlineData("a,b,c,d", "yxmd", "a, c, d")]
    [InlineData("V1,V2,V3,V4", "dymx", "V2, V3, V1")]
    [InlineData("p,q,r,s", "mxyd", "r, p, s")]
    public void Year_month_and_day_need_not_stand_together(string header, string order, string step)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 100, n => string.Join(',', order.Select(part => part switch
        {
            'y' => $"{Day(n).Year}",
            'm' => $"{Day(n).Month}",
            'd' => $"{Day(n).Day}",
            _ => InitRun.Number(n % 30),
        }))));

        Assert.Equal(("forecast", step), (run.Task, run.Columns.Step?.ToString()));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("a,b", 1, 0)]
    [InlineData("V1,V2", 0.5, 3)]
    [InlineData("p,q", 10, 100)]
    public void Steps_that_were_shuffled_are_told_by_values_that_are_smooth_in_their_order(string header, double step, double first)
    {
        var random = new Random(1);
        int[] order = [.. Enumerable.Range(0, 120)];
        random.Shuffle(order);
        using var run = InitRun.Of(InitRun.Rows(
            header, 120, n => FormattableString.Invariant($"{first + (step * order[n])},{InitRun.Number(order[n])}")));

        Assert.Equal(header.Split(',')[0], run.Columns.Step?.ToString());
        Assert.Contains("put into the order", run.Error, StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Fact]
    public void Numbers_that_come_once_order_nothing_if_the_others_are_no_smoother_in_their_order()
    {
        int[] order = [.. Enumerable.Range(0, 120)];
        new Random(1).Shuffle(order);
        using var run = InitRun.Of(InitRun.Rows("a,b", 120, n => $"{order[n]},{InitRun.Number(n)}"));

        Assert.Null(run.Columns.Step);
    }

    [Theory]
    [InlineData("V1,V2,V3,V4")]
    [InlineData("a,b,c,d")]
    [InlineData("plim,tor,ando,kru")]
    public void Blocks_within_which_a_code_is_the_same_and_comes_again_in_others_are_sequences(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 240, n => $"{1 + (n / 10)},{1 + (n / 10 * 7 % 3)},{InitRun.Number(n % 10)},{InitRun.Number(n % 7)}"));

        Assert.Equal(("classify", Layout.Long, 24), (run.Task, run.Columns.Layout, run.Read().Sequences.Count));
    }

    [Fact]
    public void Numbers_of_blocks_are_offered_as_names_of_sequences()
    {
        using var run = InitRun.Of(InitRun.Rows("a,b", 120, n => $"{1 + (n / 10)},{InitRun.Number(n * 7 % 13)}"));

        Assert.Contains("or --sequence a: a sequence for each a: 12", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("V1,V2,V3")]
    [InlineData("c1,c2,c3")]
    [InlineData("x0,x1,x2")]
    public void Numbered_columns_of_which_one_holds_words_are_no_steps(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 120, n => $"{n},{(n / 9 % 2 == 0 ? "on" : "off")},{InitRun.Number(n % 30)}"));

        Assert.NotEqual(Layout.Wide, run.Columns.Layout);
    }

    [Theory]
    [InlineData("sequence,label", "[1.5, 2.5, 3]")]
    [InlineData("id,sequence,label", "1.5;2.5;3")]
    [InlineData("seq,kind", "[1.5 2.5 3]")]
    public void A_list_is_no_name_of_its_row(string header, string list)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 24, n => string.Join(',', header.Split(',').Select(name => name switch
        {
            "id" => $"s{n}",
            "label" or "kind" => n % 3 == 0 ? "up" : "down",
            _ => $"\"{list.Replace("1.5", $"{n}.5", StringComparison.Ordinal)}\"",
        }))));

        Assert.Equal(("classify", Layout.List, 24), (run.Task, run.Columns.Layout, run.Read().Sequences.Count));
        run.AssertTrains();
    }

    static DateTime Day(int n) => new DateTime(2020, 11, 7).AddDays(n);
}
