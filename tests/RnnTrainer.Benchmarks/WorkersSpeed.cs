using System.Globalization;
using RnnTrainer.Training.Bench;

/// <summary>
/// Whether more threads are ever slower: the fixed shapes with each number of threads up to the machine's cores, alternating in one
/// process. The minimum time of each is compared with
/// that of all smaller numbers; a ratio above 1 is the cost of the additional threads.
/// </summary>
static class WorkersSpeed
{
    const int Rounds = 12;
    const double MillisecondsOfATurn = 25, Most = 1.05;

    public static void Print(
        IReadOnlyList<(int B, int T, int D, int H, int C)> shapes, IReadOnlyList<string> cells, IReadOnlyList<string> modes,
        IReadOnlyList<int> threads)
    {
        Console.WriteLine("| cell | mode | (B,T,D,H,C) | threads | used | min ms | against fewer |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var (worst, above) = (0.0, 0);
        foreach (var (cell, mode, shape) in cells.SelectMany(c => modes.SelectMany(m => shapes.Select(s => (c, m, s)))))
        {
            var least = Least(cell, mode, shape, threads);
            for (var n = 0; n < threads.Count; n++)
            {
                var ratio = n == 0 ? 1 : least[n].Milliseconds / least[..n].Min(l => l.Milliseconds);
                (worst, above) = (Math.Max(worst, ratio), above + (ratio > Most ? 1 : 0));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {cell} | {mode} | ({shape.B},{shape.T},{shape.D},{shape.H},{shape.C}) | {threads[n]} | {least[n].Workers} | " +
                    $"{least[n].Milliseconds:0.000} | {(n == 0 ? "" : $"{ratio:0.00}")} |"));
            }
        }

        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"\nThe largest ratio is {worst:0.00}; {above} are above {Most:0.00}."));
    }

    static (double Milliseconds, int Workers)[] Least(
        string cell, string mode, (int B, int T, int D, int H, int C) shape, IReadOnlyList<int> threads)
    {
        var benches = threads.Select(n => new Benchmark(
            new BenchOptions(cell, 1, [shape.T], shape.B, shape.D, shape.H, shape.C, n, mode == "train", Runs: 1, Warmup: 0, Seconds: 0),
            TimeProvider.System)).ToList();
        var passes = benches.Select(b => b.Passes(shape.T).GetEnumerator()).ToList();
        var least = Enumerable.Repeat((Milliseconds: double.PositiveInfinity, Workers: 0), threads.Count).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var n = 0; n < passes.Count; n++)
            {
                var spent = 0.0;
                while (spent < MillisecondsOfATurn)
                {
                    passes[n].MoveNext();
                    spent += passes[n].Current.Milliseconds;
                    least[n] = least[n].Milliseconds <= passes[n].Current.Milliseconds ? least[n] : passes[n].Current;
                }
            }
        }

        passes.ForEach(p => p.Dispose());
        benches.ForEach(b => b.Dispose());
        return least;
    }
}
