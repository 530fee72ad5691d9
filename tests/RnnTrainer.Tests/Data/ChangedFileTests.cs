using System.Globalization;
using System.IO.Compression;
using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Text;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Data;

/// <summary>A large file is read in blocks, and more than once: what happens to it meanwhile is noticed.</summary>
public sealed class ChangedFileTests : IDisposable
{
    static readonly DataOptions Options = new() { Target = ["label"] };

    static readonly Dictionary<string, Action<string>> Changes = new()
    {
        ["rows are appended"] = path => File.AppendAllText(path, "s1,0,0.5,u\n"),
        ["half of a row is appended"] = path => File.AppendAllText(path, "s1,0,0.5"),
        ["it is cut"] = path => Cut(path, new FileInfo(path).Length / 2),
        ["it is emptied"] = path => Cut(path, 0),
        ["it is written anew with as many bytes"] = Rewrite,
    };

    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Changes.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_changes_before_it_is_read_to_its_end_is_refused(string how) =>
        Assert.All([Plain(), Packed()], path =>
        {
            using var large = LargeText.TryOpen(path, Options)!;
            Changes[how](path);

            Assert.Equal(Said(path), Refusal(() => large.Read(text => DataFile.OfText(text, path, Options))) ?? how);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_changes_between_two_passes_is_refused(string how)
    {
        var path = Plain();
        using var large = LargeText.TryOpen(path, Options)!;
        Passed(large);
        Changes[how](path);

        Assert.Equal(Said(path), Refusal(() => large.Read(Passed)) ?? how);
        Assert.Equal(Said(path), Refusal(() => large.Sha256()) ?? how);
    }

    [Fact]
    public void A_file_that_is_deleted_or_replaced_while_it_is_read_is_read_to_its_end()
    {
        var path = Plain();
        var whole = DataFile.Read(path, Options);
        using var large = LargeText.TryOpen(path, Options)!;
        File.Delete(path);
        File.WriteAllText(path, "seq,step,x,label\ns0,0,1,u\n");
        var read = large.Read(text => DataFile.OfText(text, path, Options) with { Sha256 = text.Sha256() });

        Assert.Equal((whole.Sha256, whole.Sequences.Count), (read.Sha256, read.Sequences.Count));
    }

    [Fact]
    public void A_file_that_is_gone_is_named_by_every_command()
    {
        var config = TinySet.Write(_folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet", "--set", "training.epochs=1").Exit);
        var gone = _folder.File("train.csv");
        File.Delete(gone);
        string[][] commands =
        [
            ["init", gone], ["data", "check", gone], ["data", "convert", gone, _folder.File("out.csv")], ["train", config],
            ["predict", _folder.File("run"), "--data", gone], ["eval", _folder.File("run"), "--data", gone],
            ["train", config, "--resume", _folder.File("run")],
        ];

        Assert.All(commands, command =>
        {
            var refused = Rnn.Run(command);
            Assert.True(refused.Exit == 3 && refused.Error.Contains("train.csv", StringComparison.Ordinal), refused.Error);
        });
    }

    static int Passed(TextSource text)
    {
        using var stream = text.Open();
        stream.CopyTo(Stream.Null);
        return 0;
    }

    static string Said(string path) =>
        $"{path}: error: the file was changed while it was read\n  hint: Wait until it is written, or read a copy of it.";

    static string? Refusal(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (DataException e)
        {
            return e.Message;
        }
    }

    static void Cut(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(length);
    }

    static void Rewrite(string path)
    {
        File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(1)); // later, whatever the resolution of the clock
    }

    string Plain() => _folder.Write("large.csv", Text());

    string Packed()
    {
        var path = _folder.File("large.csv.gz");
        using var to = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        to.Write(Encoding.UTF8.GetBytes(Text()));
        return path;
    }

    // larger than what is read of a file before anything else
    static string Text()
    {
        var text = new StringBuilder("seq,step,x,label\n");
        for (var n = 0L; text.Length < TextSource.HeadLength * 3 / 2; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $"s{n / 1000},{n % 1000},{n * 7919 % 100_003}.{n * 104_729 % 99_991},u\n");
        }

        return text.ToString();
    }
}
