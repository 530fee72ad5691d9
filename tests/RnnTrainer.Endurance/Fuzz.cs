using System.Diagnostics;
using RnnTrainer.Tests.Hostile;

namespace RnnTrainer.Endurance;

/// <summary>Corrupted files of every format, in equal parts.</summary>
static class Fuzz
{
    const double Hangs = 60;

    public static bool Run(int count)
    {
        using var memory = new FolderInMemory();
        try
        {
            var readers = new HostileReaders(memory.Path).All;
            var each = (count + readers.Count - 1) / readers.Count;
            foreach (var reader in readers)
            {
                var begin = Stopwatch.GetTimestamp();
                using var watch = new Timer(_ => TellHangs(reader), null, 10_000, 10_000);
                var read = (reader with { MostSeconds = 5 }).Try(each);
                Console.WriteLine(
                    $"{reader.Name}: {each} files in {Stopwatch.GetElapsedTime(begin).TotalSeconds:0} s, {read} of them read, the " +
                    $"others refused");
            }

            Console.WriteLine($"{(long)each * readers.Count} files, no other exception, none slower than 5 s or beyond its memory");
            return true;
        }
        catch (Exception e)
        {
            Console.WriteLine(e.Message);
            return false;
        }
    }

    static void TellHangs(HostileReader reader)
    {
        foreach (var (bytes, since) in reader.Reading.Values.Where(r => Stopwatch.GetElapsedTime(r.Since).TotalSeconds > Hangs))
        {
            Console.WriteLine(
                $"{reader.Name}: hangs for {Hangs} s in a file of {bytes.Length} bytes, base64: {Convert.ToBase64String(bytes)}");
            Environment.Exit(4);
        }
    }
}
