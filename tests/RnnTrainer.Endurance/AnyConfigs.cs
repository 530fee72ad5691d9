using RnnTrainer.Tests.Hostile;

namespace RnnTrainer.Endurance;

/// <summary>Configs drawn at random, each trained over a tiny file.</summary>
static class AnyConfigs
{
    public static bool Run(int count)
    {
        using var memory = new FolderInMemory();
        var (any, held) = (new AnyConfig(memory.Path), true);
        foreach (var failure in any.Failures(count, seed: 3))
        {
            Console.WriteLine(failure);
            held = false;
        }

        Console.WriteLine($"{any.Trained} of {count} configs were trained, the others refused");
        return held;
    }
}
