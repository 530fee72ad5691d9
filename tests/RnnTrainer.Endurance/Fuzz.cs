using System.Diagnostics;
using RnnTrainer.Tests;
using RnnTrainer.Tests.Hostile;

namespace RnnTrainer.Endurance;

/// <summary>Spoilt files of every format, in equal parts.</summary>
static class Fuzz
{
    const double Hangs = 60;

    public static bool Run(int count)
    {
        var memory = Directory.Exists("/dev/shm") ? Directory.CreateDirectory($"/dev/shm/rnn-fuzz-{Environment.ProcessId}").FullName : null;
        using var folder = new TemporaryFolder();
        try
        {
            var readers = new HostileReaders(memory ?? folder.Path).All;
            var each = (count + readers.Count - 1) / readers.Count;
            foreach (var reader in readers)
            {
                using var watch = new Timer(_ => TellHangs(reader), null, 10_000, 10_000);
                Console.WriteLine($"{reader.Name}: {each} files, {(reader with { MostSeconds = 5 }).Try(each)} of them read, the others refused");
            }

            Console.WriteLine($"{each * readers.Count} files, no other exception, none slower than 5 s or beyond its memory");
            return true;
        }
        catch (Exception e)
        {
            Console.WriteLine(e.Message);
            return false;
        }
        finally
        {
            if (memory is not null)
            {
                Directory.Delete(memory, recursive: true);
            }
        }
    }

    static void TellHangs(HostileReader reader)
    {
        foreach (var (bytes, since) in reader.Reading.Values.Where(r => Stopwatch.GetElapsedTime(r.Since).TotalSeconds > Hangs))
        {
            Console.WriteLine($"{reader.Name}: hangs for {Hangs} s in a file of {bytes.Length} bytes, base64: {Convert.ToBase64String(bytes)}");
            Environment.Exit(4);
        }
    }
}
