using CsCheck;
using RnnTrainer.Autodiff.Scan.Plan;

namespace RnnTrainer.Tests.Autodiff.Scan;

public class LengthsTests
{
    /// <summary>1 to 40 examples, longest first; half of the batches have one length.</summary>
    static readonly Gen<int[]> Batches =
        from equal in Gen.Bool
        from lengths in Gen.Int[1, 60].Array[1, 40]
        select equal ? [.. lengths.Select(_ => lengths[0])] : lengths.OrderDescending().ToArray();

    [Fact]
    public void Workers_take_every_example_once_whatever_their_number() =>
        Gen.Select(Batches, Gen.Int[1, 64]).Sample((lengths, workers) =>
        {
            var batch = new SequenceLengths(lengths);
            var slices = Enumerable.Range(0, workers).Select(worker => batch.Slice(worker, workers)).ToList();
            return slices[0].Low == 0 && slices[^1].High == lengths.Length
                && slices.All(s => s.Low <= s.High)
                && slices.Zip(slices.Skip(1)).All(pair => pair.First.High == pair.Second.Low);
        });

    [Fact]
    public void A_workers_share_differs_from_an_equal_one_by_less_than_its_longest_example() =>
        Gen.Select(Batches, Gen.Int[1, 64]).Sample((lengths, workers) =>
        {
            var batch = new SequenceLengths(lengths);
            return Enumerable.Range(0, workers).Select(worker => batch.Slice(worker, workers)).All(slice =>
                lengths[slice.Low..slice.High].Sum() <= ((double)batch.Total / workers) + lengths[0]);
        });

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    [InlineData(4, 9)]
    [InlineData(1, 64)]
    public void More_than_twice_as_many_workers_as_examples_leave_some_workers_without_any(int examples, int workers)
    {
        var batch = SequenceLengths.Equal(examples, steps: 7);
        Assert.Contains(Enumerable.Range(0, workers), worker => batch.Slice(worker, workers) is var (low, high) && low == high);
    }
}
