using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Training;

public sealed class UniqueKeysTests
{
    // The serializer's own check, which needs OpenSSL, is the reference.
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    static readonly string[] Names = ["a", "b", "\\u0061", "c", "é", ""];

    static readonly Gen<string> Any = Gen.Recursive<string>((depth, below) => depth > 3 ? Gen.Const("1") : Gen.OneOf(
        Gen.Const("null"),
        below.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
        Gen.Select(Gen.Int[0, Names.Length - 1].Select(n => Names[n]), below).Array[0, 4]
        .Select(pairs => $"{{{string.Join(',', pairs.Select(p => $"\"{p.Item1}\":{p.Item2}"))}}}")));

    [Fact]
    public void A_key_that_is_there_twice_is_refused_wherever_it_stands_and_nothing_else_is() => Any.Sample(json =>
    {
        var unique = IsTaken(() => JsonDocument.Parse(json, Strict).Dispose());
        return unique == IsTaken(() => ConfigJson.Node(json))
            && (!unique || JsonNode.DeepEquals(JsonNode.Parse(json), ConfigJson.Node(json)));
    });

    [Theory]
    [InlineData("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", "the key 'c' is there twice")]
    [InlineData("{\"\\ud800\":1}", "half of a surrogate pair")]
    public void What_is_wrong_is_said(string json, string message) =>
        Assert.Contains(message, Assert.Throws<JsonException>(() => ConfigJson.Node(json)).Message, StringComparison.Ordinal);

    static bool IsTaken(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
