using RnnTrainer.Data.Encodings;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static Checkpoint Some { get; } = new(
        new Config { Task = TaskKind.Classify, Data = new DataConfig { Train = "x.csv", Target = new Columns("y") } },
        new ModelSchema(["x1", "x2"], ["y"], ["no", "yes"], new Normalization(NormalizationKind.Standard, [0.1, 2], [1, 3e-7])),
        new Progress(3, 12, 1, 0.25, 1.0 / 3, 2, 1.0 / 7, 1, 4, 3),
        [new("layer0.BR", [2], new float[] { 1, 2 })],
        [new("velocity.layer0.BR", [2], new float[] { 3, 4 })]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_reads_back_as_it_was_written()
    {
        Some.Write(_folder.File("c"));
        var read = Checkpoint.Read(_folder.File("c"));
        Assert.Equal((Some.Config, Some.Progress), (read.Config, read.Progress));
        Assert.Equal(Some.Schema.ToJson(), read.Schema.ToJson());
        Assert.Equal(("layer0.BR", "velocity.layer0.BR"), (Assert.Single(read.Parameters).Name, Assert.Single(read.Optimizer).Name));
    }

    [Fact]
    public void The_metadata_hold_what_the_format_promises()
    {
        Some.Write(_folder.File("c"));
        var content = SafeTensorsReader.Read(_folder.File("c"));
        Assert.Equal(("rnn.checkpoint/2", "3", "12"), (content.Metadata["format"], content.Metadata["epoch"], content.Metadata["step"]));
        Assert.Equal(["layer0.BR", "optim.velocity.layer0.BR"], content.Tensors.Select(t => t.Name));
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_number_of_threads()
    {
        Some.Write(_folder.File("one"));
        var two = Some with { Config = Some.Config with { Training = new TrainingConfig { Threads = 2 } } };
        two.Write(_folder.File("two"));
        Assert.Equal(File.ReadAllBytes(_folder.File("one")), File.ReadAllBytes(_folder.File("two")));
    }

    [Theory]
    [InlineData("format", "rnn.checkpoint/9")]
    [InlineData("format", null)]
    [InlineData("config", "{}")]
    [InlineData("config", "null")]
    [InlineData("config", "{\"data\":{\"text\":\"auto\",\"text\":\"stream\"}}")]
    [InlineData("schema", "{\"inputs\":[]}")]
    [InlineData(
        "schema", "{\"inputs\":[\"a\"],\"target\":[],\"classes\":[],\"normalization\":{\"kind\":\"none\",\"shift\":[],\"scale\":[]}}")]
    [InlineData("progress", "[]")]
    public void Metadata_of_another_kind_are_refused(string key, string? value)
    {
        Some.Write(_folder.File("c"));
        var (metadata, tensors) = SafeTensorsReader.Read(_folder.File("c"));
        var changed = metadata.Where(m => m.Key != key).ToDictionary();
        if (value is not null)
        {
            changed[key] = value;
        }

        SafeTensorsWriter.Write(_folder.File("c"), SafeTensorsWriter.WithDigest(new SafeTensors(changed, tensors)));
        Assert.Throws<CheckpointException>(() => Checkpoint.Read(_folder.File("c")));
    }
}
