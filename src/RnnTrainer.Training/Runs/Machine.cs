using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnTrainer.Training.Runs;

/// <summary>The machine that the program runs on.</summary>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Processor">The name of the processor, as the system reports it.</param>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="InstructionSet">Vector extensions that the runtime offers, widest first.</param>
/// <param name="VectorBits">Width of <see cref="Vector{T}"/>.</param>
/// <param name="Runtime">Name and version of .NET.</param>
sealed record Machine(
    string System, string Processor, int Cores, IReadOnlyList<string> InstructionSet, int VectorBits, string Runtime)
{
    /// <summary>The current machine.</summary>
    public static Machine Here() => new(
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}",
        ProcessorName(),
        Environment.ProcessorCount,
        [.. Extensions()],
        Vector<byte>.Count * 8,
        RuntimeInformation.FrameworkDescription);

    static IEnumerable<string> Extensions() =>
        new (string Name, bool Supported)[]
        {
            ("AVX-512F", Avx512F.IsSupported),
            ("AVX2", Avx2.IsSupported),
            ("FMA", Fma.IsSupported),
            ("SSE4.2", Sse42.IsSupported),
            ("AdvSimd", AdvSimd.IsSupported),
        }.Where(e => e.Supported).Select(e => e.Name);

    static string ProcessorName()
    {
        const string Linux = "/proc/cpuinfo";
        var line = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? "unknown";
    }
}
