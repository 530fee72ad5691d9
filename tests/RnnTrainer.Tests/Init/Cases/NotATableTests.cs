using System.Text;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>A table with something around it is read or refused by name; it is never learned as text.</summary>
public sealed class NotATableTests
{
    static readonly string Dated = string.Concat(
        Enumerable.Range(0, 60).Select(n => $"{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd},{InitRun.Number(n)}\n"));

    public static TheoryData<string, string, string> Tables => new()
    {
        { "lines before the header", "a.csv", "Station: 1\nMade: 2021\n\ndate,v\n" + Dated },
        { "one line before the header", "a.csv", "Monthly report\ndate,v\n" + Dated },
        { "comments before the header", "a.csv", "# source: here\n# unit: C\ndate,v\n" + Dated },
        { "# before the header", "a.csv", "#date,v\n" + Dated },
        { "a line of units", "a.csv", "date,v\n,C\n" + Dated },
        { "several header lines", "a.csv", "Price,Close\nTicker,QXA\nDate,\n" + Dated },
        { "sep=; in quotes", "a.csv", "\"sep=;\"\ndate;v;\n" + Dated.Replace(',', ';').Replace("\n", ";\n", StringComparison.Ordinal) },
        { "sep=;", "a.csv", "sep=;\ndate;v\n" + Dated.Replace(',', ';') },
        { "sep=, and commas", "a.csv", "sep=,\ndate,v\n" + Dated },
        { "trailing separators", "a.csv", "date,v,\n" + Dated.Replace("\n", ",\n", StringComparison.Ordinal) },
        { "whole lines in quotes", "a.csv", "\"date,v\"\n" + string.Concat(Dated.TrimEnd().Split('\n').Select(l => $"\"{l}\"\n")) },
        { "spaces", "a.txt", "date v\n" + Dated.Replace(',', ' ') },
        { "several spaces", "a.txt", "date         v\n" + Dated.Replace(",", "    ", StringComparison.Ordinal) },
        { "spaces as .dat", "a.dat", "date v\n" + Dated.Replace(',', ' ') },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_is_read_or_refused_by_name(string kind, string name, string text)
    {
        using var run = InitRun.Named(name, text);
        if (run.Init.Exit is 2 or 3)
        {
            Assert.Contains("hint: ", run.Error, StringComparison.Ordinal);
            return;
        }

        Assert.True((run.Task, run.Target) == ("forecast", run.Target is "Close" ? "Close" : "v"), $"{kind}: {run.Error}");
        Assert.Equal(60, run.Read().Sequences.Single().Length);
        run.AssertTrains();
    }

    public static TheoryData<string, string, string, string> Words => new()
    {
        { "a.csv", "word tag\n", " ", "'word tag'" },
        { "a.txt", "token pos\n", " ", "'token pos'" },
        { "a.conll", "", ",", "`tr ',' '\\t' < a.conll > words.conll`" },
        { "a.conllu", "", ";", "`tr ';' '\\t' < a.conllu > words.conll`" },
        { "a.csv", "", ",", "--no-header" },
        { "a.txt", "", ",", "--no-header" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void Words_with_tags_that_are_no_CoNLL_file_are_refused_with_what_to_change(
        string name, string first, string separator, string said)
    {
        string[] tags = ["NN", "V", "O"];
        var text = first + string.Concat(Enumerable.Range(0, 90).Select(
            n => $"{(char)('a' + (n % 23))}{(char)('a' + (n % 7))}n{separator}{tags[n * n % 3]}\n{(n % 8 == 7 ? "\n" : "")}"));
        using var run = InitRun.Named(name, text);

        Assert.Equal(3, run.Init.Exit);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plim|tor|wex", '|', "Nov {0:00}, 2020|$4,3{1}9.72|$4,{1}10.30")]
    [InlineData("time;y", ';', "{0},5;4{1},44")]
    [InlineData("a;b;c", ';', "2020-01-{0:00};1{1},5;{1},25")]
    public void Commas_within_cells_make_the_names_no_line_about_the_file(string header, char separator, string row)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 28, n => string.Format(System.Globalization.CultureInfo.InvariantCulture, row, n + 1, n % 9)));

        Assert.DoesNotContain("a line about the file", run.Error, StringComparison.Ordinal);
        Assert.Equal(header.Split(separator).Length - 1, run.Read().InputColumns.Count);
    }

    [Theory]
    [InlineData("LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n")]
    [InlineData("HTML", "<!DOCTYPE html>\n<html><body>Not Found</body></html>\n")]
    [InlineData("HTML", "<html>\n<head><title>Sign in</title></head>\n</html>\n")]
    [InlineData("HTML", "\n  <!doctype html><html lang=\"en\"></html>\n")]
    [InlineData("XML", "<?xml version=\"1.0\"?>\n<rows><row a=\"1\"/></rows>\n")]
    [InlineData("JSON", "[{\"a\":1},{\"a\":2}]\n")]
    [InlineData("JSON", "[\n  {\"date\": \"2021-01-01\", \"v\": 1},\n  {\"date\": \"2021-01-02\", \"v\": 2}\n]\n")]
    [InlineData("JSON", "{\"columns\": [\"a\"], \"data\": [[1], [2]]}\n")]
    [InlineData("PDF", "%PDF-1.7\n1 0 obj\n")]
    public void Another_kind_of_file_is_refused_by_its_name(string kind, string text)
    {
        using var run = InitRun.Of(text);

        Assert.True(run.Init.Exit is 2 or 3, run.Error);
        Assert.Contains(kind, run.Error, StringComparison.Ordinal);
        Assert.Contains("hint: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@relation x\n@attribute series_name string\n@data\n", "T{0}:")]
    [InlineData("# made up\n@relation x\n@attribute series_name string\n@attribute start_timestamp date\n@frequency daily\n@horizon 7\n@missing false\n@equallength false\n@data\n", "T{0}:2021-01-01 00-00-00:")]
    [InlineData("@relation x\n@attribute series_name string\n@frequency monthly\n@missing true\n@data\n", "s{0}:")]
    public void Tsf_is_read(string head, string name)
    {
        using var run = InitRun.Named("a.tsf", head + string.Concat(Enumerable.Range(1, 5).Select(n =>
            string.Format(System.Globalization.CultureInfo.InvariantCulture, name, n) + string.Join(',', Enumerable.Range(0, 50 + n).Select(t => InitRun.Number(t + n))) + "\n")));

        Assert.Equal(("forecast", 5), (run.Task, run.Read().Sequences.Count));
        Assert.Equal([51, 52, 53, 54, 55], run.Read().Sequences.Select(s => s.Length));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("iso-8859-1")]
    public void Another_encoding_is_named_and_read_when_it_is_asked_for(string encoding)
    {
        var text = "date,größe\n" + Dated;
        byte[] bytes = [.. encoding.StartsWith("utf", StringComparison.Ordinal) ? Encoding.GetEncoding(encoding).GetPreamble() : [], .. Encoding.GetEncoding(encoding).GetBytes(text)];
        using var alone = InitRun.OfBytes("a.csv", bytes);
        using var asked = InitRun.OfBytes("a.csv", bytes, "--encoding", encoding.StartsWith("iso", StringComparison.Ordinal) ? "latin-1" : "utf-16");

        Assert.True(alone.Init.Exit == 0 || alone.Error.Contains("--encoding", StringComparison.Ordinal), alone.Error);
        Assert.Equal(("forecast", "größe"), (asked.Task, asked.Target));
        asked.AssertTrains();
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public void A_table_without_a_header_is_read_with_no_header(string separator)
    {
        using var alone = InitRun.Of(Dated.Replace(",", separator, StringComparison.Ordinal));
        using var asked = InitRun.Of(Dated.Replace(",", separator, StringComparison.Ordinal), "--no-header");

        Assert.True(alone.Init.Exit is 2 or 3 && alone.Error.Contains("--no-header", StringComparison.Ordinal), alone.Error);
        Assert.Equal(("forecast", false, 60), (asked.Task, asked.Columns.Header, asked.Read().Sequences.Single().Length));
        asked.AssertTrains();
    }
}
