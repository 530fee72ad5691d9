using RnnTrainer.Training.Sweeps;

namespace RnnTrainer.Tests.Training.Sweeping;

public sealed class HalvingTests
{
    [Theory]
    [InlineData(8, 32, "8 to 4, 4 to 8, 2 to 16, 1 to 32")]
    [InlineData(20, 30, "20 to 2, 10 to 4, 5 to 8, 3 to 15, 2 to 30")]
    [InlineData(5, 2, "5 to 1, 3 to 2")]
    [InlineData(1, 10, "1 to 10")]
    [InlineData(9, 1, "9 to 1")]
    public void Half_the_runs_go_on_to_twice_the_epochs(int runs, int epochs, string rungs) =>
        Assert.Equal(rungs, string.Join(", ", Halving.Rungs(runs, epochs).Select(r => $"{r.Runs} to {r.Epochs}")));

    [Fact]
    public void The_first_rung_has_all_runs_the_last_one_all_epochs_and_between_them_runs_fall_and_epochs_rise()
    {
        for (var runs = 1; runs < 40; runs++)
        {
            for (var epochs = 1; epochs < 40; epochs++)
            {
                var rungs = Halving.Rungs(runs, epochs);
                Assert.Equal((runs, epochs), (rungs[0].Runs, rungs[^1].Epochs));
                Assert.All(
                    rungs.Zip(rungs.Skip(1)), pair =>
                        Assert.True(pair.Second.Runs < pair.First.Runs && pair.Second.Epochs > pair.First.Epochs));
                Assert.True(rungs[0].Epochs >= 1 && rungs[^1].Runs >= 1);
            }
        }
    }
}
