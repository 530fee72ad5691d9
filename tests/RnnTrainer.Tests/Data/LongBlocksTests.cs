using System.Globalization;
using System.Text;
using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Tests.Data;

/// <summary>A file that is read in blocks, or through a window, gives what it gives when it is read at once from memory.</summary>
public sealed class LongBlocksTests
{
    static readonly DataOptions Labelled = new() { Target = ["label"], Categories = ["colour"] };

    static readonly DataOptions[] AllOptions =
    [
        Labelled,
        Labelled with { TargetLevel = TargetLevel.Step, KeepSteps = true, Missing = MissingPolicy.Mean, MissingMarkers = ["", "-999"] },
        new() { Target = ["x"], TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Sequence, Inputs = ["y"] },
        new()
        {
            Layout = Layout.Series, Step = ["step"], TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Step, Inputs = ["x", "y"],
        },
        Labelled with { Step = ["y"], Inputs = ["x"], Order = RnnTrainer.Data.RowOrder.Falling },
        Labelled with { Sequence = ["seq", "colour"], Categories = [], Inputs = ["x"], HasHeader = true },
        new() { Target = ["x"], TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Next, Inputs = ["x", "y"] },
    ];

    /// <summary>What makes a file unusual, by its number.</summary>
    static readonly Func<string, string>[] Changes =
    [
        t => t,
        t => t.Replace("\n", "\r\n", StringComparison.Ordinal),
        t => t.Replace("\n", "\r", StringComparison.Ordinal),
        t => "\uFEFF" + t,
        t => t.TrimEnd('\n'),
        t => t + "\n \t\n\n",
        t => t.Replace("red", "\"red, dark\"", StringComparison.Ordinal),
        t => t.Replace("red", "\"red\nor \"\"rose\"\"\"", StringComparison.Ordinal),
        t => t.Replace("red", " \"red\"", StringComparison.Ordinal),
        t => t.Replace("red", "\"red\"\t", StringComparison.Ordinal),
        t => t.Replace("red", "red\"", StringComparison.Ordinal),
        t => t.Replace("blue", "  blue \t", StringComparison.Ordinal).Replace(",1,", ", 1 ,", StringComparison.Ordinal),
        t => t.Replace("\ns1,0", "\n# s1,0", StringComparison.Ordinal),
        t => t.Replace("\ns1,0", "\n# \"s1\n\"s1\",0", StringComparison.Ordinal),
        t => t.Replace("\ns1,1", "\n\ns1,1", StringComparison.Ordinal),
        t => t.Replace("\ns1,1", "\n  \t\ns1,1", StringComparison.Ordinal),
        t => t.Replace("\n", ",\n", StringComparison.Ordinal),
        t => t.Replace("s1,1,", "s1,1,1,", StringComparison.Ordinal),
        t => t.Replace("s1,1,", "s1,", StringComparison.Ordinal),
        t => t.Replace("s1,1,", "s1,1,oops", StringComparison.Ordinal),
        t => t.Replace("s1,1,", "s1,one,", StringComparison.Ordinal),
        t => t.Replace("s1,1,", "s1,0,", StringComparison.Ordinal),
        t => t.Replace(",u\n", ",v\n", StringComparison.Ordinal),
        t => t.Replace(",u\n", ",\n", StringComparison.Ordinal),
        t => t.Replace(",u\n", ",U\n", StringComparison.Ordinal),
        t => t.Replace("s2,", "s1,", StringComparison.Ordinal),
        t => t.Replace("s2,", ",", StringComparison.Ordinal),
        t => t.Replace(".5,", ".123456789012345,", StringComparison.Ordinal)
            .Replace(".25,", ".12345678901234567e-3,", StringComparison.Ordinal),
        t => t.Replace(".5,", "5%,", StringComparison.Ordinal).Replace(".25,", ",", StringComparison.Ordinal),
        t => t.Replace(",0,", ",2001-01-01 00:00,", StringComparison.Ordinal)
            .Replace(",1,", ",2001-01-01 00:01:30,", StringComparison.Ordinal)
            .Replace(",2,", ",2001-01-02 07:00,", StringComparison.Ordinal),
        t => t.Replace("s1", "ſ€" + new string('x', 90), StringComparison.Ordinal),
        t => t.Replace(',', ';'),
        t => t.Replace(',', '\t').Replace("red", "a\"b", StringComparison.Ordinal),
        t => t.Replace("blue", "bl\0ue", StringComparison.Ordinal),
        t => "sep=,\n" + t,
        t => t.Replace("label\n", "label,\n", StringComparison.Ordinal).Replace("\ns", "\ns", StringComparison.Ordinal),
        t => t[..(t.IndexOf('\n') + 1)],
        t => t.Replace("colour", "\"col\nour\"", StringComparison.Ordinal),
    ];

    [Fact]
    public void However_a_text_is_cut_the_rows_notes_and_errors_are_the_same() =>
        Gen.Select(
            Gen.Int[1, 6].Array[1, 8], Gen.Int[0, AllOptions.Length - 1], Gen.Int[0, Changes.Length - 1].Array[1, 2], Gen.Int[0, 3],
            Gen.Int[64, 400], Gen.Int[1, 3]).Sample(
            (steps, which, changes, order, size, workers) =>
            {
                var text = Encoding.UTF8.GetBytes(changes.Aggregate(Text(steps, order), (t, change) => Changes[change](t)));
                var plain = Result(text, AllOptions[which], new BlockOptions(long.MaxValue, 0, 1));
                var streamed = new StreamedText(text);

                Assert.Equal(plain, Result(text, AllOptions[which], new BlockOptions(0, size, workers)));
                Assert.Equal(plain, Result(streamed, AllOptions[which], new BlockOptions(0, size, workers)));
                Assert.Equal(plain, Result(streamed, AllOptions[which], new BlockOptions(0, 1, 1))); // each row is longer than a block
            }, iter: 500);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(27)]
    public void Usual_files_are_read_in_blocks(int change)
    {
        byte[] text = Encoding.UTF8.GetBytes(Changes[change](Text([3, 5, 2, 4, 6], order: 0)));
        var columns = LongColumns.Find(text, Labelled, isSeries: false, new ErrorLog("a.csv", text));

        Assert.NotNull(LongBlocks.TryRead(text, columns, "a", new BlockOptions(0, 200, 2)));
    }

    [Theory]
    [InlineData("2001-01-01 00:00")]
    [InlineData("2001-01-01 23:59:59")]
    [InlineData("2001-01-01T07:30")]
    [InlineData("2001-01-01 24:00")]
    [InlineData("2001-01-01 07:60")]
    [InlineData("2001-01-01 07:30:99")]
    [InlineData("2001-01-01x07:30")]
    [InlineData("2001-01-02 07:30")]
    [InlineData("2001/01/01 07:30")]
    public void A_time_of_the_same_day_is_read_as_any_time(string cell)
    {
        var cells = new DayCells();
        Assert.True(cells.TryRead("2001-01-01 12:00"u8, default, out _));
        var isSame = cells.TryRead(Encoding.UTF8.GetBytes(cell), default, out var step);

        Assert.Equal(StepValue.TryRead(Encoding.UTF8.GetBytes(cell), default, out var any), isSame);
        Assert.Equal(isSame ? any : default, step);
    }

    static string Result(TextSource text, DataOptions options, BlockOptions blocks)
    {
        try
        {
            var set = LongCsv.Parse(text, "a.csv", options, options.Layout == Layout.Series, blocks);
            return string.Join('\n', [.. set.Notes, .. set.Sequences.Select(Shown)]);
        }
        catch (DataException e)
        {
            return e.Message;
        }
    }

    static string Shown(Sequence s) => string.Join(
        '|', s.Id, s.Length, s.Line, Bits(s.Inputs), s.Label, Bits(s.Target), Bits(s.StepTargets), Words(s.StepLabels), Words(s.Texts),
        Words(s.Steps), Words(s.LabelSpellings));

    static string Bits(IEnumerable<double>? numbers) => string.Join(' ', (numbers ?? []).Select(BitConverter.DoubleToInt64Bits));

    static string Words(IEnumerable<string>? words) => string.Join(' ', words ?? []);

    /// <param name="order">0: as they are; 1: the steps of each sequence fall; 2: rows of different sequences alternate; 3: both.</param>
    static string Text(int[] steps, int order)
    {
        var rows = steps.SelectMany((T, n) => Enumerable.Range(0, T).Select(t => (n, t: order % 2 == 1 ? T - 1 - t : t)));
        rows = order < 2 ? rows : rows.OrderBy(r => r.t);
        return "seq,step,x,y,colour,label\n" + string.Concat(rows.Select(r => string.Create(
            CultureInfo.InvariantCulture,
            $"s{r.n},{r.t},{r.n + (0.5 * r.t)},{(r.n * r.t) - 1.25},{(r.t % 2 == 0 ? "red" : "blue")},{(r.n % 3 == 0 ? "u" : "v")}\n")));
    }

    /// <summary>A text that is read through a stream, a few bytes at a time.</summary>
    sealed class StreamedText(byte[] text) : TextSource
    {
        public override byte[] Head => text;

        public override bool IsWhole => false;

        public override Stream Open() => new Slow(text);

        sealed class Slow(byte[] text) : MemoryStream(text)
        {
            public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));

            public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
        }
    }
}
