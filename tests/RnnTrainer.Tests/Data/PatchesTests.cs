using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Tests.Data;

public sealed class PatchesTests
{
    [Theory]
    [InlineData(8, 4, 1, 1)]
    [InlineData(8, 4, 8, 1)]
    [InlineData(8, 4, 9, 2)]
    [InlineData(8, 4, 12, 2)]
    [InlineData(8, 4, 13, 3)]
    [InlineData(3, 3, 7, 3)]
    [InlineData(1, 1, 5, 5)]
    public void There_are_as_many_as_are_needed_to_have_every_step_in_one(int size, int stride, int steps, int count) =>
        Assert.Equal(count, new Patches(size, stride).CountOf(steps));

    [Fact]
    public void A_patch_has_the_rows_of_its_steps_and_zeros_behind_the_end() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 40], Gen.Int[1, 4]).Sample((size, most, T, K) =>
        {
            var patches = new Patches(size, Math.Min(size, most));
            var x = Enumerable.Range(1, T * K).Select(n => (double)n).ToArray();
            var patched = patches.Of(new Batch([new Sequence("s", T, x, "a", null)])).Sequences[0];
            var expected = Plain(patches, x, T, K);
            Assert.Equal((patches.CountOf(T), (int?)T, "a"), (patched.Length, patched.Unpatched, patched.Label));
            Assert.Equal(expected, patched.Inputs);

            // From anywhere to anywhere.
            for (var from = 0; from < expected.Length; from += 3)
            {
                var count = (from * 7 % (expected.Length - from)) + 1;
                Assert.Equal(expected[from..(from + count)], patched.Inputs.Slice(from, count).ToArray());
            }
        });

    [Theory]
    [InlineData(false, new double[] { 1, 2, 3, 3, 4, 5, 5, 0, 0 })]
    [InlineData(true, new double[] { 0, 0, 1, 1, 2, 3, 3, 4, 5 })]
    public void Where_each_step_has_an_output_there_is_a_patch_for_every_stride_steps(bool looksBack, double[] expected)
    {
        var patches = new Patches(3, 2) { HasStepOutputs = true, LooksBack = looksBack };
        var patched = patches.Of(new Sequence("s", 5, [1, 2, 3, 4, 5], null, null));
        Assert.Equal(expected, patched.Inputs);
        Assert.All(
            Enumerable.Range(0, 9), from => Assert.Equal(expected[from..], patched.Inputs.Slice(from, 9 - from).ToArray()));
        Assert.Equal([1, 1, 2, 2, 3], Enumerable.Range(1, 5).Select(patches.CountOf));
    }

    [Fact]
    public void Patches_of_patches_are_not_made()
    {
        var batch = new Patches(2, 1).Of(new Batch([new Sequence("s", 3, [1, 2, 3], null, null)]));
        Assert.Same(batch, new Patches(2, 1).Of(batch));
    }

    static double[] Plain(Patches patches, double[] x, int T, int K)
    {
        var rows = new List<double>();
        for (var first = 0; first == 0 || first + patches.Size - patches.Stride < T; first += patches.Stride)
        {
            for (var t = first; t < first + patches.Size; t++)
            {
                rows.AddRange(Enumerable.Range(0, K).Select(k => t < T ? x[(t * K) + k] : 0));
            }
        }

        return [.. rows];
    }
}
