using System.Diagnostics;
using System.Globalization;
using System.Text;
using RnnTrainer.Training;
using RnnTrainer.Training.Bench;

/// <summary>
/// Whether time and memory grow no faster than the data: many small sequences, wide tables, large vocabularies. Whole processes that read a
/// CSV, train one epoch of a small model and score it.
/// </summary>
static class ScaleSpeed
{
    const double MostExponent = 1.1;

    static readonly int[] Parts = [8, 4, 2, 1];

    static readonly Subject[] Subjects =
    [
        new("sequences", 10_000_000, WriteSequences, "", 1024),
        new("columns", 100_000, WriteColumns, "", 4),

        // Each update changes the vectors of all words, so the number of updates is the same for all sizes.
        new("words", 1_000_000, WriteWords, ", tokens: word", 0),
    ];

    /// <summary>Trains with a greatest size and an eighth, a quarter and half of it.</summary>
    /// <param name="share">The greatest size as a share of the full one.</param>
    /// <param name="names">Which subjects; none: all.</param>
    /// <returns>Whether no exponent is above 1.1.</returns>
    public static bool Print(double share, IReadOnlyList<string> names)
    {
        Console.WriteLine("| what | how many | file, MB | processor s | µs each | peak RSS MiB |");
        Console.WriteLine("|---|---|---|---|---|---|");
        return Subjects.Where(s => names.Count == 0 || names.Contains(s.Name)).Select(s => IsLinear(s, share)).ToList()
            .TrueForAll(isLinear => isLinear);
    }

    /// <summary>Trains in this process and prints what it took since the process began.</summary>
    public static void PrintOne(string config)
    {
        using (var run = TrainingRun.Begin(config, new TrainingOptions { Folder = Path.ChangeExtension(config, ".run") }))
        {
            run.Finish();
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{process.TotalProcessorTime.TotalSeconds} {process.PeakWorkingSet64}"));
    }

    static bool IsLinear(Subject subject, double share)
    {
        var took = Array.ConvertAll(Parts, part => Run(subject, (int)(subject.Most * share / part)));
        var (time, memory) = (
            Growth.Fit([.. took.Select(t => (t.Size, t.Seconds))]).Exponent, Growth.Fit([.. took.Select(t => (t.Size, t.Peak))]).Exponent);
        var isLinear = time <= MostExponent && memory <= MostExponent;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{subject.Name}: time ~ n^{time:0.00}, memory ~ n^{memory:0.00}{(isLinear ? "" : $": ABOVE {MostExponent}")}"));
        return isLinear;
    }

    static (int Size, double Seconds, double Peak) Run(Subject subject, int size)
    {
        var folder = Directory.CreateTempSubdirectory("rnn-scale-").FullName;
        try
        {
            var (data, config) = (Path.Combine(folder, "data.csv"), Path.Combine(folder, "scale.yaml"));
            int sequences;
            using (var to = new StreamWriter(data, append: false, new UTF8Encoding(false), 1 << 20))
            {
                sequences = subject.Write(to, size);
            }

            File.WriteAllText(config, subject.Config(sequences));
            var (seconds, peak) = Trained(config);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {subject.Name} | {size:N0} | {new FileInfo(data).Length / 1e6:0} | {seconds:0.0} | {1e6 * seconds / size:0.0} | "
                    + $"{peak / 1048576:0} |"));
            return (size, seconds, peak);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static (double Seconds, double Peak) Trained(string config)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [typeof(ScaleSpeed).Assembly.Location, "scale-one", config])
            {
                RedirectStandardOutput = true,
            })!;
        var words = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return (double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    static int WriteSequences(TextWriter to, int count)
    {
        to.Write("seq,step,x,label\n");
        for (var n = 0; n < count; n++)
        {
            for (var t = 0; t < 10; t++)
            {
                to.Write(string.Create(CultureInfo.InvariantCulture, $"s{n},{t},0.{((n * 7L) + (t * 13)) % 997:000},{"uv"[n % 2]}\n"));
            }
        }

        return count;
    }

    static int WriteColumns(TextWriter to, int count)
    {
        const int Sequences = 20, Steps = 5;
        to.Write($"seq,step,{string.Join(',', Enumerable.Range(0, count).Select(k => $"x{k}"))},label\n");
        for (var n = 0; n < Sequences * Steps; n++)
        {
            to.Write(string.Create(CultureInfo.InvariantCulture, $"s{n / Steps},{n % Steps}"));
            for (var k = 0; k < count; k++)
            {
                to.Write(string.Create(CultureInfo.InvariantCulture, $",{((n * 31) + (k * 7)) % 101 / 8.0}"));
            }

            to.Write($",{"uv"[n / Steps % 2]}\n");
        }

        return Sequences;
    }

    // Each word four times, in sequences of ten.
    static int WriteWords(TextWriter to, int count)
    {
        var sequences = 4 * count / 10;
        to.Write("seq,step,word,label\n");
        for (long n = 0; n < 10L * sequences; n++)
        {
            to.Write(string.Create(CultureInfo.InvariantCulture, $"s{n / 10},{n % 10},word{n * 7919 % count},{"uv"[(int)(n / 10 % 2)]}\n"));
        }

        return sequences;
    }

    /// <param name="Name">What there is much of.</param>
    /// <param name="Most">How much, at most.</param>
    /// <param name="Write">Writes a CSV of a size; returns its number of sequences.</param>
    /// <param name="Data">Further keys of the data section.</param>
    /// <param name="Batch">Of the training; 0: as many as make 64 updates.</param>
    sealed record Subject(string Name, int Most, Func<TextWriter, int, int> Write, string Data, int Batch)
    {
        public string Config(int sequences) => string.Create(
            CultureInfo.InvariantCulture,
            $"""
            task: classify
            data: {"{"}train: data.csv, sequence: seq, step: step, target: label{Data}{"}"}
            model: {"{"}hidden: 4, embedding: 4{"}"}
            training: {"{"}epochs: 1, batch: {(Batch > 0 ? Batch : Math.Max(1, sequences / 64))}{"}"}

            """);
    }
}
