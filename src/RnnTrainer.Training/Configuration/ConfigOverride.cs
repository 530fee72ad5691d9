using System.Text.Json.Nodes;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Configuration;

/// <summary>A <c>--set key=value</c>: one dotted key, and a value written as in the file.</summary>
static class ConfigOverride
{
    /// <summary>Puts the value into the tree, over whatever the file says there.</summary>
    /// <exception cref="ConfigException">There is no <c>=</c>, the value is not YAML, or the key leads through a plain value.</exception>
    public static void Apply(string assignment, JsonObject root, Origins origins)
    {
        var source = $"--set {assignment}";
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new ConfigException(new Diagnostic(source, null, null, "expected key=value", "for example --set training.epochs=10"));
        }

        var key = assignment[..equals].Trim();
        var value = YamlTree.Read(assignment[(equals + 1)..], key, new Origins(source), source);
        var section = Section(root, key, source, origins);
        section[ConfigKeys.Leaf(key)] = value;
        origins.RemoveBelow(key);
        Mark(key, source, origins);
    }

    static JsonObject Section(JsonObject root, string key, string source, Origins origins)
    {
        var (section, path) = (root, "");
        foreach (var name in key.Split('.')[..^1])
        {
            path = Origins.Join(path, name);
            if (section[name] is null)
            {
                section[name] = new JsonObject();
                Mark(path, source, origins);
            }

            section = section[name] as JsonObject
                ?? throw new ConfigException(new Diagnostic(source, null, null, $"'{path}' is not a section", null));
        }

        return section;
    }

    static void Mark(string key, string source, Origins origins)
    {
        var place = new Origin(source, null, null);
        origins.Add(key, place, place);
    }
}
