using System.IO.Compression;
using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Text;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;

namespace RnnTrainer.Tests.Data;

/// <summary>A file in any encoding is read if it is named or marked; otherwise the error names what the file looks like.</summary>
public sealed class TextEncodingTests
{
    const string Text = "seq,größe,label\nå,1.5,é\nå,2.5,é\n";

    [Theory]
    [InlineData("latin-1")]
    [InlineData("iso-8859-1")]
    [InlineData("windows-1252")]
    [InlineData("cp1252")]
    [InlineData("utf-16")]
    [InlineData("utf-16le")]
    [InlineData("utf-16be")]
    [InlineData("utf-32")]
    [InlineData("UTF-8")]
    [InlineData("macintosh")]
    [InlineData("ibm850")]
    public void A_named_encoding_is_read_in_every_layout(string name)
    {
        var encoding = TextEncodings.Find(name)!;
        var options = Csv.Labelled with { Encoding = name };

        var set = DataFile.Parse(encoding.GetBytes(Text), "a.csv", options);
        Assert.Equal(("größe", "å:2:1.5 2.5:é:2"), (set.InputColumns.Single(), Csv.Shown(set.Sequences[0])));

        var wide = DataFile.Parse(encoding.GetBytes("t0,t1,t2,label\n1,2,3,ö\n"), "a.csv", options);
        Assert.Equal((Layout.Wide, "ö"), (wide.Layout.Layout, wide.Sequences[0].Label!));

        var ts = DataFile.Parse(encoding.GetBytes("@problemName ä\n@classLabel true ü\n@data\n1,2:ü\n"), "a.ts", options);
        Assert.Equal("ü", ts.Sequences[0].Label);

        var text = DataFile.Parse(encoding.GetBytes("äöü, ß\n"), "a.txt", options with
        {
            TargetKind = TargetKind.None,
            Layout = Layout.Text
        });
        Assert.Equal("äöü, ß\n", string.Concat(text.Sequences[0].Texts!));
    }

    [Fact]
    public void A_byte_order_mark_overrides_the_name()
    {
        Encoding[] marked = [new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true),
            new UTF32Encoding(false, true), new UTF32Encoding(true, true)];
        Assert.All(marked, e => Assert.Equal(
            "é", DataFile.Parse([.. e.GetPreamble(), .. e.GetBytes(Text)], "a.csv",
                Csv.Labelled with { Encoding = "latin-1" }).Sequences[0].Label));
    }

    [Fact]
    public void A_gzip_file_is_expanded_first()
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.Latin1.GetBytes(Text));
        }

        Assert.Equal("é", DataFile.Parse(to.ToArray(), "a.csv.gz", Csv.Labelled with { Encoding = "latin-1" }).Sequences[0].Label);
    }

    [Fact]
    public void A_long_file_is_converted_block_by_block()
    {
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(n => $"ä{n % 7 * 100_000},{n},é🙂\n"));
        foreach (var name in new[] { "utf-16", "utf-16be", "utf-32", "gb18030" })
        {
            var bytes = TextEncodings.Find(name)!.GetBytes("x" + rows);
            Assert.Equal("x" + rows, Encoding.UTF8.GetString(
                TextEncodings.ToUtf8(bytes, "a.csv", new DataOptions { Encoding = name }, long.MaxValue)));
        }
    }

    [Fact]
    public void A_byte_that_is_not_valid_in_the_encoding_is_named_with_its_place() => Assert.Equal(
        ["a.csv:2:3: error: this byte is not valid in us-ascii | The file is damaged, or in another encoding: set encoding: to the one " +
            "that it has."],
        Csv.Lines(Assert.Throws<DataException>(
            () => DataFile.Parse([.. "seq,x,label\na,"u8, 0xFF, .. ",u\n"u8], "a.csv", Csv.Labelled with { Encoding = "us-ascii" }))));

    [Theory]
    [InlineData("latin-1", "a.csv:2:4: error: this byte is not UTF-8 text: the file looks like latin-1 | Set encoding: latin-1.")]
    [InlineData(
        "utf-16",
        "a.csv:1:2: error: a NUL byte, which text does not have: the file looks like utf-16 without a byte order mark | Set encoding: " +
            "utf-16.")]
    [InlineData(
        "utf-16be",
        "a.csv:1:1: error: a NUL byte, which text does not have: the file looks like utf-16be without a byte order mark | Set encoding: " +
            "utf-16be.")]
    public void A_file_that_is_not_utf8_is_named_with_its_encoding(string name, string said) => Assert.Equal(
        [said],
        Csv.Lines(Assert.Throws<DataException>(
            () => DataFile.Parse(TextEncodings.Find(name)!.GetBytes("seq,x,label\na, ü,u\n"), "a.csv", Csv.Labelled))));

    [Fact]
    public void For_a_trained_run_the_remedy_is_to_convert_the_file() => Assert.Contains(
        "The run was trained on utf-8: convert the file with `iconv -f latin1 -t utf-8 a.csv`.",
        Assert.Throws<DataException>(
            () => DataFile.Parse(Encoding.Latin1.GetBytes(Text), "in/a.csv", Csv.Labelled with { AreOfRun = true })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("latin-1", "date,größe\n1,2\n", "latin-1")]
    [InlineData("windows-1252", "price\n5 €\n7 €\n", "windows-1252")]
    [InlineData("utf-16", "a,b\n1,2\n", "utf-16")]
    [InlineData("utf-16be", "a,b\n1,2\n", "utf-16be")]
    [InlineData("utf-32", "a,b\n1,2\n", "utf-32")]
    [InlineData("utf-8", "größe,€,日本語\n", null)]
    [InlineData("ascii", "a,b\n", null)]
    [InlineData("windows-1251", "Москва,погода сегодня\n", null)]
    [InlineData("shift_jis", "東京都,大阪府\n", null)]
    public void An_encoding_is_detected_where_it_is_clear(string encoding, string text, string? found) =>
        Assert.Equal(found, TextEncodings.Detect(TextEncodings.Find(encoding)!.GetBytes(text)));

    [Fact]
    public void A_marked_encoding_is_detected_and_bytes_that_are_no_text_have_none()
    {
        Assert.Equal("utf-16", TextEncodings.Detect([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("東京\n")]));
        Assert.Null(TextEncodings.Detect([0xEF, 0xBB, 0xBF, .. "a,b\n"u8]));
        Assert.Null(TextEncodings.Detect([]));
        Assert.Null(TextEncodings.Detect([0, 1, 2, 3, 255, 254, 0, 9, 8, 7]));
        Assert.Null(TextEncodings.Detect([0x80, 4, 0x95, 1, 2]));
    }

    [Theory]
    [InlineData("utf8", true)]
    [InlineData("Latin-1", true)]
    [InlineData("windows-1252", true)]
    [InlineData("utf-7", false)]
    [InlineData("latin-11", false)]
    [InlineData("", false)]
    public void Only_known_names_are_encodings(string name, bool isKnown) => Assert.Equal(isKnown, TextEncodings.Find(name) is not null);

    [Fact]
    public void An_unknown_name_is_an_error_of_the_config_with_the_nearest_one()
    {
        using var folder = new TemporaryFolder();
        var config = folder.Write("a.yaml", "task: forecast\ndata:\n  train: a.csv\n  encoding: latin1-1\n");
        Assert.Contains(
            ":4:13: error: data.encoding: there is no encoding 'latin1-1'\n  hint: did you mean 'latin-1'?",
            Assert.Throws<ConfigException>(() => ConfigFile.Read(config)).Message, StringComparison.Ordinal);
    }
}
