using System.Text.Json.Nodes;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Configuration;

/// <summary>A <c>--set key=value</c>: one dotted key, and a value written as in the file.</summary>
static class ConfigOverride
{
    /// <summary>Puts the value into the tree, over whatever the file says there.</summary>
    /// <exception cref="ConfigException">There is no <c>=</c>, the value is not YAML, or the key leads through a plain value.</exception>
    public static void Apply(string assignment, JsonObject root, SourceMap sources)
    {
        var source = $"--set {assignment}";
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new ConfigException(new Diagnostic(source, null, null, "expected key=value", "for example --set training.epochs=10"));
        }

        var key = assignment[..equals].Trim();
        var value = YamlTree.Read(assignment[(equals + 1)..], key, new SourceMap(source), source);
        var section = Section(root, key, source, sources);
        section[ConfigKeys.Leaf(key)] = value;
        sources.RemoveBelow(key);
        Mark(key, source, sources);
    }

    /// <summary>The key of an assignment.</summary>
    public static string KeyOf(string assignment) => assignment.Split('=')[0].Trim();

    static JsonObject Section(JsonObject root, string key, string source, SourceMap sources)
    {
        var (section, path) = (root, "");
        foreach (var name in key.Split('.')[..^1])
        {
            path = SourceMap.Join(path, name);
            if (section[name] is null)
            {
                section[name] = new JsonObject();
                Mark(path, source, sources);
            }

            section = section[name] as JsonObject
                ?? throw new ConfigException(new Diagnostic(source, null, null, $"'{path}' is not a section", null));
        }

        return section;
    }

    static void Mark(string key, string source, SourceMap sources)
    {
        var place = new SourceLocation(source, null, null);
        sources.Add(key, place, place);
    }
}
