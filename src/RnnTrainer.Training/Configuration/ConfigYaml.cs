using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RnnTrainer.Common;
using RnnTrainer.Training.ConfigFiles;

namespace RnnTrainer.Training.Configuration;

/// <summary>Writes a resolved config as YAML that <see cref="ConfigFile"/> reads back to an equal config.</summary>
static partial class ConfigYaml
{
    /// <summary>The config, every key in it.</summary>
    /// <param name="config">What is written.</param>
    /// <param name="comment">A comment for a key by its dotted path, or null.</param>
    /// <param name="keys">Only these, by their dotted paths; null: all.</param>
    public static string ToYaml(this Config config, Func<string, string?>? comment = null, IReadOnlyCollection<string>? keys = null)
    {
        var text = new StringBuilder();
        WriteSection(
            text, ConfigJson.ToJson(config), "", comment ?? (_ => null), key =>
                keys is null || keys.Any(k => k == key || k.StartsWith(key + ".", StringComparison.Ordinal)));
        return text.ToString();
    }

    static void WriteSection(StringBuilder text, JsonObject section, string path, Func<string, string?> comment, Func<string, bool> wanted)
    {
        var indent = path.Length == 0 ? 0 : 2 * path.Split('.').Length;
        foreach (var (key, value) in section)
        {
            var child = SourceMap.Join(path, key);
            if (!wanted(child))
            {
                continue;
            }

            text.Append(' ', indent).Append(Word(key)).Append(':');
            if (value is JsonObject { Count: > 0 } below)
            {
                text.Append('\n');
                WriteSection(text, below, child, comment, wanted);
                continue;
            }

            text.Append(' ').Append(Scalar(value)).Append(comment(child) is { } note ? $"  # {Printable.Line(note)}" : "").Append('\n');
        }
    }

    static string Scalar(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray list => $"[{string.Join(", ", list.Select(Scalar))}]",
        _ when value.GetValueKind() == JsonValueKind.String => Word(value.ToString()),
        _ => value.ToJsonString(ConfigJson.Options),
    };

    /// <summary>A text: as it is where every reader of YAML takes it for one, else between double quotes, whose escapes are those of
    /// JSON.</summary>
    static string Word(string text) => SafeWord().IsMatch(text) && !Typed().IsMatch(text)
        ? text
        : $"\"{Printable.Line(text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}\"";

    [GeneratedRegex(@"^[A-Za-z_./][A-Za-z0-9_./-]*\z")]
    private static partial Regex SafeWord();

    // YAML 1.1 has more typed words than 1.2.
    [GeneratedRegex(@"^(true|false|null|yes|no|on|off|\.inf|\.nan|\.[0-9.].*)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Typed();
}
