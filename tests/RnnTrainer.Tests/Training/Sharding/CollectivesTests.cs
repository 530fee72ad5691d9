using RnnTrainer.Common;
using RnnTrainer.Training.Distributed;

namespace RnnTrainer.Tests.Training.Sharding;

/// <summary>What processes compute together, against one that adds in the same order.</summary>
public sealed class CollectivesTests
{
    public static TheoryData<int, int> Cases
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (var R in new[] { 1, 2, 4, 8, 16 })
            {
                foreach (var n in new[] { 1, 2, 7, 1000, 5003 })
                {
                    data.Add(R, n);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sums_are_those_of_a_binary_tree_whether_vectors_are_exchanged_whole_or_in_halves(int R, int n)
    {
        var expected = Tree(R, n, 0, R);
        var whole = ThreadProcesses.Run(R, p => Summed(p, n, (c, v, s) => Collectives.SumWhole<float>(c, v, s)));
        var halves = ThreadProcesses.Run(R, p => Summed(p, n, (c, v, s) => Collectives.SumHalves<float>(c, v, s)));
        var either = ThreadProcesses.Run(R, p => Summed(p, n, (c, v, s) => c.Sum<float>(v, s)));

        Assert.All([.. whole, .. halves, .. either], sum => Assert.Equal(expected, sum));
    }

    [Fact]
    public void The_order_of_the_tree_is_not_that_of_a_loop() => Assert.NotEqual(
        Enumerable.Range(1, 7).Aggregate(Vector(0, 1000), (sum, rank) => [.. sum.Zip(Vector(rank, 1000), (a, b) => a + b)]),
        Tree(8, 1000, 0, 8));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Every_process_gets_the_parts_and_texts_of_all_of_them_and_the_bytes_of_the_first(int R)
    {
        int[] starts = [.. Enumerable.Range(0, R + 1).Select(rank => rank * rank / 2)];
        var gathered = ThreadProcesses.Run(R, processes =>
        {
            var all = new double[starts[R]];
            for (var n = starts[processes.Rank]; n < starts[processes.Rank + 1]; n++)
            {
                all[n] = n + 1;
            }

            processes.Gather<double>(all, rank => starts[rank]);
            return all;
        });
        var texts = ThreadProcesses.Run(R, p => p.Texts(p.Rank == 1 ? "" : $"é{p.Rank}"));
        var sent = ThreadProcesses.Run(R, p => p.Send(p.Rank == 0 ? [1, 2, 3] : null));

        Assert.All(gathered, all => Assert.Equal(Enumerable.Range(1, starts[R]).Select(n => (double)n), all));
        Assert.All(texts, t => Assert.Equal(Enumerable.Range(0, R).Select(rank => rank == 1 ? "" : $"é{rank}"), t));
        Assert.All(sent, bytes => Assert.Equal(new byte[] { 1, 2, 3 }, bytes));
    }

    static float[] Summed(ICommunicator processes, int n, Action<ICommunicator, float[], float[]> sum)
    {
        var vector = Vector(processes.Rank, n);
        sum(processes, vector, new float[n]);
        return vector;
    }

    static float[] Tree(int R, int n, int from, int to)
    {
        if (to - from == 1)
        {
            return Vector(from, n);
        }

        var middle = (from + to) / 2;
        return [.. Tree(R, n, from, middle).Zip(Tree(R, n, middle, to), (a, b) => a + b)];
    }

    static float[] Vector(int rank, int n)
    {
        var random = new RandomStream(rank, "vector", 0);
        return [.. Enumerable.Range(0, n).Select(_ => (float)(random.NextDouble() - 0.3))];
    }
}
