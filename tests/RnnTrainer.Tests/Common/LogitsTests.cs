using RnnTrainer.Common;

namespace RnnTrainer.Tests.Common;

public sealed class LogitsTests
{
    [Fact]
    public void Softmax_is_that_of_a_calculation_by_hand() =>
        Assert.Equal([1.0 / 6, 2.0 / 6, 3.0 / 6], Logits.Softmax([0, Math.Log(2), Math.Log(3)]), (a, b) => Math.Abs(a - b) < 1e-15);

    [Fact]
    public void The_log_of_a_sum_of_exponentials_does_not_overflow() =>
        Assert.Equal(1000 + Math.Log(2), Logits.LogSumExp([1000, 1000]), 1e-12);

    [Fact]
    public void The_log_of_a_sum_of_exponentials_does_not_underflow() =>
        Assert.Equal(-1000 + Math.Log(2), Logits.LogSumExp([-1000, -1000]), 1e-12);

    [Fact]
    public void Of_several_largest_entries_the_first_is_the_likeliest() => Assert.Equal(1, Logits.ArgMax([-1, 4, 2, 4]));

    [Fact]
    public void A_high_temperature_evens_out_the_weights()
    {
        Assert.Equal([Math.Exp(-2), 1], Logits.Weights([1, 3]));
        Assert.Equal([Math.Exp(-1), 1], Logits.Weights([1, 3], temperature: 2));
    }
}
