using System.Reflection;
using System.Text.RegularExpressions;

namespace RnnTrainer.Tests.House
{
    /// <summary>The folders of a project are its namespaces, and none depends on another that depends on it.</summary>
    public sealed partial class FolderTests
    {
        public static TheoryData<string> Projects => [.. ArchitectureTests.Arrows.Keys];

        [Theory]
        [MemberData(nameof(Projects))]
        public void No_two_folders_of_a_project_depend_on_each_other(string project) =>
            Assert.Equal("", string.Join('\n', TwoWayPairs(Types(project), $"RnnTrainer.{project}")));

        [Theory]
        [MemberData(nameof(Projects))]
        public void The_namespace_of_a_file_is_its_folder(string project)
        {
            var root = RepositoryFolder.File("src", $"RnnTrainer.{project}");
            Assert.All(
                Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories).Where(f => !IsBuilt(Path.GetRelativePath(root, f))),
                file => Assert.Equal(
                    Path.Combine($"RnnTrainer.{project}", Path.GetDirectoryName(Path.GetRelativePath(root, file))!).Replace('/', '.')
                    .TrimEnd('.'),
                    Namespace().Match(File.ReadAllText(file)) is { Success: true } match ? match.Groups[1].Value
                    : $"RnnTrainer.{project}"));
        }

        [Fact]
        public void A_pair_of_folders_that_depend_on_each_other_would_be_seen() =>
            Assert.Equal(
                ["Left and Right: Hand uses Glove, Glove uses Hand"],
                TwoWayPairs(
                    [typeof(Planted.Left.Hand), typeof(Planted.Right.Glove), typeof(Planted.Top)], "RnnTrainer.Tests.House.Planted"));

        [Fact]
        public void A_pair_of_folders_within_a_folder_would_be_seen() =>
            Assert.Equal(
                ["Planted/Left and Planted/Right: Hand uses Glove, Glove uses Hand"],
                TwoWayPairs([typeof(Planted.Left.Hand), typeof(Planted.Right.Glove), typeof(Planted.Top)], "RnnTrainer.Tests.House"));

        static IEnumerable<Type> Types(string project) =>
            Assembly.Load(project == "Cli" ? "rnn" : $"RnnTrainer.{project}").GetTypes().Where(t => t.DeclaringType is null);

        /// <summary>Each pair with an example in both directions. Folders within a folder are compared with each other; files of a
        /// project's root stand above
        /// its folders and are no folder.</summary>
        static IEnumerable<string> TwoWayPairs(IEnumerable<Type> types, string root)
        {
            var uses = new SortedDictionary<(string From, string To), string>();
            foreach (var type in types.Where(t => t.Namespace is not null))
            {
                foreach (var used in TypeUses.Of(type).Where(t => t.Namespace is not null))
                {
                    var (from, to) = Parted(Folders(type, root), Folders(used, root));
                    if (from.Length > 0 && to.Length > 0)
                    {
                        uses.TryAdd((from, to), $"{type.Name} uses {used.Name}");
                    }
                }
            }

            return uses.Where(u => string.CompareOrdinal(u.Key.From, u.Key.To) < 0 && uses.ContainsKey((u.Key.To, u.Key.From)))
                .Select(u => $"{u.Key.From} and {u.Key.To}: {u.Value}, {uses[(u.Key.To, u.Key.From)]}");
        }

        static string[] Folders(Type type, string root) =>
            type.Namespace!.StartsWith(root + '.', StringComparison.Ordinal) ? type.Namespace[(root.Length + 1)..].Split('.') : [];

        /// <summary>The two folders at the level where the paths part; empty where one path ends there.</summary>
        static (string From, string To) Parted(string[] a, string[] b)
        {
            var shared = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
            return a.Length == shared || b.Length == shared ? ("", "")
                : (string.Join('/', a[..(shared + 1)]), string.Join('/', b[..(shared + 1)]));
        }

        static bool IsBuilt(string path) => path.Split('/', '\\')[0] is "obj" or "bin";

        [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
        private static partial Regex Namespace();
    }
}

namespace RnnTrainer.Tests.House.Planted
{
    sealed class Top
    {
        public static Type[] Folders => [typeof(Left.Hand), typeof(Right.Glove)];
    }
}

namespace RnnTrainer.Tests.House.Planted.Left
{
    sealed class Hand
    {
        public static object Cover() => new Right.Glove();
    }
}

namespace RnnTrainer.Tests.House.Planted.Right
{
    sealed class Glove
    {
        public static string Of(Left.Hand hand) => hand.ToString()!;
    }
}
