using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Parquet;
using Parquet.Schema;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Files.ParquetFiles;

namespace RnnTrainer.Tests.Data;

/// <summary>A Parquet file is read as the CSV that it would be, or refused.</summary>
public sealed class ParquetTests
{
    static readonly DataOptions Any = new() { TargetKind = TargetKind.None };

    public static TheoryData<CompressionMethod> Compressions =>
        [CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Zstd, CompressionMethod.Brotli,
        CompressionMethod.Lz4Raw];

    [Theory]
    [InlineData("arrow")]
    [InlineData("duckdb")]
    public void A_file_of_another_program_is_read_as_the_CSV_next_to_it(string name) =>
        Assert.Equal(
            File.ReadAllText(ParquetSample.Path($"{name}.csv")),
            ParquetSample.Text(File.ReadAllBytes(ParquetSample.Path($"{name}.parquet"))));

    [Theory]
    [MemberData(nameof(Compressions))]
    public async Task All_row_groups_are_read_with_every_compression(CompressionMethod compression)
    {
        var file = await ParquetSample.Written(
            [new DataField<int>("n"), new DataField<double?>("x"), new DataField<string>("word")],
            async (group, fields, n) =>
            {
                await group.WriteAsync<int>(fields[0], new[] { (2 * n), (2 * n) + 1 }.AsMemory());
                await group.WriteAsync<double>(fields[1], new double?[] { n / 8.0, null }.AsMemory());
                await group.WriteAsync(fields[2], [null, $"w{n}"]);
            }, groups: 3, new ParquetOptions { CompressionMethod = compression });

        Assert.Equal("n,x,word\n0,0,\n1,,w0\n2,0.125,\n3,,w1\n4,0.25,\n5,,w2\n", ParquetSample.Text(file));
    }

    [Fact]
    public async Task Numbers_are_written_exactly()
    {
        Assert.Equal("-128,,127", await Column<sbyte>(-128, null, 127));
        Assert.Equal("255,0", await Column<byte>(255, 0));
        Assert.Equal("-32768", await Column<short>(short.MinValue));
        Assert.Equal("65535", await Column<ushort>(ushort.MaxValue));
        Assert.Equal("-2147483648", await Column<int>(int.MinValue));
        Assert.Equal("4294967295", await Column<uint>(uint.MaxValue));
        Assert.Equal("-9223372036854775808,9007199254740993", await Column<long>(long.MinValue, 9007199254740993));
        Assert.Equal("18446744073709551615", await Column<ulong>(ulong.MaxValue));
        Assert.Equal("0.1,1E+20,,inf,-inf", await Column<float>(0.1f, 1e20f, float.NaN, float.PositiveInfinity, float.NegativeInfinity));
        Assert.Equal("0.1,0.30000000000000004,5E-324,", await Column<double>(0.1, 0.1 + 0.2, double.Epsilon, null));
        Assert.Equal("true,,false", await Column<bool>(true, null, false));
        Assert.Equal(
            "-0.050,1234567890123.456,,0.000",
            await Column(new DecimalDataField("x", 20, 3, isNullable: true), [-0.05m, 1234567890123.456m, (decimal?)null, 0m]));
        Assert.Equal("-7", await Column(new DecimalDataField("x", 5, 0, isNullable: true), [(decimal?)-7]));
    }

    [Fact]
    public async Task Times_have_all_their_digits_and_no_more()
    {
        var moment = new DateTime(2016, 7, 1, 13, 5, 59, DateTimeKind.Utc);
        DateTime?[] moments = [moment, null, moment.AddTicks(5_000_000), new(1901, 2, 3, 4, 5, 6, 7, DateTimeKind.Utc)];
        const string Expected = "2016-07-01 13:05:59,,2016-07-01 13:05:59.5,1901-02-03 04:05:06.007";

        Assert.Equal(Expected, await Column(new DateTimeDataField("x", DateTimeFormat.Impala, isNullable: true), moments));
        Assert.Equal(Expected, await Column(new DateTimeDataField("x", DateTimeFormat.DateAndTime, isNullable: true), moments));
        Assert.Equal(Expected, await Column(Timestamp(DateTimeTimeUnit.Millis, isUtc: false), moments));
        Assert.Equal(
            "2016-07-01 13:05:59.123456Z",
            await Column(Timestamp(DateTimeTimeUnit.Micros, isUtc: true), [(DateTime?)moment.AddTicks(1_234_560)]));
        Assert.Equal(
            "2016-07-01 13:05:59.1234567",
            await Column(Timestamp(DateTimeTimeUnit.Nanos, isUtc: false), [(DateTime?)moment.AddTicks(1_234_567)]));
        Assert.Equal("2016-07-01,,0001-01-01", await Column<DateOnly>(new DateOnly(2016, 7, 1), null, DateOnly.MinValue));
    }

    [Fact]
    public async Task Texts_are_in_quotes_where_they_need_them() =>
        Assert.Equal(
            "x,y\n\"a,b\",1\n\"say \"\"ho\"\"\",2\n\"#1\",3\n\" \",4\n\"é\n\",5\n,6\n\"\",7\n\"tab\t\",8\n",
            ParquetSample.Text(await ParquetSample.Written(
                [new DataField<string>("x"), new DataField<int>("y")], async (group, fields, _) =>
                {
                    await group.WriteAsync(fields[0], ["a,b", "say \"ho\"", "#1", " ", "é\n", null, "", "tab\t"]);
                    await group.WriteAsync<int>(fields[1], Enumerable.Range(1, 8).ToArray().AsMemory());
                })));

    [Fact]
    public async Task A_row_of_one_missing_value_is_a_row()
    {
        Assert.Equal("x\n1\n\"\"\n2\n", ParquetSample.Text(await OneColumn(new DataField<int?>("x"), [1, (int?)null, 2])));
        var texts = await ParquetSample.Written(
            [new DataField<string>("x")], (group, fields, _) => group.WriteAsync(fields[0], ["a|b", null, "c;d"]));
        Assert.Equal("x\n\"a|b\"\n\"\"\n\"c;d\"\n", ParquetSample.Text(texts));
        var options = Any with { Tokens = ["x"], Layout = Layout.Series, Missing = MissingPolicy.Mean };
        Assert.Equal(3, DataFile.Parse(texts, "a.parquet", options).Sequences[0].Length);
    }

    [Fact]
    public async Task A_list_of_numbers_is_a_cell()
    {
        var list = new ListField("x", new DataField<double?>("element"));
        var file = await ParquetSample.Written([list, new DataField<string>("label")], async (group, fields, _) =>
        {
            await group.WriteAllPartsAsync<double>(
                fields[0], new[] { 0.5, 1, 2, 3 }.AsMemory(), new[] { 3, 3, 2, 1, 0, 3, 3 }.AsMemory(),
                new[] { 0, 1, 1, 0, 0, 0, 1 }.AsMemory(), CancellationToken.None);
            await group.WriteAsync(fields[1], ["u", "v", "u", "v"]);
        });

        Assert.Equal("x,label\n[0.5 1 NaN],u\n,v\n,u\n[2 3],v\n", ParquetSample.Text(file));
    }

    [Fact]
    public async Task Lists_are_sequences()
    {
        var list = new ListField("x", new DataField<int>("element"));
        var file = await ParquetSample.Written([list, new DataField<string>("label")], async (group, fields, _) =>
        {
            await group.WriteAllPartsAsync<int>(
                fields[0], new[] { 5, 1, 2, 3, 9 }.AsMemory(), new[] { 2, 2, 2, 2, 2 }.AsMemory(), new[] { 0, 1, 0, 1, 0 }.AsMemory(),
                CancellationToken.None);
            await group.WriteAsync(fields[1], ["u", "v", "u"]);
        });

        Assert.Equal(
            ["0:2:5 1:u:2", "1:2:2 3:v:3", "2:1:9:u:4"],
            DataFile.Parse(file, "a.parquet", new DataOptions { Layout = Layout.List, Target = ["label"] }).Sequences.Select(Csv.Shown));
    }

    [Fact]
    public async Task What_no_cell_can_hold_is_refused_by_its_name()
    {
        var map = new MapField("m", new DataField<string>("key", false), new DataField<int>("value"));
        Assert.Equal(
            "a.parquet: error: the column 'm' holds maps, but a cell is a number, a text, a time or a list of numbers\n" +
            "  hint: Write its parts as columns of their own, or leave the column out.",
            ParquetSample.Refusal(await ParquetSample.Written([map], (_, _, _) => Task.CompletedTask, groups: 0)));
        Assert.Contains(
            "'s' holds structs", await RefusalOf(new StructField("s", new DataField<int>("a"), new DataField<int>("b"))),
            StringComparison.Ordinal);
        Assert.Contains(
            "'l' holds lists of lists or of structs",
            await RefusalOf(new ListField("l", new ListField("element", new DataField<int>("element")))), StringComparison.Ordinal);
        Assert.Contains(
            "'l' holds lists of other values than numbers",
            await RefusalOf(new ListField("l", new DataField<string>("element"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused_with_their_row()
    {
        var file = await ParquetSample.Written(
            [new DataField<byte[]>("x"), new DataField<int>("y")], async (group, fields, _) =>
            {
                await group.WriteAsync(fields[0], new byte[]?[] { "ok"u8.ToArray(), null, [0xFF, 0xFE] });
                await group.WriteAsync<int>(fields[1], new[] { 1, 2, 3 }.AsMemory());
            });
        Assert.StartsWith(
            "a.parquet:4: error: the column 'x' holds bytes that are not UTF-8 text\n", ParquetSample.Refusal(file),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_names_the_line_that_the_row_would_have()
    {
        var file = ParquetSample.OfCsv("seq,x,label\na,1,u\na,2,u\nb,u3,v\nb,4,v\n");
        var options = new DataOptions { Inputs = ["x"], Target = ["label"] };
        Assert.StartsWith(
            "a.parquet:4:3: error: ", Assert.Throws<DataException>(() => DataFile.Parse(file, "a.parquet", options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_known_by_its_bytes_and_not_by_its_name()
    {
        const string Text = "seq,step,x,label\na,0,0.5,u\na,1,,u\nb,0,2,v\n";
        var options = new DataOptions { Target = ["label"], Missing = MissingPolicy.Mean };
        var csv = DataFile.Parse(Encoding.UTF8.GetBytes(Text), "a", options);
        Assert.All(["a.csv", "a.parquet", "a", "a.dat"], name =>
        {
            var set = DataFile.Parse(ParquetSample.OfCsv(Text), name, options);
            Assert.Equal(csv.Sequences.Select(Csv.Shown), set.Sequences.Select(Csv.Shown));
            Assert.Equal(csv.InputColumns, set.InputColumns);
        });
    }

    [Fact]
    public void The_hash_is_that_of_the_bytes_of_the_file()
    {
        using var folder = new TemporaryFolder();
        var bytes = ParquetSample.OfCsv("seq,x,label\na,1,u\nb,2,v\n");
        File.WriteAllBytes(folder.File("a.parquet"), bytes);
        Assert.Equal(Sha256.Of(bytes), DataFile.Read(folder.File("a.parquet"), new DataOptions { Target = ["label"] }).Sha256);
    }

    [Fact]
    public void A_large_file_is_read_in_blocks_as_its_CSV_is()
    {
        using var folder = new TemporaryFolder();
        var text = new StringBuilder("seq,step,x,y,label\n");
        for (var n = 0; n < 200_000; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $"s{n / 1000},{n % 1000},{n / 7.0},{n % 13},{"uv"[n / 1000 % 2]}\n");
        }

        var csv = folder.Write("a.csv", text.ToString());
        var bytes = ParquetSample.OfCsv(text.ToString());
        File.WriteAllBytes(folder.File("a.parquet"), bytes);
        var options = new DataOptions { Target = ["label"] };
        using (var large = LargeText.TryOpen(folder.File("a.parquet"), options))
        {
            Assert.NotNull(large);
        }

        var (expected, read) = (DataFile.Read(csv, options), DataFile.Read(folder.File("a.parquet"), options));

        Assert.Equal(expected.Sequences.Select(Csv.Shown), read.Sequences.Select(Csv.Shown));
        Assert.Equal(Sha256.Of(bytes), read.Sha256);
    }

    [Fact]
    public void Without_a_header_the_names_of_the_columns_are_passed_over() =>
        Assert.Equal("1,u\n2,v\n", ParquetSample.Text(ParquetSample.OfCsv("x,y\n1,u\n2,v\n"), new DataOptions { HasHeader = false }));

    [Fact]
    public void A_text_that_begins_and_ends_like_Parquet_is_a_text() =>
        Assert.False(ParquetMagic.Is(Encoding.UTF8.GetBytes("PAR1,x,label\na,1,u\nb,2,PAR1")));

    [Fact]
    public void A_stream_is_known_as_its_bytes_are()
    {
        var file = ParquetSample.OfCsv("x,y\n1,u\n");
        Assert.All([file, file[..^1], file[1..], [], "PAR1"u8.ToArray(), [.. "PAR1"u8, 0, 0, 0, 0, .. "PAR1"u8]], bytes =>
        {
            using var stream = new MemoryStream(bytes);
            Assert.Equal(ParquetMagic.Is(bytes), ParquetMagic.Is(stream));
            Assert.Equal(0, stream.Position);
        });
        Assert.True(ParquetMagic.Is(file));
    }

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        var file = ParquetSample.OfCsv("seq,x,label\na,1,u\nb,2,v\n");
        for (var length = 30; length < file.Length; length++)
        {
            Assert.StartsWith(
                "a.parquet: error: it is a Parquet file that is cut off or damaged, not a text",
                Assert.Throws<DataException>(() => DataFile.Parse(file[..length], "a.parquet", Any)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_that_lacks_some_bytes_is_noticed()
    {
        var file = File.ReadAllBytes(ParquetSample.Path("arrow.parquet"));
        Assert.All(Enumerable.Range(1, 23).Select(n => 100 * n), at =>
            Assert.Contains(
                "the Parquet file is damaged: ", ParquetSample.Refusal([.. file[..at], .. file[(at + 7)..]]), StringComparison.Ordinal));
    }

    [Fact]
    public void Packed_with_gzip_it_is_refused()
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
        {
            gzip.Write(ParquetSample.OfCsv("x,y\n1,u\n"));
        }

        Assert.StartsWith(
            "a.gz: error: it is a Parquet file in a gzip file\n  hint: Unpack it",
            Assert.Throws<DataException>(() => DataFile.Parse(to.ToArray(), "a.gz", Any)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_written_in_row_groups_and_read_back()
    {
        const int Rows = 200_003;
        using var to = new MemoryStream();
        var writer = new ParquetTableWriter(to);
        writer.Begin(["n", "x", "word"]);
        for (var n = 0; n < Rows; n++)
        {
            writer.Cell((long)n);
            writer.Cell(n % 5 == 0 ? double.NaN : n / 7.0);
            writer.Cell(n % 3 == 0 ? "" : $"w{n % 11}");
            writer.EndRow();
        }

        writer.End();
        var expected = new StringBuilder("n,x,word\n");
        for (var n = 0; n < Rows; n++)
        {
            expected.Append(
                CultureInfo.InvariantCulture,
                $"{n},{(n % 5 == 0 ? "" : $"{n / 7.0}")},{(n % 3 == 0 ? "" : $"w{n % 11}")}\n");
        }

        Assert.Equal([100_000, 100_000, 3], ParquetMetadata.Read(to).Groups.Select(g => g.Rows));
        Assert.True(expected.ToString() == ParquetSample.Text(to.ToArray()));
    }

    [Fact]
    public void A_table_without_rows_has_its_columns()
    {
        using var to = new MemoryStream();
        var writer = new ParquetTableWriter(to);
        writer.Begin(["x", "y"]);
        writer.End();
        Assert.Equal("x,y\n", ParquetSample.Text(to.ToArray()));
    }

    [Fact]
    public void Runs_of_any_width_are_read_as_they_were_written() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 1 << 20].Array[1, 100], Gen.Int[1, 40].Array[100]).Sample((bits, numbers, repeats) =>
        {
            int[] values = [.. numbers.Select(n => n & ((1 << bits) - 1))];
            var bytes = new List<byte>();
            var expected = new List<int>();
            for (var n = 0; n < values.Length; n++)
            {
                if (n % 2 == 0)
                {
                    bytes.AddRange(Varint(repeats[n] << 1));
                    bytes.AddRange(BitConverter.GetBytes(values[n]).Take((bits + 7) / 8));
                    expected.AddRange(Enumerable.Repeat(values[n], repeats[n]));
                }
                else
                {
                    int[] group = [.. Enumerable.Range(0, 8).Select(i => values[(n + i) % values.Length])];
                    bytes.AddRange(Varint((1 << 1) | 1));
                    bytes.AddRange(PackedBits(group, bits));
                    expected.AddRange(group);
                }
            }

            var runs = new LevelRuns(bytes.ToArray(), bits);
            return expected.TrueForAll(value => runs.Next() == value);
        }, iter: 200);

    [Fact]
    public void A_text_in_UTF8_is_quoted_as_a_string_is() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char[" ,;\t\"\r\n#aé|"], 0, 6]).Where(text => !text.Any(char.IsSurrogate)).Sample(text =>
        {
            var to = new ArrayBufferWriter<byte>();
            CsvText.WriteForReading(to, Encoding.UTF8.GetBytes(text));
            return Encoding.UTF8.GetString(to.WrittenSpan) == CsvText.QuotedForReading(text);
        }, iter: 20_000);

    [Fact]
    public void A_short_decimal_is_written_as_NET_writes_it()
    {
        double[] edges = [0, -0.0, 1, 1e15, 999_999_999.999999, 1e9, 0.0001, 0.00009, double.NaN, double.MaxValue, double.NegativeInfinity];
        Gen.OneOf(
            Gen.Select(Gen.Long[-2_000_000_000_000_000, 2_000_000_000_000_000], Gen.Int[0, 12], (n, d) => n / Math.Pow(10, d)),
            Gen.Select(Gen.Int[-1_000_000, 1_000_000], Gen.Int[0, 8], (n, d) => n / Math.Pow(10, d)),
            Gen.Int[0, edges.Length - 1].Select(n => edges[n]),
            Gen.Double).Sample(
            x =>
            {
                var text = new byte[64];
                return !ShortDecimals.TryFormat(x, text, out var count)
                    || Encoding.ASCII.GetString(text, 0, count) == x.ToString(CultureInfo.InvariantCulture);
            }, iter: 200_000);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-33.038)]
    [InlineData(123_456_789.123456)]
    [InlineData(0.0001)]
    public void A_number_of_few_digits_is_a_short_decimal(double number) =>
        Assert.True(ShortDecimals.TryFormat(number, new byte[64], out _));

    static IEnumerable<byte> Varint(int value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }

    static byte[] PackedBits(int[] values, int bits)
    {
        var bytes = new byte[values.Length * bits / 8];
        for (var n = 0; n < values.Length * bits; n++)
        {
            bytes[n / 8] |= (byte)(((values[n / bits] >> (n % bits)) & 1) << (n % 8));
        }

        return bytes;
    }

    static DateTimeDataField Timestamp(DateTimeTimeUnit unit, bool isUtc) =>
        new("x", DateTimeFormat.Timestamp, isUtc, unit, isNullable: true);

    static async Task<string> RefusalOf(Field field) =>
        ParquetSample.Refusal(await ParquetSample.Written([field], (_, _, _) => Task.CompletedTask, groups: 0));

    static Task<string> Column<T>(params T?[] values)
        where T : struct => Column(new DataField<T?>("x"), values);

    /// <summary>The cells of the column of two that is not a number of the row.</summary>
    static async Task<string> Column<T>(DataField field, T?[] values)
        where T : struct
    {
        var text = ParquetSample.Text(await ParquetSample.Written([field, new DataField<int>("row")], async (group, fields, _) =>
        {
            await group.WriteAsync<T>(fields[0], values.AsMemory());
            await group.WriteAsync<int>(fields[1], Enumerable.Range(0, values.Length).ToArray().AsMemory());
        }));
        return string.Join(',', text.TrimEnd('\n').Split('\n').Skip(1).Select(line => line[..line.LastIndexOf(',')]));
    }

    static Task<byte[]> OneColumn<T>(DataField field, T?[] values)
        where T : struct =>
        ParquetSample.Written([field], (group, fields, _) => group.WriteAsync<T>(fields[0], values.AsMemory()));
}
