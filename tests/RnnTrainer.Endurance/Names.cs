using CsCheck;
using RnnTrainer.Tests.Hostile;

namespace RnnTrainer.Endurance;

/// <summary>Names that mean something to a terminal, to YAML, HTML, CSV, a shell or C# go through all commands: nothing but the names
/// differs from harmless ones.</summary>
static class Names
{
    public static bool Run(int count)
    {
        try
        {
            HostileNames.Any.Sample(HostileNames.Check, iter: count, threads: 1);
            return true;
        }
        catch (CsCheckException e)
        {
            Console.WriteLine(e.Message);
            return false;
        }
    }
}
