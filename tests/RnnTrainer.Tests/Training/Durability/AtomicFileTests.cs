using System.Runtime.Versioning;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Tests.Training.Durability;

public sealed class AtomicFileTests
{
    [Theory]
    [InlineData("x")]
    [InlineData("ä")]
    public void A_name_may_be_as_long_as_names_may_be(string letter)
    {
        using var folder = new TemporaryFolder();
        var longest = folder.File(string.Concat(Enumerable.Repeat(letter, 255 / System.Text.Encoding.UTF8.GetByteCount(letter))));

        AtomicFile.WriteText(longest, "text");

        Assert.Equal("text", File.ReadAllText(longest));
        var error = Assert.ThrowsAny<IOException>(() => AtomicFile.WriteText(longest + letter, "text"));
        Assert.Contains(longest + letter, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(AtomicFile.Temporary, error.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void What_has_the_temporary_name_already_is_not_written_to_be_it_a_link_to_nowhere()
    {
        using var folder = new TemporaryFolder();
        Assert.All(
            [folder.Write("a", "mine"), folder.Link("b", folder.File("victim")), folder.Link("c", folder.File("a"))], path =>
                Assert.ThrowsAny<IOException>(() => Disk.Here.Create(path)));
        Assert.Equal(("mine", false), (File.ReadAllText(folder.File("a")), File.Exists(folder.File("victim"))));
    }

    [Fact]
    public void No_two_temporary_names_are_alike()
    {
        using var folder = new TemporaryFolder();
        string[] names = [.. Enumerable.Range(0, 20).Select(_ => Name())];
        Assert.Equal(20, names.Distinct().Count());
        Assert.All(names, name => Assert.Equal(folder.Path, Path.GetDirectoryName(name)));

        string Name()
        {
            var name = "";
            AtomicFile.Write(folder.File("a"), stream => name = ((FileStream)stream).Name);
            return name;
        }
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.UserRead)]
    [UnsupportedOSPlatform("windows")]
    public void A_file_keeps_its_permissions_and_was_never_open_to_more(UnixFileMode mode)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a", "old");
        File.SetUnixFileMode(file, mode);

        AtomicFile.Write(file, stream =>
        {
            Assert.Equal(mode, File.GetUnixFileMode(((FileStream)stream).SafeFileHandle));
            stream.Write("new"u8);
        });

        Assert.Equal((mode, "new"), (File.GetUnixFileMode(file), File.ReadAllText(file)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_new_file_has_the_permissions_of_any_other()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteText(folder.File("a"), "text");
        Assert.Equal(File.GetUnixFileMode(folder.Write("b", "text")), File.GetUnixFileMode(folder.File("a")));
    }

    [Fact]
    public void A_link_is_followed_to_the_file_that_it_means()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("there"));
        folder.Write("there/a", "old");
        Assert.All([folder.Link("link", folder.Link("far", "there/a")), folder.Link("new", "there/b")], link =>
        {
            AtomicFile.WriteText(link, "new");
            Assert.NotNull(new FileInfo(link).LinkTarget);
            Assert.Equal("new", File.ReadAllText(link));
        });
        Assert.ThrowsAny<IOException>(() => AtomicFile.WriteText(folder.Link("loop", folder.File("loop")), "new"));
    }

    [Fact]
    public void A_folder_or_a_socket_is_refused_by_its_kind()
    {
        using var folder = new TemporaryFolder();
        Assert.EndsWith(
            "cannot be written: it is a folder", Assert.Throws<IOException>(() => AtomicFile.WriteText(folder.Path, "x")).Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "cannot be written: it is a socket", Assert.Throws<IOException>(() => AtomicFile.WriteText(folder.Socket("s"), "x")).Message,
            StringComparison.Ordinal);
    }

    // As the system says it of a full disk.
    [Fact]
    public void So_does_one_that_comes_while_it_is_written()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("a.csv");

        var error = Assert.Throws<IOException>(
            () => AtomicFile.Write(file, stream => throw new IOException($"No space left on device : '{((FileStream)stream).Name}'")));

        Assert.Equal($"No space left on device : '{file}'", error.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
