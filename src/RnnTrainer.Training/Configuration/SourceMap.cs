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
    readonly Dictionary<string, SourceLocation> _keys = [];
    readonly Dictionary<string, SourceLocation> _values = [];

    /// <summary>The dotted path of a key within a section; "" is the root.</summary>
    public static string Join(string section, string key) => section.Length == 0 ? key : $"{section}.{key}";

    /// <summary>Where the value of <paramref name="path"/> was written; null if it is a default.</summary>
    public SourceLocation? Of(string path) => _values.GetValueOrDefault(path);

    internal void Add(string path, SourceLocation key, SourceLocation value)
    {
        _keys[path] = key;
        _values[path] = value;
    }

    /// <summary>Forgets the sources below a section that is replaced.</summary>
    internal void RemoveBelow(string section)
    {
        foreach (var path in _keys.Keys.Where(k => k.StartsWith($"{section}.", StringComparison.Ordinal)).ToList())
        {
            _keys.Remove(path);
            _values.Remove(path);
        }
    }

    internal Diagnostic KeyError(string path, string message, string? hint = null) => Error(_keys, path, message, hint);

    internal Diagnostic ValueError(string path, string message, string? hint = null) => Error(_values, path, message, hint);

    // A key that was not written is reported at the section it belongs to.
    Diagnostic Error(Dictionary<string, SourceLocation> places, string path, string message, string? hint)
    {
        while (path.Length > 0)
        {
            if ((places.GetValueOrDefault(path) ?? _keys.GetValueOrDefault(path)) is { } place)
            {
                return new Diagnostic(place.Source, place.Line, place.Column, message, hint);
            }

            path = path[..Math.Max(0, path.LastIndexOf('.'))];
            places = _keys;
        }

        return new Diagnostic(source, 1, 1, message, hint);
    }
}
