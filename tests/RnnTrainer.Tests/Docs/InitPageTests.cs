using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Docs;

public sealed class InitPageTests
{
    [Fact]
    public void Every_shape_that_is_tested_is_in_the_table_with_its_task()
    {
        var page = File.ReadAllText(RepositoryFolder.File("docs", "init.md"));

        Assert.All(
            InitTests.Files.All, shape => Assert.Contains($"\n| {shape.Key} | {shape.Value.Task} |\n", page, StringComparison.Ordinal));
    }
}
