using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Endurance;

/// <summary>Runs the tests with each instruction set disabled in turn for the whole process, so that the next best one is used.</summary>
static class InstructionSets
{
    static readonly string[] Switches = ["EnableHWIntrinsic", "EnableAVX", "EnableAVX2", "EnableAVX512"];

    public static bool Run(int unused)
    {
        var held = true;
        foreach (var name in Switches)
        {
            (string, string) off = ($"DOTNET_{name}", "0");
            Console.WriteLine($"the best set left: {Planted.Run(Planted.Set, off).Output.Trim()}");
            held &= Suite.Passes(off);
        }

        return held;
    }

    /// <summary>The set that kernels of this process use.</summary>
    public static int Tell()
    {
        Console.WriteLine(SimdSet.Best(typeof(float)).Name);
        return 0;
    }
}
