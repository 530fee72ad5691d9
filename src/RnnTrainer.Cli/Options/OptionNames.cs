using System.Text.RegularExpressions;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Data;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Options;

/// <summary>
/// Messages of the readers name keys of a config, as in <c>(sequence:)</c> or <c>layout: long</c>. A command that reads a file without a
/// config has options instead: <c>--sequence</c>, <c>--layout long</c>.
/// </summary>
static partial class OptionNames
{
    /// <summary>The keys that are options of <see cref="DataColumnOptions"/>.</summary>
    static readonly string[] Options = ["task", "target", "sequence", "step", "layout", "order", "encoding"];

    static readonly HashSet<string> Keys =
    [
        .. ConfigKeys.All.Where(k => k.StartsWith("data.", StringComparison.Ordinal)).Select(k => k.Split('.')[1])
            .Except(["train", "test", "validation"]),
        "task",
    ];

    /// <summary>Makes something, and names options instead of keys in what is wrong with a file.</summary>
    /// <exception cref="DataException">As the readers throw it, with hints that fit the command.</exception>
    public static T Named<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (DataException e)
        {
            throw new DataException([.. e.Errors.Select(d => d with { Hint = d.Hint is null ? null : In(d.Hint) })], e.Total);
        }
    }

    /// <summary>The same summary with options instead of keys in its notes.</summary>
    public static DataSummary Named(DataSummary summary) => summary with
    {
        Notes = [.. summary.Notes.Select(In)],
        Layout = summary.Layout with { Reason = In(summary.Layout.Reason) },
    };

    /// <summary>The same finding with options instead of keys.</summary>
    public static DataFinding Named(DataFinding finding) => finding with { Advice = In(finding.Advice) };

    /// <summary>
    /// A text with options instead of keys; keys that no option sets are those of a config. Plain words before a colon, and what is in
    /// quotes, stay as they are: see <see cref="IsKey"/>.
    /// </summary>
    public static string In(string text) => Key().Replace(text, found =>
    {
        var (key, value) = (found.Groups["key"].Value, found.Groups["value"].Value);
        var next = value.Length == 0 ? text.ElementAtOrDefault(found.Index + found.Length) : ' ';
        return !IsKey(text, found) ? found.Value
            : Options.Contains(key) ? $"--{key}{(value.Length > 0 ? $" {Listed(value)}" : "")}"
            : key == "header" && value == "false" ? "--no-header"
            : next is ')' or ',' ? $"data.{key}{(next == ')' ? " of the config" : "")}"
            : $"data.{key}:{(value.Length > 0 ? $" {value}" : "")}";
    });

    static string Listed(string value) => value is ['[', .. var list, ']'] ? Shell.Quoted(string.Join(',', CommonOptions.Columns(list)))
        : value;

    /// <summary>
    /// Whether a word before a colon is a key: it is written as one (<c>data.step:</c>, <c>date_order:</c>), it has one of its values
    /// or a list (<c>layout: long</c>, <c>step: [date, time]</c>), or it stands where messages name keys (<c>(step:)</c>,
    /// <c>set units: $</c>). So "they number no step: a" has none.
    /// </summary>
    static bool IsKey(string text, Match found)
    {
        var (key, value) = (found.Groups["key"].Value, found.Groups["value"].Value);
        return Keys.Contains(key)
            && (found.Groups["data"].Success || key.Contains('_', StringComparison.Ordinal)
                || Values(key).Contains(value) || value is ['[', ..]
                || (value.Length == 0 && text.ElementAtOrDefault(found.Index + found.Length) is ')' or ',')
                || Introduction().IsMatch(text[..found.Index]));
    }

    /// <summary>The values of a key that takes one of a few.</summary>
    static IEnumerable<string> Values(string key) => (ConfigKeys.TypeOf($"data.{key}") ?? ConfigKeys.TypeOf(key)) switch
    {
        { IsEnum: true } type => ConfigValueKind.Names(type),
        var type when type == typeof(bool) => ["true", "false"],
        _ => [],
    };

    [GeneratedRegex(
        @"(?<!\w)'[^']*'(?!\w)|"
        + @"(?<![\w.-])(?<data>data\.)?(?<key>[a-z][a-z_]*):(?: (?<value>[A-Za-z0-9$€£%][\w-]*|\[[^\]]*\])(?=[\s,;.)]|$)|(?=[\s,)]))")]
    private static partial Regex Key();

    [GeneratedRegex(@"(?:^|\(|\b(?:[Ss]et|[Rr]emove|or|and|with) )$")]
    private static partial Regex Introduction();
}
