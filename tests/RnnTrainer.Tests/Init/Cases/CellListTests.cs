namespace RnnTrainer.Tests.Init.Cases;

/// <summary>A whole sequence in a cell, and several symbols in a step.</summary>
public sealed class CellListTests
{
    [Theory]
    [InlineData("id,values,label", "{0} {1} {2} {3}")]
    [InlineData("signal,class", "[{0}, {1}, {2}, {3}]")]
    [InlineData("name,series,kind", "{0};{1};{2};{3}")]
    [InlineData("label,x", "[{0} {1} {2} {3}]")]
    [InlineData("a,b", "{0}|{1}|{2}|{3}")]
    [InlineData("pixels,emotion", "{0},{1},{2},{3}")]
    public void Numbers_in_a_cell_are_a_sequence(string header, string list)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(InitRun.Rows(header, 40, n => string.Join(',', names.Select(name => name switch
        {
            "id" or "name" => $"s{n}",
            "values" or "signal" or "series" or "x" or "a" or "pixels" => $"\"{string.Format(
                System.Globalization.CultureInfo.InvariantCulture, list, [.. Enumerable.Range(0, 4).Select(t => InitRun.Number((t * (1 + (n % 2))) + (2 * n * (t % 2))))])}\"",
            _ => n % 2 == 0 ? "u" : "v",
        }))));
        var set = run.Read();

        Assert.Equal(("classify", names.Single(n => n is "label" or "class" or "kind" or "b" or "emotion")), (run.Task, run.Target));
        Assert.Equal((40, 4, 20.0), (set.Sequences.Count, set.Sequences[0].Length, set.Sequences[0].Inputs[0]));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("sentence,word,pos,ner", "ner")]
    [InlineData("doc,token,upos,label", "label")]
    [InlineData("seq,form,pos,tag", "tag")]
    public void A_word_and_its_part_of_speech_are_both_read(string header, string target)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(InitRun.Rows(
            header, 200, n => $"s{n / 5},{"bdfgk"[n % 5]}o{n * 7 % 23},{(n % 3 == 0 ? "NN" : "VB")},{(n % 4 == 0 ? "B" : "O")}"));

        Assert.Equal(("tag", target), (run.Task, run.Target));
        Assert.Equal([names[1], names[2]], run.Read().TextColumns.Order(StringComparer.Ordinal).OrderBy(c => c == names[1] ? 0 : 1));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("seq,step,action,x,label")]
    [InlineData("user,t,event,amount,class")]
    [InlineData("a,b,c,d,e")]
    public void Symbols_beside_numbers_are_both_read(string header)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(InitRun.Rows(
            header, 200, n => $"s{n / 5},{n % 5},{(n % 3 == 0 ? "buy" : "look")},{InitRun.Number(n % 5 * (1 + (n / 5 % 2)))},{(n / 5 % 2 == 0 ? "u" : "v")}"));

        Assert.Equal(("classify", names[4], names[3]), (run.Task, run.Target, run.Inputs));
        Assert.Equal([names[2]], run.Read().TextColumns);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("id", "V")]
    [InlineData("series", "d_")]
    [InlineData("name", "t")]
    [InlineData("store", "week")]
    public void A_series_in_each_row_with_its_name_first_is_forecast(string id, string step)
    {
        using var run = InitRun.Of(InitRun.Rows(
            $"{id},{string.Join(',', Enumerable.Range(1, 40).Select(t => $"{step}{t}"))}", 15,
            n => $"r{n},{string.Join(',', Enumerable.Range(0, 40).Select(t => InitRun.Number(t + n)))}"));

        Assert.Equal(("forecast", 15, 40), (run.Task, run.Read().Sequences.Count, run.Read().Sequences[0].Length));
        Assert.Equal("r3", run.Read().Sequences[3].Id);
        run.AssertTrains();
    }
}
