using RnnTrainer.Tests.Data;

namespace RnnTrainer.Tests.House;

/// <summary>CI does not skip tests for want of data that it has.</summary>
public sealed class SkippedTests
{
    [Theory]
    [InlineData("true", "anywhere", true)]
    [InlineData(null, "anywhere", false)]
    public void A_test_that_needs_real_data_must_run_in_CI_where_a_folder_of_them_is_named(string? ci, string? data, bool required) =>
        Assert.Equal(required, SharedDataFactAttribute.Requires(name => name == "CI" ? ci : data));

    [Fact]
    public void Without_RNN_DATA_it_must_run_in_CI_where_the_folder_next_to_the_repository_is_there() => Assert.Equal(
        Directory.Exists(RepositoryFolder.File("..", "shared", "data")),
        SharedDataFactAttribute.Requires(name => name == "CI" ? "true" : null));
}
