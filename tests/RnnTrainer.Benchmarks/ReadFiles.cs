using System.Globalization;
using System.IO.Compression;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data;

/// <summary>A file to read, and the number of bytes of its text.</summary>
sealed record ReadFile(string Path, long Length);

/// <summary>
/// Makes large CSV files from a seed. a: long, seven inputs of three or four decimals; b: a series with a row a minute; c: long with words,
/// one in 64 in quotes; d: as a, with 16 or 17 digits; a.csv.gz: a, packed.
/// </summary>
static class ReadFiles
{
    const int Steps = 1000, Block = 1 << 20;

    static readonly string[] Words = [.. Enumerable.Range(0, 500).Select(n => $"word{n}")], Labels = ["up", "down", "level"];

    /// <summary>The files, made unless they are there.</summary>
    public static IReadOnlyList<ReadFile> Make(string folder, long bytes)
    {
        Directory.CreateDirectory(folder);
        var a = File(folder, "a", bytes, "seq,step,x0,x1,x2,x3,x4,x5,x6,label", (text, random, n) => Long(text, random, n, 7, "0.000"));
        var b = File(folder, "b", bytes, "time,a,b,v,i,s1,s2,s3", Minute);
        var c = File(folder, "c", bytes, "seq,step,word,x0,x1,x2,label", Word);
        var d = File(folder, "d", bytes / 2, "seq,step,x0,x1,x2,x3,x4,x5,x6,label", (text, random, n) => Long(text, random, n, 7, "R"));
        var packed = Path.Combine(folder, "a.csv.gz");
        if (!System.IO.File.Exists(packed))
        {
            using var from = System.IO.File.OpenRead(a.Path);
            using var to = new GZipStream(System.IO.File.Create(packed), CompressionLevel.Optimal);
            from.CopyTo(to);
        }

        return [a, b, c, d, new ReadFile(packed, a.Length)];
    }

    /// <summary>How a file is to be read.</summary>
    public static DataOptions OptionsOf(string path) => Path.GetFileName(path)[0] switch
    {
        'b' => new DataOptions
        {
            Layout = Layout.Series,
            Step = ["time"],
            TargetKind = TargetKind.Number,
            TargetLevel = TargetLevel.Step,
            KeepSteps = true,
        },
        'c' => new DataOptions { Target = ["label"], Categories = ["word"] },
        _ => new DataOptions { Target = ["label"] },
    };

    static ReadFile File(string folder, string name, long bytes, string header, Action<StringBuilder, RandomStream, long> addRow)
    {
        var path = Path.Combine(folder, $"{name}.csv");
        if (!System.IO.File.Exists(path))
        {
            using var to = System.IO.File.Create(path);
            var random = new RandomStream(1, name, 0);
            var text = new StringBuilder(header).Append('\n');
            for (long n = 0; to.Length < bytes; n++)
            {
                addRow(text, random, n);
                if (text.Length > Block)
                {
                    to.Write(Encoding.UTF8.GetBytes(text.ToString()));
                    text.Clear();
                }
            }
        }

        return new ReadFile(path, new FileInfo(path).Length);
    }

    static void Long(StringBuilder text, RandomStream random, long n, int columns, string format)
    {
        text.Append(CultureInfo.InvariantCulture, $"{n / Steps},{n % Steps}");
        for (var k = 0; k < columns; k++)
        {
            var x = (random.NextDouble() - 0.5) * (k % 2 == 0 ? 20 : 200);
            text.Append(',').Append(x.ToString(k % 3 == 0 && format != "R" ? "0.0000" : format, CultureInfo.InvariantCulture));
        }

        text.Append(',').Append(Labels[n / Steps % 3]).Append('\n');
    }

    static void Minute(StringBuilder text, RandomStream random, long n)
    {
        var time = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(n);
        text.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm},{random.NextDouble() * 8:0.000},{random.NextDouble():0.000},");
        text.Append(CultureInfo.InvariantCulture, $"{230 + (random.NextDouble() * 20):0.00},{random.NextDouble() * 30:0.0},");
        text.Append(CultureInfo.InvariantCulture, $"{random.Next(40)}.0,{random.Next(40)}.0,{random.Next(20)}.0\n");
    }

    static void Word(StringBuilder text, RandomStream random, long n)
    {
        var word = Words[random.Next(Words.Length)];
        word = random.Next(64) != 0 ? word
            : random.Next(3) switch { 0 => $"\"{word}, or\"", 1 => $"\"{word} \"\"so\"\"\"", _ => $"\"{word}\nbelow\"" };
        text.Append(CultureInfo.InvariantCulture, $"s{n / Steps},{n % Steps},{word},{random.NextDouble() * 10:0.000},");
        text.Append(
            CultureInfo.InvariantCulture, $"{random.NextDouble() - 0.5:0.000},{random.NextDouble() * 100:0.00},{Labels[n / Steps % 3]}\n");
    }
}
