using RnnTrainer.Autodiff.Tensors;

namespace RnnTrainer.Endurance;

/// <summary>
/// Runs the tests with a guard page after every tensor, and again while the garbage collector moves everything it can. Before that, a
/// process that
/// reads outside a tensor must be killed. CollectionPressureTests, one of the tests, shows that an address which is not pinned becomes
/// invalid under such collections.
/// </summary>
static class Guards
{
    const int Vector = 64;

    public static bool Run(int unused)
    {
        var (exit, _) = Planted.Run(Planted.ReachesBeyond);
        Console.WriteLine($"a process that reads two vectors after a tensor: exit {exit}");
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
