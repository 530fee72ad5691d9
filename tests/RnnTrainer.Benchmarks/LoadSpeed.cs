using System.Diagnostics;
using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data;

/// <summary>How fast a long CSV of four inputs becomes sequences: megabytes a second of wall time, and of processor time.</summary>
static class LoadSpeed
{
    const int Sequences = 20_000, Steps = 100, Runs = 7;

    public static void Print()
    {
        var text = Text();
        var options = new DataOptions { Target = ["label"] };
        Console.WriteLine("| file | wall MB/s | processor MB/s | allocated per byte |");
        Console.WriteLine("|---|---|---|---|");
        for (var run = 0; run < Runs; run++)
        {
            var (clock, processor, bytes) = (
                Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime, GC.GetTotalAllocatedBytes());
            var set = DataFile.Parse(text, "big.csv", options);
            var (wall, busy) = (clock.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {text.Length / 1e6:0} MB, {set.Sequences.Count} sequences | {text.Length / 1e6 / wall:0} | " +
                    $"{text.Length / 1e6 / busy:0} | {(GC.GetTotalAllocatedBytes() - bytes) / (double)text.Length:0.0} |"));
        }
    }

    static byte[] Text()
    {
        var random = new RandomStream(1, "load", 0);
        var text = new StringBuilder("seq,step,x0,x1,x2,x3,label\n");
        for (var n = 0; n < Sequences; n++)
        {
            for (var t = 0; t < Steps; t++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{n},{t},{random.NextDouble() - 0.5:0.00000},{random.NextDouble():0.00000},{100 * random.NextDouble():0.00000},{random.NextDouble() - 1:0.00000},{"abc"[n % 3]}\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
