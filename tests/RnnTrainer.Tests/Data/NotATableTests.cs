using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Layouts.NotATable;

namespace RnnTrainer.Tests.Data;

/// <summary>Files that are no tables are refused by what they are; prose and tables are not refused.</summary>
public sealed class NotATableTests
{
    const string Rows = "2024-01-01,1.5,2\n2024-01-02,2.5,3\n2024-01-03,3.5,4\n2024-01-04,4.5,5\n";

    [Theory]
    [InlineData("a.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 12345\n",
        "a.csv: error: it is a pointer of Git LFS")]
    [InlineData("a.csv", "../../.git/annex/objects/ab/cd/SHA256-s12--0.csv\n", "a.csv: error: it is a pointer of git-annex")]
    [InlineData("a.csv", "<!DOCTYPE html>\n<html><head><title>Page not found</title>",
        "a.csv: error: it is an HTML page, 'Page not found', not a table")]
    [InlineData("a.txt", "\n  <html lang=\"en\">\n<body>\n", "a.txt: error: it is an HTML page, not a table")]
    [InlineData("a.csv", "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>\n", "a.csv: error: it is an XML document")]
    [InlineData("a.csv", "<Error><Code>AccessDenied</Code></Error>\n", "a.csv: error: it is an XML document")]
    [InlineData("a.csv", "404: Not Found", "a.csv: error: it is the error message of a server, '404: Not Found', not a table")]
    [InlineData("a.txt", "503 Service Unavailable\n", "a.txt: error: it is the error message of a server")]
    [InlineData("a.csv", "Access denied\n", "a.csv: error: it is the error message of a server")]
    [InlineData("a.csv", "[{\"a\":1},{\"a\":2}]\n", "a.csv: error: it holds JSON")]
    [InlineData("a.csv", "{\n  \"rows\": [\n    1,\n", "a.csv: error: it holds JSON")]
    [InlineData("a.txt", "[[1, 2], [3, 4]]", "a.txt: error: it holds JSON")]
    [InlineData("a.txt", "{\"a\": 1, \"b\": 2}\n{\"a\": 3, \"b\": 4}\n", "a.txt: error: it holds JSON")]
    [InlineData("a.ndjson", "1\n", "a.ndjson: error: it holds JSON")]
    [InlineData("a.md", "| date | v |\n|------|---|\n| 2024-01-01 | 1 |\n", "a.md:1:1: error: it is a table with lines drawn around its " +
        "cells")]
    [InlineData("a.txt", "+------+---+\n| date | v |\n+------+---+\n| 1    | 2 |\n",
        "a.txt:1:1: error: it is a table with lines drawn around its cells")]
    public void What_was_stored_in_place_of_a_table_is_named(string file, string text, string said) =>
        Assert.StartsWith(said, Refused(text, file), StringComparison.Ordinal);

    [Theory]
    [InlineData("Station: 1\nMade: 2021\n\ndate,v,w\n" + Rows, 1, 4)]
    [InlineData("Weather of Station 12\ndate,v,w\n" + Rows, 1, 2)]
    [InlineData("\n\nStation;1\ndate;v;w\n2024-01-01;1,5;2\n2024-01-02;2,5;2\n2024-01-03;3,5;2\n", 3, 4)]
    [InlineData("Report,,\nMade,2021-01-01,\n,,\ndate,v,w\n" + Rows, 1, 4)]
    [InlineData("\"Source\",\"Indicators\",\n\n\"Updated\",\"2021\"\n\nname,1990,1991,1992,1993\nA,1,2,3,4\nB,1,2,3,4\nC,1,2,3,4\n", 1, 5)]
    [InlineData("# made by hand\nStation: 1\ndate\tv\tw\n2024-01-01\t1\t2\n2024-01-02\t1\t2\n2024-01-03\t1\t2\n", 2, 3)]
    public void Lines_before_the_header_are_named_with_the_line_of_the_header(string text, int line, int header)
    {
        var said = Refused(text);
        Assert.StartsWith($"a.csv:{line}:1: error: ", said, StringComparison.Ordinal);
        Assert.Contains($"about the file before the table, which seems to begin at line {header}: '", said, StringComparison.Ordinal);
        Assert.Contains($"`tail -n +{header} a.csv > table.csv`", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date,v,w\n,m/s,°C\n" + Rows, "line 2 is neither names nor values but units or further names: 'm/s, °C'", "`sed 2d a.csv")]
    [InlineData("date,v,w\nyyyy-mm-dd,[V],[A]\n" + Rows, "line 2 is neither", "`sed 2d a.csv")]
    [InlineData("Price,Close,High\nTicker,AAPL,AAPL\nDate,,\n" + Rows, "lines 2 to 3 are neither names nor values", "`sed 2,3d a.csv")]
    [InlineData(",Close,Close\n,AAPL,MSFT\nDate,,\n" + Rows, "lines 2 to 3 are neither names nor values", "`sed 2,3d a.csv")]
    [InlineData("name,speed\n,km/h\na,5\nb,6\nc,7\nd,8\n", "line 2 is neither", "`sed 2d a.csv")]
    public void Further_lines_of_names_or_units_are_named(string text, string said, string hint)
    {
        Assert.Contains(said, Refused(text), StringComparison.Ordinal);
        Assert.Contains(hint, Refused(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date v\n2024-01-01 1.5\n2024-01-02 2.5\n2024-01-03 2.5\n", "2 values in each line with spaces between them")]
    [InlineData("name  v     w\na     1.5   2\nb    2.5    3\nc   22.5    3\n", "3 values in each line with spaces between them")]
    [InlineData("1 1 -0.0007 100.0\n1 2 0.0019 100.0\n1 3 0.0003 100.0\n", "4 values in each line with spaces between them, and no line " +
        "that names them")]
    [InlineData("  0.5   1.5\n  0.25  2.5\n  0.75  2.5\n", "2 values in each line with spaces between them, and no line that names them")]
    public void Values_with_spaces_between_them_are_named(string text, string said) =>
        Assert.Contains($"error: {said}\n", Refused(text, "a.txt"), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"date,v\"\n\"2024-01-01,1\"\n\"2024-01-02,2\"\n")]
    [InlineData("\"a,b,c\"\n\"x,y,z\"\n\"u,v,w\"\n")]
    [InlineData("\"date;\"\"v\"\"\"\n\"2024-01-01;1\"\n\"2024-01-02;2\"\n")]
    public void Lines_in_quotes_are_named(string text) =>
        Assert.Contains("a.csv:1:1: error: each line is in quotes as a whole", Refused(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("# date,v,w\n" + Rows, 1)]
    [InlineData("# made by hand\n#date,v,w\n" + Rows, 2)]
    [InlineData("#date;v\n2024-01-01;1,5\n2024-01-02;1,5\n2024-01-03;1,5\n", 1)]
    public void Names_in_a_comment_are_named(string text, int line)
    {
        var options = Any with { HasHeader = false, Decimal = text.Contains(';') ? DecimalSign.Comma : DecimalSign.Point };
        Assert.Contains($"a.csv:{line}:1: error: the names of the columns are in a comment", Refused(text), StringComparison.Ordinal);
        Assert.Equal(Layout.Series, Csv.Open(text, options, "a.csv").Layout.Layout);
    }

    [Theory]
    [InlineData("EU NNP B-ORG\nrejects VBZ O\nGerman JJ B-MISC\ncall NN O\n\nPeter NNP B-PER\nBlackburn NNP I-PER\n\nA DT O\nB DT O\nC " +
        "DT O\nD DT O\n")]
    [InlineData("-DOCSTART- -X- O\n\nEU NNP B-ORG\nrejects VBZ O\nGerman JJ B-MISC\ncall NN O\n\nPeter NNP B-PER\nBlackburn NNP " +
        "I-PER\nA DT O\nB DT O\nC DT O\nD DT O\n")]
    [InlineData("EU B-ORG\nrejects O\nGerman B-MISC\ncall O\nto O\nboycott O\nBritish B-MISC\nlamb O\n. O\n\nPeter B-PER\n")]
    public void Words_and_tags_with_spaces_between_them_are_named(string text) =>
        Assert.Contains("as in the CoNLL tasks", Refused(text, "a.txt"), StringComparison.Ordinal);

    [Theory]
    [InlineData("PK\u0003\u0004\0\0xl/workbook.xml", "an Excel workbook (.xlsx)")]
    [InlineData("PK\u0003\u0004\0\0a.npy", "an archive of NumPy arrays (.npz)")]
    [InlineData("PK\u0003\u0004\0\0a.csv", "a zip archive")]
    [InlineData("%PDF-1.4\n", "a PDF document")]
    [InlineData("PAR1\0\0", "a Parquet file that is cut off or damaged")]
    [InlineData("PARE\0\0", "an encrypted Parquet file")]
    [InlineData("SQLite format 3\0", "an SQLite database")]
    [InlineData("BZh9\0", "a bzip2 archive")]
    [InlineData("\u0089HDF\r\n\u001a\n\0", "an HDF5 file")]
    [InlineData("\u0093NUMPY\u0001\0", "a NumPy array")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\0", "an Excel workbook (.xls) or another old Office file")]
    [InlineData("\u0080\u0004\u0095\0", "a Python pickle")]
    public void A_binary_format_is_named_in_every_layout(string bytes, string what) => Assert.All(
        [Layout.Auto, Layout.Long, Layout.Text],
        layout => Assert.StartsWith(
            $"a.csv: error: it is {what}, not a text\n  hint: ",
            Assert.Throws<DataException>(
                () => DataFile.Parse(Encoding.Latin1.GetBytes(bytes), "a.csv", Any with { Layout = layout })).Message,
                    StringComparison.Ordinal));

    [Fact]
    public void A_tar_archive_is_named()
    {
        var bytes = new byte[1024];
        "a.csv"u8.CopyTo(bytes);
        "ustar"u8.CopyTo(bytes.AsSpan(257));
        Assert.StartsWith(
            "a.csv: error: it is a tar archive", Assert.Throws<DataException>(() => DataFile.Parse(bytes, "a.csv", Any)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PAR1 of the score, in four parts\nPAR2\n")]
    [InlineData("BZh is how it begins\n")]
    [InlineData("RIFFs and raffs\n")]
    public void A_text_that_begins_like_a_binary_format_is_a_text(string text) =>
        Assert.Equal(Layout.Text, Csv.Open(text, Any with { Layout = Layout.Auto }, "a.txt").Layout.Layout);

    [Theory]
    [InlineData("Station: 1\nMade: 2021\n\ndate,v\n2024-01-01,1\n2024-01-02,2\n2024-01-03,2\n", "before the table")]
    [InlineData("<!DOCTYPE html>\n<html>", "it is an HTML page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 12345\n", "it is a pointer of Git LFS")]
    [InlineData("date v\n2024-01-01 1.5\n2024-01-02 2.5\n2024-01-03 2.5\n", "with spaces between them")]
    public void A_layout_that_is_asked_for_does_not_hide_what_the_file_is(string text, string said)
    {
        var options = Any with { Layout = Layout.Series, Step = ["date"], Inputs = ["v"] };
        Assert.Contains(said, Csv.OpenErrors(text, options, "a.csv").Single(), StringComparison.Ordinal);
        Assert.Equal(Layout.Text, Csv.Open(text, Any with { Layout = Layout.Text }, "a.csv").Layout.Layout);
    }

    [Theory]
    [MemberData(nameof(Prose))]
    public void Prose_is_not_refused(string text)
    {
        Assert.All(["a.txt", "a.csv", "a"], file => Assert.Null(Refusal.Of(Encoding.UTF8.GetBytes(text), file, new DataOptions())));
        Assert.Equal(Layout.Text, Csv.Open(text, Any with { Layout = Layout.Auto }, "a.txt").Layout.Layout);
    }

    public static TheoryData<string> Prose() =>
    [
        "The quick brown fox\njumps over the lazy dog,\nand the dog, who sleeps,\ndoes not see it.\n",
        "Shall I compare thee, O day,\nwith winter's cold, said one,\nor with the spring, said two,\nor with the fall, said three,\n",
        "1. e4 e5\n2. Nf3 Nc6\n3. Bb5 a6\n4. Ba4 Nf6\n5. O-O Be7\n6. Re1 b5\n",
        "1. milk\n2. bread\n3. cheese\n4. apples\n5. tea\n",
        "1) first\n2) second\n3) third\n4) fourth\n",
        "X:1\nT:A tune\nM:4/4\nL:1/8\nK:D\n|:A2|d2 fd c2 ec|dcBA AGFE|\nd2 fd c2 ec|dBAG F2:|\n",
        "GATTACA\nCCGGTTA\nTTAGGCA\nACGTACG\n",
        ">seq1\nGATTACAGATTACA\n>seq2\nCCGGTTACCGGTTA\n",
        "gatcctccat atacaacggt atctccacct\ncaggtttaga tctcaacaac ggaaccattg\nccgacatgag acagttaggt atcgtcgaga\ngttacaagct aaaacgagca " +
            "gtagtcagct\n",
        "Anna Maria\nBruno Klein\nClara Schmidt\nDavid Berg\nEmil Wolf\nFrida Lang\n",
        "def f(x):\n    return [x, 1]\n\n\nfor i in range(10):\n    print(f(i), i)\n",
        "int main(void)\n{\n    int a = 1, b = 2;\n    return a + b;\n}\n",
        "2024-01-01 12:00:01 INFO server started\n2024-01-01 12:00:05 WARN low memory, 12 MB left\n2024-01-01 12:01:00 INFO stopped\n",
        "# A heading\n\nSome text, with a comma.\n\n- a list\n- of things\n\n> and a quote, too.\n",
        "[Verse 1]\nI walked along\n[Chorus]\nla la la, la la\n",
        "[1] The first note.\n[2] The second note, which is longer.\n[3] The third.\n",
        "{ this is a note in braces, not JSON }\nand so forth\n",
        "<SOS> hello world <EOS>\n<SOS> good bye <EOS>\n",
        "\"Hello,\" she said.\n\"Good morning, sir,\" he said.\n\"Well,\" said she, \"then go.\"\n",
        "3.14159265358979323846264338327950288\n",
        "First Citizen:\nBefore we proceed any further, hear me speak.\n\nAll:\nSpeak, speak.\n\nFirst Citizen:\nYou are all resolved.\n",
        "C1=CC=CC=C1\nCCO\nCC(=O)O\nCN1C=NC2=C1C(=O)N(C(=O)N2C)C\n",
        "2021-01-01 00:00:00\n2021-01-01 01:00:00\n2021-01-01 02:00:00\n2021-01-01 03:00:00\n",
        "404 sheep went over the hill\nand none came back\n",
    ];

    [Theory]
    [InlineData("date,v\n2024-01-01,abc\n2024-01-02,2\n2024-01-03,3\n2024-01-04,3\n")]
    [InlineData("date|v\n2024-01-01|1\n2024-01-02|2\n2024-01-03|2\n")]
    [InlineData("store,2024-01-01,2024-01-02,2024-01-03\nA,5,6,7\nB,7,8,9\nC,7,8,9\n")]
    [InlineData("a,b\n1,2,3\n2,3,4\n3,4,5\n4,5,6\n")]
    [InlineData("word,tag\nthe,DT\ncat,NN\nsat,VB\n.,.\n")]
    [InlineData("# comment\nseq,x,label\na,1,u\nb,2,v\nc,3,w\n")]
    [InlineData("seq,x\na,\na,NA\nb,1\nb,2\nc,3\n")]
    [InlineData("v1,v2,,,\nham,Hello there,,,\nspam,\"Win, now\",,,\nham,See you, or not,,\nham,Ok,,,\n")]
    [InlineData("id,text\n1,\"a, b\"\n2,\"c\nd, e\"\n3,\"f\"\n")]
    [InlineData("temp\n1\n2\n3\n")]
    [InlineData("1\t2\t3\n1\t2\n2\t3\t4\t5\n2\t3\t4\t5\n2\t3\t4\t5\n")]
    [InlineData(",x,y\na,1,2\nb,2,3\nc,3,4\n")]
    [InlineData("t0,t1,t2,label\n1,,,u\n2,3,,v\n2,3,4,u\n2,3,4,u\n")]
    public void Tables_are_not_refused(string text) => Assert.Null(Refusal.Of(Encoding.UTF8.GetBytes(text), "a.csv", new DataOptions()));

    [Theory]
    [InlineData(1000)]
    [InlineData(5000)]
    [InlineData(20_000)]
    public void A_wide_table_is_not_refused_however_much_longer_its_rows_are_than_its_names(int columns)
    {
        string Row(Func<int, string> cell) => string.Join(',', Enumerable.Range(0, columns).Select(cell));
        var row = Row(k => $"{k}.125");

        Assert.Null(Refusal.Of(
            Encoding.UTF8.GetBytes($"{Row(k => $"x{k}")}\n{row}\n{row}\n{row}\n{row}\n"), "a.csv", new DataOptions()));
    }

    [Fact]
    public void One_column_of_numbers_is_a_series_whatever_the_file_is_called()
    {
        Assert.Equal(Layout.Series, Csv.Open("passengers\n112\n118\n132\n129\n", Any with { Layout = Layout.Auto }, "a.txt").Layout.Layout);
        Assert.Equal(Layout.Series, Csv.Open("passengers\n112\n118\n132\n129\n", Any with { Layout = Layout.Auto }, "a.csv").Layout.Layout);
    }

    static DataOptions Any { get; } = new() { TargetKind = TargetKind.None };

    static string Refused(string text, string file = "a.csv") =>
        Assert.Throws<DataException>(() => Csv.Open(text, Any, file)).Message;
}
