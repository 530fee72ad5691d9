using System.Diagnostics;
using System.Globalization;
using RnnTrainer.Data;

/// <summary>
/// How fast large CSV files become stored rows: whole processes, in megabytes of CSV a second of processor time and of wall time, with one
/// thread and with all.
/// </summary>
static class ReadSpeed
{
    public static void Print(string folder, int megabytes, int rounds)
    {
        var files = ReadFiles.Make(folder, megabytes * 1_000_000L);
        Console.WriteLine("| file | threads | rows | processor MB/s | wall MB/s | peak RSS MiB |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var one = Enumerable.Range(0, rounds).SelectMany(_ => files.SelectMany(f => new[] { 1, Environment.ProcessorCount }, Run)).ToList();
        foreach (var runs in one.GroupBy(r => (r.File, r.Threads)))
        {
            var (file, threads) = runs.Key;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Path.GetFileName(file.Path)} | {threads} | {runs.First().Rows:N0} | {file.Length / 1e6 / runs.Min(r => r.Processor):0} | "
                    + $"{file.Length / 1e6 / runs.Min(r => r.Wall):0} | {runs.Max(r => r.Peak) / 1048576.0:0} |"));
        }
    }

    /// <summary>Reads one file in this process and prints what it took since the process began.</summary>
    public static void PrintOne(string path)
    {
        var clock = Stopwatch.StartNew();
        var set = DataFile.Read(path, ReadFiles.OptionsOf(path));
        var wall = clock.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        var rows = set.Sequences.Sum(s => (long)s.Length);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{rows} {process.TotalProcessorTime.TotalSeconds} {wall} {process.PeakWorkingSet64}"));
    }

    static (ReadFile File, int Threads, long Rows, double Processor, double Wall, long Peak) Run(ReadFile file, int threads)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(ReadSpeed).Assembly.Location, "read-one", file.Path])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_PROCESSOR_COUNT"] = threads.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var words = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        double Number(int n) => double.Parse(words[n], CultureInfo.InvariantCulture);
        return (file, threads, (long)Number(0), Number(1), Number(2), (long)Number(3));
    }
}
