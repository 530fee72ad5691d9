using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Training.Bench;

/// <summary>
/// What a second forward pass costs: training steps of one long sequence with everything kept and in segments, alternating in one process,
/// in processor time. The memory is 256 MB for a million steps of 64 units, and in proportion.
/// </summary>
static class SegmentsSpeed
{
    const int Rounds = 8, T = 100_000;
    const double Most = 1.5;

    public static void Print(IReadOnlyList<string> cells, IReadOnlyList<int> hidden)
    {
        Console.WriteLine("| cell | H | all kept, ms | in segments, ms | ratio |");
        Console.WriteLine("|---|---|---|---|---|");
        var worst = 0.0;
        foreach (var (cell, H) in cells.SelectMany(c => hidden.Select(h => (c, h))))
        {
            var (all, segments) = Least(cell, H);
            worst = Math.Max(worst, segments / all);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {cell} | {H} | {all:0.0} | {segments:0.0} | {segments / all:0.00} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nThe largest ratio is {worst:0.00}, of at most {Most:0.00}."));
    }

    static (double All, double Segments) Least(string cell, int H)
    {
        var benches = new[] { new MemorySize(long.MaxValue / 2), new MemorySize(256_000_000L * T / 1_000_000 * H / 64) }
            .Select(memory => new Benchmark(
                new BenchOptions(cell, 1, [T], 1, 8, H, 10, Threads: 1, Trains: true, Runs: 1, Warmup: 0, Seconds: 0, Memory: memory),
                new ProcessorTime())).ToList();
        var passes = benches.Select(b => b.Passes(T).GetEnumerator()).ToList();
        var least = new[] { double.PositiveInfinity, double.PositiveInfinity };
        for (var round = 0; round < Rounds; round++)
        {
            for (var n = 0; n < passes.Count; n++)
            {
                passes[n].MoveNext();
                least[n] = Math.Min(least[n], passes[n].Current.Milliseconds);
            }
        }

        passes.ForEach(p => p.Dispose());
        benches.ForEach(b => b.Dispose());
        return (least[0], least[1]);
    }

    /// <summary>The processor time of this process: other programs do not count.</summary>
    sealed class ProcessorTime : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
    }
}
