using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RnnTrainer.Common;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace RnnTrainer.Training.Configuration;

/// <summary>
/// YAML text as a JSON tree, with the place of each key. Typed are true, false, null, numbers as JSON writes
/// them, and nothing else: <c>no</c>, <c>0x10</c> and <c>1_000</c> stay strings, and fail later with a position.
/// </summary>
static partial class YamlTree
{
    const int DeepestNesting = 16;

    /// <param name="text">One YAML document.</param>
    /// <param name="path">The key under which the root stands, "" for a whole file.</param>
    /// <param name="sources">Receives the place of every key.</param>
    /// <param name="source">The file's name, for the places and for errors.</param>
    /// <exception cref="ConfigException">The text is not YAML, uses anchors, or nests too deep.</exception>
    public static JsonNode? Read(string text, string path, SourceMap sources, string source)
    {
        try
        {
            RefuseTricks(text, source);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count switch
            {
                0 => null,
                1 => Convert(stream.Documents[0].RootNode, path, sources, source),
                _ => throw Error(
                    source, stream.Documents[1].RootNode.Start, "a second YAML document starts here", "keep one config per file"),
            };
        }
        catch (YamlException e)
        {
            throw e.Message.Contains("invalid tab", StringComparison.Ordinal)
                ? Error(source, FirstTab(text) ?? e.Start, "not YAML: a tab in the indentation", "indent with spaces")
                : Error(
                    source, e.Start, $"not YAML: {e.Message.TrimEnd('.')}", e.Message.Contains("escape", StringComparison.Ordinal)
                    ? @"between double quotes a backslash begins an escape; put a Windows path in single quotes ('C:\data\my.csv'), or write it with '/'" : null);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            // Faults of the parser: an unfinished flow mapping at the end of the text is one.
            throw Error(
                source, new Mark(0, 1, 1), "not YAML: something in it is left open",
                "look for a bracket, a quote or a ':' that has no partner");
        }
    }

    // The parser's events come without recursion, so a hostile file is refused before anything recursive sees it.
    static void RefuseTricks(string text, string source)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            var now = parser.Current!;
            depth += now.NestingIncrease;
            if (depth > DeepestNesting + 2)
            {
                throw Error(source, now.Start, $"more than {DeepestNesting} levels of nesting", null);
            }

            if (now is AnchorAlias || now is NodeEvent { Anchor.IsEmpty: false })
            {
                throw Error(source, now.Start, "anchors and aliases are not part of a config", "write the value out");
            }
        }
    }

    // The parser reports a tab at the start of the mapping that contains it.
    static Mark? FirstTab(string text) =>
        text.Split('\n')
            .Select((line, n) => (Column: line.IndexOf('\t', StringComparison.Ordinal), Line: n, Text: line))
            .Where(l => l.Column >= 0 && string.IsNullOrWhiteSpace(l.Text[..l.Column]))
            .Select(l => (Mark?)new Mark(0, l.Line + 1, l.Column + 1))
            .FirstOrDefault();

    static JsonNode? Convert(YamlNode node, string path, SourceMap sources, string source)
    {
        switch (node)
        {
            case YamlMappingNode map:
                return ConvertMap(map, path, sources, source);
            case YamlSequenceNode list:
                return new JsonArray([.. list.Children.Select((item, n) => Convert(item, $"{path}[{n}]", sources, source))]);
            case YamlScalarNode { Style: ScalarStyle.Plain } plain:
                return ConvertPlain(plain.Value ?? "");
            default:
                return JsonValue.Create(((YamlScalarNode)node).Value ?? "");
        }
    }

    static JsonObject ConvertMap(YamlMappingNode map, string path, SourceMap sources, string source)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { } name })
            {
                throw Error(source, key.Start, "a key is a plain word", null);
            }

            var child = SourceMap.Join(path, name);
            sources.Add(
                child, new SourceLocation(source, Line(key.Start), Column(key.Start)),
                new SourceLocation(source, Line(value.Start), Column(value.Start)));
            result[name] = Convert(value, child, sources, source);
        }

        return result;
    }

    static JsonNode? ConvertPlain(string text) => text switch
    {
        "" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when JsonNumber().IsMatch(text) => JsonNode.Parse(text),
        _ => JsonValue.Create(text),
    };

    static ConfigException Error(string source, Mark mark, string message, string? hint) =>
        new(source.StartsWith("--", StringComparison.Ordinal)
            ? new Diagnostic(source, null, null, message, hint)
            : new Diagnostic(source, Line(mark), Column(mark), message, hint));

    static int Line(Mark mark) => (int)Math.Min(mark.Line, int.MaxValue);

    static int Column(Mark mark) => (int)Math.Min(mark.Column, int.MaxValue);

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();
}
