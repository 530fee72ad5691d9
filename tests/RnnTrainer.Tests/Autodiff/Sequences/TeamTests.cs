using RnnTrainer.Autodiff;

namespace RnnTrainer.Tests.Autodiff.Sequences;

/// <summary>Workers that meet, and one that fails.</summary>
public sealed class TeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void After_a_meeting_everybody_sees_what_each_did_before_it(int workers)
    {
        using var team = new Team(workers);
        var (done, seen) = (new int[workers], new int[workers]);
        for (var piece = 1; piece <= 50; piece++)
        {
            team.Run(worker =>
            {
                done[worker] = piece;
                team.Meet();
                seen[worker] = done.Sum();
                team.Meet();
            });
            Assert.All(seen, sum => Assert.Equal(piece * workers, sum));
        }
    }

    // Where the others waited for one that never comes, the test would not end.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(8, 3)]
    public void One_that_fails_between_two_meetings_ends_the_piece_and_the_next_one_is_done(int workers, int failing)
    {
        using var team = new Team(workers);
        for (var piece = 0; piece < 20; piece++)
        {
            var failure = Assert.Throws<InvalidOperationException>(() => team.Run(worker =>
            {
                team.Meet();
                if (worker == failing)
                {
                    throw new FormatException($"worker {worker}");
                }

                team.Meet();
            }));
            Assert.Equal($"worker {failing}", Assert.IsType<FormatException>(failure.InnerException).Message);

            var did = 0;
            team.Run(_ =>
            {
                Interlocked.Increment(ref did);
                team.Meet();
                Assert.Equal(workers, Volatile.Read(ref did));
            });
            Assert.Equal(workers, did);
        }
    }
}
