using RnnTrainer.Training;

namespace RnnTrainer.Tests.Training.Durability;

public sealed class AtomicFileTests
{
    [Fact]
    public void An_error_names_the_file_that_was_asked_for_and_not_its_temporary_name()
    {
        using var folder = new TemporaryFolder();
        var longest = folder.File(new string('x', 252)); // the temporary name is longer than file systems allow

        var error = Assert.ThrowsAny<IOException>(() => AtomicFile.WriteText(longest, "text"));

        Assert.Contains(longest, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", error.Message, StringComparison.Ordinal);
    }

    // As the system says it of a full disk.
    [Fact]
    public void So_does_one_that_comes_while_it_is_written()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("a.csv");

        var error = Assert.Throws<IOException>(() => AtomicFile.Write(file, stream => throw new IOException($"No space left on device : '{((FileStream)stream).Name}'")));

        Assert.Equal($"No space left on device : '{file}'", error.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
