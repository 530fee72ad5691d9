using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Sweeps;

namespace RnnTrainer.Tests.Training.Sweeping;

public sealed class RunClaimsTests : IDisposable
{
    static readonly ProcessIdentity Here = ProcessIdentity.OfThis();

    readonly TemporaryFolder _folder = new();
    readonly Clock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_claimed_by_one_at_a_time_and_again_when_it_is_released()
    {
        using (var first = Claims().TryTake("a=1"))
        {
            Assert.NotNull(first);
            Assert.Null(Claims().TryTake("a=1"));
            using var other = Claims().TryTake("a=1.0");
            Assert.NotNull(other);
        }

        using var second = Claims().TryTake("a=1");
        Assert.NotNull(second);
        Assert.Null(second.Dead);
        Assert.Null(Claims().TryTake("a=1"));
    }

    [Fact]
    public void Many_who_want_the_same_run_at_once_leave_it_to_one()
    {
        for (var round = 0; round < 20; round++)
        {
            var taken = new RunClaim?[8];
            Parallel.ForEach(Enumerable.Range(0, taken.Length), n => taken[n] = Claims().TryTake("a"));
            Assert.Single(taken, t => t is not null);
            Assert.Single(taken, t => t is not null)!.Dispose();
        }
    }

    [Fact]
    public void A_claim_of_a_process_that_died_is_taken_over_at_once()
    {
        Write(Here with { Id = int.MaxValue });
        using var claim = Claims().TryTake("a");
        Assert.Equal(int.MaxValue, claim?.Dead?.Id);
    }

    [Theory]
    [InlineData("elsewhere", "here")]
    [InlineData("here", "another container")]
    public void A_claim_of_another_machine_or_container_is_taken_over_after_two_minutes_without_a_sign_of_life(string host, string space)
    {
        var owner = Here with { Host = host == "here" ? Here.Host : host, Id = int.MaxValue };
        var claims = Claims();
        for (var beat = 0; beat < 3; beat++)
        {
            Write(owner, space == "here" ? ClaimState.ThisSpace : space, beat);
            Assert.Null(claims.TryTake("a"));
            _clock.Seconds += 119;
            Assert.Null(claims.TryTake("a"));
        }

        _clock.Seconds += 2;
        using var claim = claims.TryTake("a");
        Assert.Equal(owner, claim?.Dead);
        Assert.Null(claims.TryTake("a"));
    }

    [Fact]
    public void A_process_that_was_killed_before_it_had_written_its_name_keeps_a_run_for_ten_seconds()
    {
        var claims = Claims();
        _folder.Write("a.0", "");
        Assert.Null(claims.TryTake("a"));
        _clock.Seconds += 9;
        Assert.Null(claims.TryTake("a"));
        _clock.Seconds += 2;
        using var claim = claims.TryTake("a");
        Assert.NotNull(claim);
    }

    [Fact]
    public void The_name_of_a_dead_process_of_another_machine_is_forgotten_and_no_other()
    {
        var dead = Here with { Host = "elsewhere" };
        var run = RunDirectory.Create(_folder.File("run"), "x", TimeProvider.System);
        File.WriteAllText(run.Owner, System.Text.Json.JsonSerializer.Serialize(dead, RnnTrainer.Training.Configuration.ConfigJson.Options));
        RunLock.Forget(run, dead with { Id = dead.Id + 1 });
        Assert.Throws<RnnTrainer.Training.RunException>(() => RunLock.Take(run));
        RunLock.Forget(run, dead);
        RunLock.Take(run).Dispose();
    }

    [Theory]
    [InlineData("1/3", "1 4 2 5 0 3")]
    [InlineData("0/3", "0 3 1 4 2 5")]
    [InlineData("3/3", "0 3 1 4 2 5")]
    [InlineData("7/8", "0 1 2 3 4 5")]
    public void A_shard_begins_with_its_own_runs_and_goes_on_with_those_of_the_next(string shard, string order) => Assert.Equal(
        order, string.Join(' ', SweepShard.Parse(shard)!.Order([0, 1, 2, 3, 4, 5])));

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_COUNT=7", 4, 7)]
    [InlineData("JOB_COMPLETION_INDEX=2", 2, null)]
    [InlineData("SLURM_JOB_ID=4", null, null)]
    public void Slurm_and_Kubernetes_say_which_shard_it_is(string variables, int? index, int? count)
    {
        var set = variables.Split(' ').Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);
        var shard = SweepShard.Of(name => set.GetValueOrDefault(name));
        Assert.Equal((index, count), (shard?.Index, shard?.Count));
    }

    [Fact]
    public void A_process_that_does_not_know_how_many_there_are_begins_with_the_run_of_its_number() =>
        Assert.Equal([2, 3, 0, 1], new SweepShard(6, null).Order([0, 1, 2, 3]));

    RunClaims Claims() => new(_folder.Path, _clock);

    void Write(ProcessIdentity owner, string? space = null, long beat = 1) =>
        _folder.Write("a.0", new ClaimState(owner, space ?? ClaimState.ThisSpace, beat, IsReleased: false).ToJson());

    sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
