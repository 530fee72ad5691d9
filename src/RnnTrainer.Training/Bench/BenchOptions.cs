using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Bench;

/// <summary>What is timed.</summary>
/// <param name="Cell">A cell's name, or the path of a .cell file.</param>
/// <param name="Layers">Cells on one another.</param>
/// <param name="Lengths">Each T, in the order of measuring.</param>
/// <param name="Batch">B.</param>
/// <param name="Input">D, the inputs of a step.</param>
/// <param name="Hidden">H.</param>
/// <param name="Classes">C.</param>
/// <param name="Threads">The most cores used; 0: all.</param>
/// <param name="Trains">A training step: forward, backward, update; else forward alone.</param>
/// <param name="Runs">At most this many timed runs per length.</param>
/// <param name="Warmup">Untimed runs before them.</param>
/// <param name="Seconds">A length gets no further run after this time; there are three at least.</param>
/// <param name="Constants">Of a text cell; null: those of the file.</param>
/// <param name="Memory">What may be kept of the steps, as <c>training.memory</c>.</param>
/// <param name="Model">What stands between cell and head: both directions, dropout and so on; null: layers alone.</param>
sealed record BenchOptions(
    string Cell, int Layers, IReadOnlyList<int> Lengths, int Batch, int Input, int Hidden, int Classes, int Threads, bool Trains, int Runs,
    int Warmup, double Seconds,
    CellConstants? Constants = null, ModelConfig? Model = null, MemorySize? Memory = null);

/// <summary>The times of one length, medians over the runs unless they say otherwise.</summary>
/// <param name="Length">T.</param>
/// <param name="Workers">How many threads share a pass: as many as pay.</param>
/// <param name="Runs">Timed runs.</param>
/// <param name="MedianMs">Of a whole step.</param>
/// <param name="BuildMs">Graph and kernels, once per shape, the first pass included.</param>
/// <param name="Gflops">Matrix products only, see <see cref="Benchmark.Operations"/>.</param>
/// <param name="PeakGflops">The machine's multiply-add peak in the same minute, median.</param>
/// <param name="AllocatedBytes">Managed memory per step.</param>
/// <param name="PeakRssMb">The largest the process has been so far.</param>
sealed record BenchPoint(
    int Length, int Workers, int Runs, double MedianMs, double MinMs, double P90Ms, double BuildMs, double ForwardMs, double BackwardMs,
    double UpdateMs,
    double Gflops, double PeakGflops, long AllocatedBytes, double PeakRssMb)
{
    /// <summary>What was kept of the steps.</summary>
    public StepMemory Steps { get; init; } = StepMemory.Everything;

    /// <summary>Updates, or inference passes, per second.</summary>
    public double StepsPerSecond => 1000 / MedianMs;

    /// <summary>Null: the times of the model or of the peak are no measurement, as nothing is faster than the peak. Other programs had the
    /// cores, or the step is too short to be timed.</summary>
    public double? FractionOfPeak => Gflops / PeakGflops is var fraction and >= 0 and <= 1 ? fraction : null;
}
