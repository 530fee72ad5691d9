namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Columns without a value, nearly without or without a name are left out, and a note says so.</summary>
public sealed class EmptyColumnTests
{
    [Theory]
    [InlineData("date,v,notes", "")]
    [InlineData("date,v,b", "NA")]
    [InlineData("date,v,comment", "n/a")]
    [InlineData("date,v,label", "")]
    [InlineData("date,v,class", "null")]
    public void A_column_without_a_value_is_left_out_of_a_series(string header, string cell)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 60, n => $"{Day(n)},{InitRun.Number(n)},{cell}"));

        Assert.Equal(("forecast", "v", "v"), (run.Task, run.Target, run.Inputs));
        Assert.Contains($"'{header.Split(',')[2]}'", Notes(run), StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("seq,step,x,comment,label", 0)]
    [InlineData("seq,step,x,note,label", 2)]
    [InlineData("id,t,x,remark,class", 1)]
    [InlineData("a,b,c,d,e", 0)]
    public void A_column_of_no_or_few_words_is_left_out_of_sequences(string header, int words)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 96, n => $"s{n / 4},{n % 4},{InitRun.Number(n % 4 * (1 + (n / 4 % 2)))},{(n % 40 == 7 && n / 40 < words ? $"see {n}" : "")}," +
                $"{(n / 4 % 2 == 0 ? "up" : "down")}"));

        Assert.Equal(("classify", header.Split(',')[4], header.Split(',')[2]), (run.Task, run.Target, run.Inputs));
        Assert.Contains($"'{header.Split(',')[3]}'", Notes(run), StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("date,v,,", ",")]
    [InlineData("Date;v;;;", ";")]
    [InlineData("date,v,", ",")]
    [InlineData("date\tv\t", "\t")]
    public void Columns_without_a_name_and_a_value_are_left_out(string header, string separator)
    {
        var trailing = header[(header.LastIndexOf('v') + 1)..];
        using var run = InitRun.Of(InitRun.Rows(header, 60, n => $"{Day(n)}{separator}{InitRun.Number(n)}{trailing}"));

        Assert.Equal(("forecast", "v", "v"), (run.Task, run.Target, run.Inputs));
        Assert.Contains("name", Notes(run), StringComparison.Ordinal);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("v1,v2,,,", "ham,\"hello, are you in\"")]
    [InlineData("label,text,", "spam,you won it all now")]
    public void Texts_may_have_columns_without_a_name(string header, string row)
    {
        var (label, text) = (row.Split(',')[0], row[(row.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim('"'));
        using var run = InitRun.Of(InitRun.Rows(
            header, 60, n => $"{(n % 3 == 0 ? label : "other")},\"{text} number {n}\"{header[header.TrimEnd(',').Length..]}"));

        Assert.Equal(("classify", header.Split(',')[0]), (run.Task, run.Target));
        run.AssertTrains();
    }

    /// <summary>Without the table of columns.</summary>
    static string Notes(InitRun run) =>
        string.Join('\n', run.Error.Split('\n').Where(l => l.StartsWith("note", StringComparison.Ordinal)));

    static string Day(int n) => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd}";
}
