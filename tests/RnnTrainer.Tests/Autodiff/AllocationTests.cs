using RnnTrainer.Autodiff;

namespace RnnTrainer.Tests.Autodiff;

public sealed class AllocationTests
{
    public static TheoryData<string> Programs => [.. Experiment.Names];

    [Theory]
    [MemberData(nameof(Programs))]
    public void After_the_first_pass_nothing_is_allocated(string name)
    {
        using var experiment = Experiment.Of(name, precision: Precision.Float32);
        var (graph, loss) = (experiment.Graph, experiment.Loss);
        Pass(graph, loss);
        Pass(graph, loss);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 10; n++)
        {
            Pass(graph, loss);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    static void Pass(Graph graph, Node loss)
    {
        graph.Forward();
        graph.Backward(loss);
    }
}
