using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data;

namespace RnnTrainer.Endurance;

/// <summary>
/// A CSV of many megabytes, plain and packed, gives the rows it was made of, with their lines; an error in its last row has its line and
/// column; and reading takes no more memory than the rows do.
/// </summary>
static class LargeFiles
{
    const int Steps = 10_000, Fillers = 64, FillerLength = 240;
    const long MostForReading = 400_000_000;

    static readonly DataOptions Options = new() { Target = ["label"], Inputs = ["x"] };

    public static bool Run(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("rnn-large-").FullName;
        try
        {
            var (plain, packed) = (Path.Combine(folder, "large.csv"), Path.Combine(folder, "large.csv.gz"));
            var rows = Write(plain, megabytes * 1_000_000L);
            Pack(plain, packed);
            var held = IsRead(plain, rows) & IsRead(packed, rows);
            File.AppendAllText(plain, "last,0,oops,,u\n");
            return held & IsRefused(plain, $"{plain}:{rows + 2}:8: error: 'oops' is not a number in column 'x'");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static long Write(string path, long bytes)
    {
        var random = new RandomStream(1, "large", 0);
        var fillers = new string[Fillers];
        for (var i = 0; i < Fillers; i++)
        {
            fillers[i] = string.Concat(Enumerable.Range(0, FillerLength).Select(_ => (char)('a' + random.Next(26))));
        }

        using var to = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        to.Write("seq,step,x,filler,label\n");
        long n = 0;
        for (long written = 0; written < bytes; n++)
        {
            var row = string.Create(CultureInfo.InvariantCulture, $"s{n / Steps},{n % Steps},{Value(n)},{fillers[n % Fillers]},u\n");
            to.Write(row);
            written += row.Length;
        }

        return n;
    }

    static double Value(long n) => n % 100_003 / 8.0;

    static void Pack(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var packed = new GZipStream(File.Create(to), CompressionLevel.Fastest);
        source.CopyTo(packed);
    }

    static bool IsRead(string path, long rows)
    {
        var clock = Stopwatch.StartNew();
        var sequences = DataFile.Read(path, Options).Sequences;
        long n = 0;
        var areSame = true;
        foreach (var sequence in sequences)
        {
            areSame &= sequence.Line == n + 2 && sequence.Id == $"s{n / Steps}";
            foreach (var x in sequence.Inputs)
            {
                areSame &= x == Value(n++);
            }
        }

        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path)}: {n:N0} rows in {clock.Elapsed.TotalSeconds:0} s, {(areSame ? "as written" : "OTHERS")}, peak " +
                $"{peak / 1e6:0} MB"));
        return areSame && n == rows && peak < (24 * rows) + MostForReading;
    }

    static bool IsRefused(string path, string message)
    {
        try
        {
            DataFile.Read(path, Options);
            return false;
        }
        catch (DataException e)
        {
            Console.WriteLine(e.Message);
            return e.Message.StartsWith(message, StringComparison.Ordinal);
        }
    }
}
