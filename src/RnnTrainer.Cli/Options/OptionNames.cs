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

    /// <summary>A text with options instead of keys; keys that no option sets are those of a config.</summary>
    public static string In(string text) => Key().Replace(text, found =>
    {
        var key = found.Groups["key"].Value;
        var value = found.Groups["value"].Value is ['[', .. var list, ']'] ? Shell.Quoted(string.Join(',', CommonOptions.Columns(list)))
            : found.Groups["value"].Value;
        return Options.Contains(key) ? $"--{key}{(value.Length > 0 ? $" {value}" : "")}"
            : key == "header" && value == "false" ? "--no-header"
            : !Keys.Contains(key) ? found.Value
            : value.Length > 0 ? $"data.{key}: {found.Groups["value"].Value}"
            : text.ElementAtOrDefault(found.Index + found.Length) == ')' ? $"data.{key} of the config"
            : $"data.{key}:";
    });

    [GeneratedRegex(@"(?<![\w-])(?:data\.)?(?<key>[a-z][a-z_]*):(?: (?<value>[A-Za-z0-9][\w-]*|\[[^\]]*\])(?=[\s,;.)]|$)|(?=[\s,)]))")]
    private static partial Regex Key();
}
