using System.Diagnostics;
using System.Globalization;
using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Endurance;

/// <summary>Headers and rows of very many columns: each is read or refused in 5 s. What <c>rnn data check</c> looks at before takes
/// longer.</summary>
static class Columns
{
    const double MostSeconds = 5;

    public static bool Run(int count)
    {
        var (names, numbers) = (Joined(count, n => $"c{n}x"), Joined(count, n => $"{n % 7}.5"));
        (string Name, string File, string Text, DataOptions Options)[] files =
        [
            ("long", "a.csv", $"seq,step,{names},label\na,0,{numbers},u\na,1,{numbers},u\n", new DataOptions { Target = ["label"] }),
            ("long, all of it forecast", "a.csv", $"seq,step,{names}\na,0,{numbers}\na,1,{numbers}\n",
            new DataOptions { TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Next }),
            ("series", "a.csv", $"{names}\n{numbers}\n{numbers}\n", new DataOptions { TargetKind = TargetKind.None }),
            ("wide", "a.csv", $"id,{Joined(count, n => $"t{n}")},label\na,{numbers},u\nb,{numbers},v\n",
            new DataOptions { Target = ["label"] }),
            ("wide, of many inputs", "a.csv", $"id,{Joined(count / 2, n => $"x{n}_t0,x{n}_t1")},label\na,{numbers},u\nb,{numbers},v\n",
            new DataOptions { Target = ["label"] }),
            ("wide, a word in each cell", "a.csv", $"id,{Joined(count, n => $"t{n}")},label\na,{Joined(count, n => "word")},u\n",
            new DataOptions { Target = ["label"] }),
            ("words", "a.csv", $"{names}\n{Joined(count, n => "u")}\n{Joined(count, n => "v")}\n{Joined(count, n => "v")}\n",
            new DataOptions { TargetKind = TargetKind.None }),
            ("a long row below a short header", "a.csv", $"seq,step,x,label\na,0,{numbers},u\n", new DataOptions { Target = ["label"] }),
            ("a short row below a long header", "a.csv", $"seq,step,{names},label\na,0,1\n", new DataOptions { Target = ["label"] }),
            ("names that are all the same", "a.csv", $"seq,step,{Joined(count, n => "x")},label\na,0,{numbers},u\n",
            new DataOptions { Target = ["label"] }),
            (".ts, one input", "a.ts", $"@problemName p\n@data\n{numbers}:u\n{numbers}:v\n", new DataOptions { Target = ["label"] }),
            (".ts, many inputs", "a.ts", $"@problemName p\n@data\n{numbers.Replace(',', ':')}:u\n{numbers.Replace(',', ':')}:v\n",
            new DataOptions { Target = ["label"] }),
            ("UCR", "a.tsv", $"1\t{numbers.Replace(',', '\t')}\n2\t{numbers.Replace(',', '\t')}\n", new DataOptions { Target = ["label"] }),
        ];
        var slowest = 0.0;
        foreach (var (name, file, text, options) in files)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var (read, reading) = Timed(() => DataFile.Parse(bytes, file, options));
            var (looked, looking) = Timed(() => Summarizer.Of(bytes, file, options));
            slowest = Math.Max(slowest, reading);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}, {bytes.Length / 1e6:0.0} MB: {read} in {reading:0.00} s; " +
                    $"{(looked == "read" ? "looked at by data check" : looked)} in {looking:0.00} s"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the slowest reading took {slowest:0.00} s of the processor"));
        return slowest <= MostSeconds;
    }

    static string Joined(int count, Func<int, string> cell) => string.Join(',', Enumerable.Range(0, count).Select(cell));

    // Of the processor: the machine may have other work.
    static (string Did, double Seconds) Timed(Action work)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var did = "read";
        try
        {
            work();
        }
        catch (DataException)
        {
            did = "refused";
        }

        process.Refresh();
        return (did, (process.TotalProcessorTime - before).TotalSeconds);
    }
}
