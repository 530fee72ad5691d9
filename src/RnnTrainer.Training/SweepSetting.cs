using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training;

/// <summary>The values that one run of a sweep gives to the swept keys.</summary>
/// <param name="Values">By key, as YAML writes them.</param>
public sealed partial record SweepSetting(IReadOnlyList<KeyValuePair<string, string>> Values)
{
    const int LongestName = 120;

    /// <summary><c>key=value</c> each, as <c>--set</c> takes them.</summary>
    public IReadOnlyList<string> Assignments => [.. Values.Select(v => $"{v.Key}={v.Value}")];

    /// <summary>By key, numbers as numbers.</summary>
    internal JsonObject ToJson() =>
        new(Values.Select(v => KeyValuePair.Create(v.Key, YamlTree.Read(v.Value, v.Key, new SourceMap(v.Key), v.Key))));

    /// <summary>
    /// The name of its run's folder, such as <c>hidden=16,learning_rate=0.1</c>: the same for the same values, whatever else is swept. It
    /// ends with a hash of the values where
    /// one of them has characters that a folder's name should not have, or the name would be long.
    /// </summary>
    public string Name
    {
        get
        {
            var exact = string.Join(',', Assignments.Order(StringComparer.Ordinal));
            var name = string.Join(
                ',', Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{ConfigKeys.Short(v.Key)}={v.Value}"));
            var safe = Unsafe().Replace(name, "_");
            return safe == name && name.Length <= LongestName ? name
                : string.Create(
                    CultureInfo.InvariantCulture, $"{safe[..Math.Min(safe.Length, LongestName)]}-{(uint)RandomStream.Hash(exact):x8}");
        }
    }

    [GeneratedRegex("[^A-Za-z0-9_.,=+-]")]
    private static partial Regex Unsafe();
}
