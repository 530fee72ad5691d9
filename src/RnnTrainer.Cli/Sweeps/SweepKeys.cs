using System.Globalization;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Cli.Sweeps;

/// <summary>Reads <c>--grid</c> and <c>--range</c>.</summary>
static class SweepKeys
{
    /// <summary>The keys that a command line asks to sweep.</summary>
    /// <exception cref="UsageException">An option cannot be read, names no key, or one that is set.</exception>
    public static IReadOnlyList<SweepKey> Of(IReadOnlyList<string> grid, IReadOnlyList<string> range, IReadOnlyList<string> sets)
    {
        List<SweepKey> keys = [.. grid.Select(Choice), .. range.Select(Range)];
        foreach (var key in keys)
        {
            CommonOptions.RequireNotSet(sets, key.Key, key.Range is null ? "--grid" : "--range");
        }

        return keys;
    }

    static SweepKey Choice(string option)
    {
        var (key, text) = Halves(option, "--grid", "key=V,V,…", "model.hidden=16,32");
        var values = Values(text).Distinct().ToList();
        return values.Contains("")
            ? throw new UsageException(
                $"--grid: an empty value in '{option}'", "for example --grid model.hidden=16,32; null means no value")
                : SweepKey.Of(key, values);
    }

    static SweepKey Range(string option)
    {
        var (key, text) = Halves(option, "--range", "key=LOW..HIGH", "training.learning_rate=0.001..1");
        var type = ConfigKeys.TypeOf(key);
        if (type != typeof(int) && type != typeof(double) && type is not null)
        {
            throw new UsageException($"--range: '{key}' is not a number", $"name its values: --grid {key}=…");
        }

        return text.Split("..") is [var left, var right] && Number(left) is { } low && Number(right) is { } high && low < high
            && (type != typeof(int) || (low % 1 == 0 && high % 1 == 0))
            ? SweepKey.Between(key, low, high, type == typeof(int))
            : throw new UsageException(
                $"--range expects key=LOW..HIGH, the lower {(type == typeof(int) ? "whole number" : "number")} first, found '{option}'",
                "for example --range training.learning_rate=0.001..1");
    }

    static (string Key, string Text) Halves(string option, string name, string form, string example)
    {
        var at = option.IndexOf('=', StringComparison.Ordinal);
        var key = at > 0 ? option[..at].Trim()
            : throw new UsageException($"{name} expects {form}, found '{option}'", $"for example {name} {example}");
        return IsKnown(key) ? (key, option[(at + 1)..])
            : throw new UsageException(
                $"{name}: unknown key '{key}'", Nearest(key) is { } near ? $"did you mean '{near}'?"
                : "`rnn config schema` lists the keys");
    }

    static string? Nearest(string key) => ConfigKeys.Named(key[(key.LastIndexOf('.') + 1)..]) ?? NearestName.To(key, ConfigKeys.All);

    // Constants of a cell and weights of classes have names of the user's own.
    static bool IsKnown(string key) => ConfigKeys.TypeOf(key) is not null
        || (key.LastIndexOf('.') is > 0 and var end
            && (ConfigKeys.TypeOf(key[..end]) == typeof(CellConstants) || ConfigKeys.TypeOf(key[..end]) == typeof(ClassWeights)));

    static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>The parts between commas that are not in brackets or quotes.</summary>
    static IEnumerable<string> Values(string text)
    {
        var (start, depth, quote) = (0, 0, '\0');
        for (var n = 0; n < text.Length; n++)
        {
            var c = text[n];
            if (c == ',' && depth == 0 && quote == '\0')
            {
                yield return text[start..n].Trim();
                start = n + 1;
            }

            quote = quote == '\0' ? (c is '\'' or '"' ? c : quote) : (c == quote ? '\0' : quote);
            depth += quote != '\0' ? 0 : c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
        }

        yield return text[start..].Trim();
    }
}
