using RnnTrainer.Common;

namespace RnnTrainer.Training.Configuration;

/// <summary>Where a part of a config is written: a place in a file, or a <c>--set</c> without line and column.</summary>
sealed record SourceLocation(string Source, int? Line, int? Column)
{
    public override string ToString() => Line is null ? Source : $"{Source}:{Line}";
}

/// <summary>Where each key of a config is written, by dotted path (<c>training.epochs</c>).</summary>
sealed class SourceMap(string source)
{
    readonly Dictionary<string, SourceLocation> keys = [];
    readonly Dictionary<string, SourceLocation> values = [];

    /// <summary>The dotted path of a key within a section; "" is the root.</summary>
    public static string Join(string section, string key) => section.Length == 0 ? key : $"{section}.{key}";

    /// <summary>Where the value of <paramref name="path"/> was written; null if it is a default.</summary>
    public SourceLocation? Of(string path) => values.GetValueOrDefault(path);

    internal void Add(string path, SourceLocation key, SourceLocation value)
    {
        keys[path] = key;
        values[path] = value;
    }

    /// <summary>Forgets the sources below a section that is replaced.</summary>
    internal void RemoveBelow(string section)
    {
        foreach (var path in keys.Keys.Where(k => k.StartsWith($"{section}.", StringComparison.Ordinal)).ToList())
        {
            keys.Remove(path);
            values.Remove(path);
        }
    }

    internal Diagnostic KeyError(string path, string message, string? hint = null) => Error(keys, path, message, hint);

    internal Diagnostic ValueError(string path, string message, string? hint = null) => Error(values, path, message, hint);

    // A key that was not written is reported at the section it belongs to.
    Diagnostic Error(Dictionary<string, SourceLocation> places, string path, string message, string? hint)
    {
        while (path.Length > 0)
        {
            if ((places.GetValueOrDefault(path) ?? keys.GetValueOrDefault(path)) is { } place)
            {
                return new Diagnostic(place.Source, place.Line, place.Column, message, hint);
            }

            path = path[..Math.Max(0, path.LastIndexOf('.'))];
            places = keys;
        }

        return new Diagnostic(source, 1, 1, message, hint);
    }
}
