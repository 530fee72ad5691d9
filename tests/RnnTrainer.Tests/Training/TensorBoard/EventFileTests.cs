using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Runs.TensorBoard;

namespace RnnTrainer.Tests.Training.TensorBoard;

/// <summary><c>rnn train --tensorboard</c>: event files, read by a reader of the tests' own.</summary>
public sealed class EventFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly string _config;

    public EventFileTests() => _config = TinySet.Write(_folder, more: "checkpoint_every: 3");

    /// <summary>RFC 3720, appendix B.4, and the check value of the algorithm.</summary>
    public static TheoryData<byte[], uint> Vectors => new()
    {
        { Encoding.ASCII.GetBytes("123456789"), 0xE3069283 },
        { new byte[32], 0x8A9136AA },
        { [.. Enumerable.Repeat((byte)0xFF, 32)], 0x62A8AB43 },
        { [.. Enumerable.Range(0, 32).Select(n => (byte)n)], 0x46DD794E },
        { [], 0 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_check_sum_is_that_of_known_vectors(byte[] data, uint crc) =>
        Assert.Equal((crc, crc), (EventRecord.Crc(data), EventReader.Crc(data)));

    [Fact]
    public void A_scalar_is_written_as_the_format_describes_it()
    {
        var message = EventMessage.Scalars(0, 300, [new("loss/train", 1f)]).Bytes.ToArray();

        Assert.Equal(
            [0x09, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0xAC, 0x02, 0x2A, 0x13, 0x0A, 0x11, 0x0A, 0x0A, .. "loss/train"u8, 0x15, 0, 0, 0x80, 0x3F],
            message);
        Assert.Equal(300, EventMessage.StepOf(message));
        Assert.Null(EventMessage.StepOf(EventMessage.Version(1).Bytes));
    }

    [Fact]
    public void The_scalars_are_those_of_the_metrics()
    {
        Train("--out", _folder.File("run"), "--set", "data.split={validation: 0.2}");

        AssertIsTheMetrics("run");
        Assert.Contains("validation/accuracy", Rows("run")[1].Scalars.Select(s => s.Tag));
        Assert.Matches(@"^events\.out\.tfevents\.[0-9]+\..+$", Path.GetFileName(FileOf("run")));
        Assert.InRange(DateTime.UnixEpoch.AddSeconds(Rows("run")[^1].Time), DateTime.UtcNow.AddMinutes(-10), DateTime.UtcNow.AddMinutes(1));
    }

    [Fact]
    public void Without_the_option_there_are_none()
    {
        Assert.Equal(0, Rnn.Run("train", _config, "--out", _folder.File("run"), "--quiet").Exit);
        Assert.False(Directory.Exists(_folder.File("run/tensorboard")));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(16)]
    [InlineData(29)]
    public void A_run_that_is_resumed_goes_on_with_its_file_and_has_every_step_once(int stopAfter)
    {
        Assert.Equal(130, Rnn.RunAndStop(stopAfter, ["train", _config, "--out", _folder.File("run"), "--tensorboard"]).Exit);
        Assert.Equal(0, Rnn.Run("train", _config, "--resume", _folder.File("run"), "--quiet").Exit);

        AssertIsTheMetrics("run");
    }

    [Fact]
    public void A_run_that_began_without_gets_its_whole_story_when_it_is_resumed_with_the_option()
    {
        Assert.Equal(130, Rnn.RunAndStop(29, ["train", _config, "--out", _folder.File("run")]).Exit);
        Train("--resume", _folder.File("run"));

        AssertIsTheMetrics("run");
        var times = Rows("run").Skip(1).Select(r => r.Time).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(10_000)]
    public void A_torn_or_damaged_end_is_written_again(int lost)
    {
        Assert.Equal(130, Rnn.RunAndStop(29, ["train", _config, "--out", _folder.File("run"), "--tensorboard"]).Exit);
        var bytes = File.ReadAllBytes(FileOf("run"));
        File.WriteAllBytes(FileOf("run"), [.. bytes.Take(bytes.Length - lost), 1, 2, 3]);
        Train("--resume", _folder.File("run"));

        AssertIsTheMetrics("run");
    }

    [Fact]
    public void Steps_that_a_crash_made_be_taken_again_are_there_once()
    {
        Train("--out", _folder.File("run"));
        var whole = File.ReadAllBytes(FileOf("run"));
        var lines = File.ReadAllLines(_folder.File("run/metrics.jsonl"));
        File.WriteAllLines(_folder.File("run/metrics.jsonl"), lines[..3]);
        EventFile.Open(RunDirectory.Open(_folder.File("run")), TimeProvider.System).Dispose();

        Assert.Equal([0, 8, 16, 24], Rows("run").Select(r => r.Step));
        Assert.Equal(whole[..File.ReadAllBytes(FileOf("run")).Length], File.ReadAllBytes(FileOf("run")));
    }

    void Train(params string[] more)
    {
        var run = Rnn.Run(["train", _config, "--tensorboard", "--quiet", .. more]);
        Assert.True(run.Exit == 0, run.Error);
    }

    string FileOf(string run) => Directory.GetFiles(_folder.File($"{run}/tensorboard")).Single();

    List<EventRow> Rows(string run) => EventReader.Read(File.ReadAllBytes(FileOf(run)));

    void AssertIsTheMetrics(string run)
    {
        var rows = Rows(run);
        var lines = File.ReadLines(_folder.File($"{run}/metrics.jsonl")).Select(l => JsonNode.Parse(l)!.AsObject()).ToList();
        Assert.Equal((0, "brain.Event:2"), (rows[0].Step, rows[0].Version));
        Assert.Equal(lines.Select(l => (long)l["step"]!), rows.Skip(1).Select(r => r.Step));
        Assert.All(rows.Skip(1).Zip(lines), pair => Assert.Equal(
            pair.Second.Where(p => p.Key is not ("epoch" or "step" or "seconds" or "sequences_per_second" or "steps_per_second"))
            .Select(p => (p.Key, (float)(double)p.Value!)),
            pair.First.Scalars));
    }
}
