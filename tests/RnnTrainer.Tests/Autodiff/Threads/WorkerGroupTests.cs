using CsCheck;
using RnnTrainer.Autodiff.Threads;

namespace RnnTrainer.Tests.Autodiff.Threads;

/// <summary>Workers that meet, and one that fails.</summary>
public sealed class WorkerGroupTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void After_a_barrier_every_worker_sees_what_each_did_before_it(int workers)
    {
        using var group = new WorkerGroup(workers);
        var (done, seen) = (new int[workers], new int[workers]);
        for (var piece = 1; piece <= 50; piece++)
        {
            group.Run(worker =>
            {
                done[worker] = piece;
                group.Wait();
                seen[worker] = done.Sum();
                group.Wait();
            });
            Assert.All(seen, sum => Assert.Equal(piece * workers, sum));
        }
    }

    // A worker that is left out of some pieces must not take part in one of them, nor miss its next.
    [Fact]
    public void Each_piece_is_done_once_by_each_of_the_workers_that_it_is_given_to_and_they_meet() =>
        Gen.Select(Gen.Int[1, 64], Gen.Int[1, 64].Array[1, 30]).Sample(
            (workers, pieces) =>
            {
                using var group = new WorkerGroup(workers);
                foreach (var working in pieces.Select(p => Math.Min(p, workers)))
                {
                    var (done, seen) = (new int[workers], new int[workers]);
                    group.Run(
                        worker =>
                        {
                            done[worker]++;
                            group.Wait();
                            seen[worker] = done.Sum();
                        },
                        working);
                    Assert.Equal(Enumerable.Range(0, workers).Select(w => w < working ? 1 : 0), done);
                    Assert.All(seen.Take(working), sum => Assert.Equal(working, sum));
                }
            },
            iter: 20,
            threads: 1);

    [Fact]
    public void As_many_workers_share_work_as_have_enough_of_it_a_part_and_a_core()
    {
        using var group = new WorkerGroup(64);
        const double Endless = double.PositiveInfinity;
        Assert.Equal(1, group.WorkersFor(0, 0, parts: 64));
        Assert.Equal(1, group.WorkersFor(Endless, Endless, parts: 0.3));
        Assert.Equal(Math.Min(2, Environment.ProcessorCount), group.WorkersFor(2.5 * WorkerGroup.WorthWaking, Endless, Endless));
        Assert.Equal(Math.Min(2, Environment.ProcessorCount), group.WorkersFor(Endless, 2.5 * WorkerGroup.WorthWaiting, Endless));
        Assert.Equal(Math.Min(64, Environment.ProcessorCount), group.WorkersFor(Endless, Endless, Endless));
        using var all = new WorkerGroup(64, isEager: true);
        Assert.Equal(64, all.WorkersFor(0, 0, parts: 0));
    }

    [Fact]
    public void Shares_follow_one_another_and_differ_by_one_at_most() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[1, 64]).Sample((total, workers) =>
        {
            var shares = Enumerable.Range(0, workers).Select(worker => WorkerGroup.Share(total, worker, workers)).ToList();
            return shares[0].First == 0 && shares[^1].Last == total && shares.Zip(shares.Skip(1)).All(p => p.First.Last == p.Second.First)
                && shares.Max(s => s.Last - s.First) - shares.Min(s => s.Last - s.First) <= 1;
        });

    // Where the others waited for one that never comes, the test would not end.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(8, 3)]
    public void One_that_fails_between_two_barriers_ends_the_piece_and_the_next_one_is_done(int workers, int failing)
    {
        using var group = new WorkerGroup(workers);
        for (var piece = 0; piece < 20; piece++)
        {
            var failure = Assert.Throws<InvalidOperationException>(() => group.Run(worker =>
            {
                group.Wait();
                if (worker == failing)
                {
                    throw new FormatException($"worker {worker}");
                }

                group.Wait();
            }));
            Assert.Equal($"worker {failing}", Assert.IsType<FormatException>(failure.InnerException).Message);

            var did = 0;
            group.Run(_ =>
            {
                Interlocked.Increment(ref did);
                group.Wait();
                Assert.Equal(workers, Volatile.Read(ref did));
            });
            Assert.Equal(workers, did);
        }
    }
}
