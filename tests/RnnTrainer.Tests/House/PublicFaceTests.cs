using System.Reflection;

namespace RnnTrainer.Tests.House;

/// <summary>The public face is small, lies in the projects' root folders, and is the one that PublicAPI.Shipped.txt and
/// PublicAPI.Unshipped.txt name.</summary>
public sealed class PublicFaceTests
{
    const int MostTypes = 100;

    public static TheoryData<string> Projects => [.. ArchitectureTests.Arrows.Keys];

    [Fact]
    public void The_packages_have_at_most_a_hundred_public_types()
    {
        var counts = ArchitectureTests.Arrows.Keys.ToDictionary(p => p, p => Public(p).Count());
        Assert.True(counts.Values.Sum() <= MostTypes, string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}")));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_public_type_lies_in_the_root_folder_of_its_project(string project) =>
        Assert.All(Public(project).Where(t => !t.IsNested), type => Assert.Equal($"RnnTrainer.{project}", type.Namespace));

    static IEnumerable<Type> Public(string project) =>
        Assembly.Load(project == "Cli" ? "rnn" : $"RnnTrainer.{project}").GetTypes().Where(t => t.IsVisible);
}
