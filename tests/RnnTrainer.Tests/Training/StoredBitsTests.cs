using RnnTrainer.Training;
using RnnTrainer.Training.Compare;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Training;

public sealed class StoredBitsTests
{
    [Theory]
    [InlineData(100, 2, 1, 100)]
    [InlineData(100, 2, 0.5, 0)]
    [InlineData(100, 2, 0.3, 0)]
    [InlineData(100, 4, 1, 200)]
    [InlineData(100, 4, 0.25, 0)]
    [InlineData(1000, 2, 0.89, 500.084)]
    public void Right_answers_are_bits_and_guesses_are_none(int labels, int classes, double accuracy, double bits) =>
        Assert.Equal(bits, ComparedCell.StoredBits(labels, classes, accuracy), 1e-3);

    [Fact]
    public void A_random_setting_is_drawn_from_its_number_alone()
    {
        Assert.Equal(RandomSettings.Of(7, OptimizerKind.Sgd), RandomSettings.Of(7, OptimizerKind.Sgd));
        Assert.NotEqual(RandomSettings.Of(7, OptimizerKind.Sgd), RandomSettings.Of(8, OptimizerKind.Sgd));
        Assert.Equal(RandomSettings.Of(7, OptimizerKind.Sgd).Take(2), RandomSettings.Of(7, OptimizerKind.Adamw));
    }
}
