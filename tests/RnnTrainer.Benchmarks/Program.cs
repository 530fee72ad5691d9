// Times cells over the project's fixed shapes and prints a table for docs/benchmarks.md. One process, the machine's peak measured between
// the runs.
//   dotnet run -c Release --project tests/RnnTrainer.Benchmarks [-- CELL,… [train,infer [THREADS,… [SECONDS [sweep]]]]]
//   dotnet run -c Release --project tests/RnnTrainer.Benchmarks -- softmax          the sheet's problem 3
//   dotnet run -c Release --project tests/RnnTrainer.Benchmarks -- load             reading a CSV
//   dotnet run -c Release --project tests/RnnTrainer.Benchmarks -- read FOLDER [MB [ROUNDS]]  reading large CSV from files, in processes
//                                                                                   of their own; the files are made if they are missing
//   dotnet run -c Release --project tests/RnnTrainer.Benchmarks -- scale [SHARE [sequences|columns|words …]]  whether reading and training
//                                                                                   are linear in the data; SHARE of the full sizes
// dotnet run -c Release --project tests/RnnTrainer.Benchmarks -- workers [CELL,… [train,infer [THREADS,… [B,T,D,H,C …]]]] whether more
// threads are ever slower
//   dotnet run -c Release --project tests/RnnTrainer.Benchmarks -- onnx             an exported gru as operator and as Scan in ONNX Runtime
//   dotnet run -c Release --project tests/RnnTrainer.Benchmarks -- stream           a step at a time, and in ONNX Runtime with its states
//   dotnet run -c Release --project tests/RnnTrainer.Benchmarks -- segments [CELL,… [H,…]]   what a second forward pass costs

using System.Globalization;
using RnnTrainer.Training.Bench;

if (args is ["softmax"])
{
    SoftmaxBackward.Print();
    return;
}

if (args is ["load"])
{
    LoadSpeed.Print();
    return;
}

if (args is ["read-one", var file])
{
    ReadSpeed.PrintOne(file);
    return;
}

if (args is ["read", var folder, ..])
{
    ReadSpeed.Print(
        folder, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 500,
        args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 3);
    return;
}

if (args is ["scale-one", var scaled])
{
    ScaleSpeed.PrintOne(scaled);
    return;
}

if (args is ["scale", ..])
{
    var share = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 1;
    Environment.ExitCode = ScaleSpeed.Print(share, [.. args.Skip(2)]) ? 0 : 4;
    return;
}

if (args is ["stream"])
{
    StreamSpeed.Print();
    return;
}

if (args is ["onnx"])
{
    OnnxSpeed.Print();
    return;
}

(int B, int T, int D, int H, int C)[] shapes =
[
    (32, 100, 8, 32, 10), (32, 100, 8, 64, 10), (64, 200, 16, 128, 10), (32, 128, 64, 256, 65),
    (64, 128, 128, 512, 65), (1, 1000, 8, 64, 10), (16, 1000, 8, 128, 10), (128, 50, 8, 64, 10),
];
int[] lengths = [16, 64, 256, 1024, 4096, 16384, 65536];

string Argument(int place, string otherwise) => args.Length > place ? args[place] : otherwise;
int[] Numbers(string text) => [.. text.Split(',').Select(t => int.Parse(t, CultureInfo.InvariantCulture))];

if (args is ["workers", .. var asked])
{
    var others = asked.Skip(3).Select(Numbers).Select(s => (s[0], s[1], s[2], s[3], s[4])).ToArray();
    WorkersSpeed.Print(
        others.Length > 0 ? others : shapes,
        Argument(1, "ugrnn,gru,lstm").Split(','),
        Argument(2, "train,infer").Split(','),
        args.Length > 3 ? Numbers(args[3]) : [.. Enumerable.Range(1, Environment.ProcessorCount)]);
    return;
}

if (args is ["segments", ..])
{
    SegmentsSpeed.Print(Argument(1, "ugrnn,gru,lstm").Split(','), Numbers(Argument(2, "64")));
    return;
}

var cells = Argument(0, "ugrnn,gru,lstm").Split(',');
var modes = Argument(1, "train,infer").Split(',');
var threads = Numbers(Argument(2, "1,2"));
var seconds = double.Parse(Argument(3, "1"), CultureInfo.InvariantCulture);

Console.WriteLine("| cell | mode | threads | (B,T,D,H,C) | median ms | min ms | GFLOP/s | of peak | bytes allocated |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
foreach (var mode in modes)
{
    foreach (var worker in threads)
    {
        foreach (var (B, T, D, H, C) in Argument(4, "") == "sweep" ? lengths.Select(t => (B: 16, T: t, D: 8, H: 128, C: 10)) : shapes)
        {
            foreach (var cell in cells)
            {
                Row(cell, mode, worker, B, T, D, H, C);
            }
        }
    }
}

void Row(string cell, string mode, int worker, int B, int T, int D, int H, int C)
{
    using var bench = new Benchmark(
        new BenchOptions(cell, 1, [T], B, D, H, C, worker, mode == "train", Runs: 100_000, Warmup: 3, seconds), TimeProvider.System);
    var p = bench.Points().Single();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {cell} | {mode} | {worker} | ({B},{T},{D},{H},{C}) | {p.MedianMs:F3} | {p.MinMs:F3} | {p.Gflops:F1} | {p.FractionOfPeak:P0} " +
        $"| {p.AllocatedBytes} |"));
}
