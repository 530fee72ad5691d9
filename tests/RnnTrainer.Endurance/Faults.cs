using RnnTrainer.Tests.Training.Durability;

namespace RnnTrainer.Endurance;

/// <summary>The tests of failing disks, without leaving out any operation.</summary>
static class Faults
{
    public static bool Run(int stride)
    {
        foreach (var (fromThenOn, isReadOnly) in new[] { (false, false), (true, false), (true, true) })
        {
            using var tests = new DiskFaultTests();
            Console.WriteLine(
                $"{tests.Try(fromThenOn, isReadOnly, stride)} operations failed {(fromThenOn ? "with all after them" : "once")}, as on " +
                $"a {(isReadOnly ? "read-only" : "full")} disk; every run was resumed to the same bytes");
        }

        return true;
    }
}
