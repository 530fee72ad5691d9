using RnnTrainer.Autodiff.Graphs;

namespace RnnTrainer.Endurance;

/// <summary>
/// The tests with a page behind every tensor that nobody may touch, and the tests while the garbage collector moves all that it may move. Before that, a process that
/// reaches beyond a tensor has to die; that an address which is not held goes stale under such collections is shown by CollectionPressureTests, which is among the tests.
/// </summary>
static class Guards
{
    const int Vector = 64;

    public static bool Run(int unused)
    {
        var (exit, _) = Planted.Run(Planted.ReachesBeyond);
        Console.WriteLine($"a process that reads two vectors behind a tensor: exit {exit}");
        var guarded = Suite.Passes(("RNN_GUARDED_PAGES", "1"));
        var pressed = Suite.Passes(("RNN_COLLECTION_PRESSURE", "1"), ("DOTNET_GCgen0size", "0x20000"));
        return exit is not (0 or 4) && guarded && pressed;
    }

    /// <summary>Reads beyond its memory.</summary>
    public static unsafe int ReachBeyond()
    {
        AppContext.SetSwitch("RnnTrainer.GuardedPages", true);
        using var arena = new Arena();
        var tensor = (byte*)arena.Take(100);
        return tensor[100 + (2 * Vector)] == 0 ? 0 : 4;
    }
}
