using RnnTrainer.Tests;
using RnnTrainer.Tests.Hostile;
using SharpFuzz;

namespace RnnTrainer.Endurance;

/// <summary>
/// Fuzzing by coverage, for equal times per reader: SharpFuzz instruments a copy of the assemblies, and AFL++ mutates the files that took
/// new
/// ones. An exception that is not the documented one, more memory than the file's size allows, or more than 5 s for a file is a find.
/// </summary>
static class Coverage
{
    /// <summary>The first argument of the process that AFL++ feeds; the second is the name of a reader.</summary>
    public const string Fed = "fed";

    static readonly string[] Assemblies = [
        "RnnTrainer.Autodiff", "RnnTrainer.Cells", "RnnTrainer.Data", "RnnTrainer.Training", "CsvHelper", "YamlDotNet"];

    public static bool Run(int minutes)
    {
        if (!Afl.IsInstalled)
        {
            Console.WriteLine("skipped: there is no afl-fuzz; tests/RnnTrainer.Endurance/coverage installs it");
            return true;
        }

        var made = Directory.CreateDirectory(RepositoryFolder.File("made", $"coverage-{Environment.ProcessId}")).FullName;
        var program = Instrumented(Path.Combine(made, "program"));
        var readers = new HostileReaders("").All;
        var (executions, finds) = (0L, 0L);
        foreach (var reader in readers)
        {
            var folder = Directory.CreateDirectory(Path.Combine(made, HostileCorpus.NameOf(reader))).FullName;
            var ended = Afl.Run(
                folder, reader.Originals.Concat(HostileCorpus.Of(reader)), reader.Fragments, 60 * minutes / readers.Count, program, Fed,
                reader.Name);
            Console.WriteLine($"{reader.Name}: {ended}");
            (executions, finds) = (executions + ended.Executions, finds + ended.Crashes + ended.Hangs);
        }

        Console.WriteLine($"{executions} files, {finds} finds; they are in {made}");
        return finds == 0 && executions > 0;
    }

    /// <summary>Reads what AFL++ sends, one file after the other.</summary>
    public static int Read(string name)
    {
        using var memory = new FolderInMemory();
        HostileReader? reader = null; // created late: no instrumented code may run before SharpFuzz has started
        Fuzzer.OutOfProcess.Run(stream =>
        {
            reader ??= new HostileReaders(memory.Path).All.Single(r => r.Name == name) with { MostSeconds = 5 };
            using var file = new MemoryStream();
            stream.CopyTo(file);
            reader.IsRead(file.ToArray());
        });
        return 0;
    }

    // A copy of this program with instrumented assemblies.
    static string Instrumented(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        foreach (var name in Assemblies)
        {
            Fuzzer.Instrument(
                Path.Combine(folder, $"{name}.dll"), type =>
                    !type.StartsWith("RnnTrainer.Autodiff.Kernels", StringComparison.Ordinal), Options.Value);
        }

        return Path.Combine(folder, $"{typeof(Coverage).Assembly.GetName().Name}.dll");
    }
}
