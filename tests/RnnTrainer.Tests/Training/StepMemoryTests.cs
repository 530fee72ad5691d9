using RnnTrainer.Autodiff;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Tests.Training;

public sealed class StepMemoryTests
{
    public static TheoryData<string> Options => [.. LayersTests.OptionNames];

    [Theory]
    [MemberData(nameof(Options))]
    public void What_is_kept_is_what_the_graph_allocates_and_fits_into_the_memory(string option)
    {
        using var model = LayersTests.Make(option, "lstm", Precision.Float32, threads: 1);
        foreach (var trains in new[] { true, false })
        {
            var shape = new SequenceShape(B: 3, T: 4096, trains, HasGaps: false);
            var whole = StepMemory.Of(model, shape, memory: 1);
            Assert.Equal(Bytes(model, shape, null), whole.Whole, whole.Whole / 50.0);

            // Where layers read in both directions, what lies between them is kept.
            var memory = (trains ? 1 : 4) * whole.Whole * 3 / 4;
            var steps = StepMemory.Of(model, shape, memory);
            Assert.InRange(Bytes(model, shape, steps.Size), 1, steps.Kept + 10_000);
            Assert.InRange(steps.Kept, 1, Math.Max(whole.Whole * 3 / 4, whole.Kept));
            Assert.Null(StepMemory.Of(model, shape, memory * 2).Size);
        }
    }

    [Fact]
    public void The_last_segment_is_not_computed_twice()
    {
        using var model = LayersTests.Make("plain", "ugrnn", Precision.Float32, threads: 1);
        var shape = new SequenceShape(B: 1, T: 1 << 20, Trains: true, HasGaps: false);
        var whole = StepMemory.Of(model, shape, memory: 1).Whole;
        var half = StepMemory.Of(model, shape, whole / 2);
        Assert.InRange(half.Again, 0.5, 0.51);
        Assert.Equal(3, half.Segments);
        var few = StepMemory.Of(model, shape, whole / 50);
        Assert.InRange(few.Again, 0.98, 1);
        Assert.Equal(0, StepMemory.Of(model, shape with { Trains = false }, whole / 50).Again);
    }

    static long Bytes(Model model, SequenceShape shape, SegmentSize? size)
    {
        using var graph = new ScanGraph(model, shape.B, shape.T, model.Group, shape.Trains, segments: size);
        return graph.Graph.Bytes;
    }
}
