using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>What a trained model's gates and states do, as a document; numbers that are not finite are null.</summary>
static class GateDocument
{
    public static JsonObject Of(string file, string data, GateReport report) => new()
    {
        ["checkpoint"] = file,
        ["data"] = data,
        ["sequences"] = report.Sequences,
        ["steps"] = report.Steps,
        ["layers"] = new JsonArray([.. report.Layers.Select(Of)]),
    };

    static JsonObject Of(LayerGates layer) => new()
    {
        ["layer"] = layer.Name,
        ["gates"] = new JsonArray([.. layer.Gates.Select(g => new JsonObject
        {
            ["gate"] = g.Name,
            ["mean"] = Number(g.Mean),
            ["near_zero"] = Number(g.NearZero),
            ["near_one"] = Number(g.NearOne),
        })]),
        ["states"] = new JsonArray([.. layer.States.Select(s => new JsonObject
        {
            ["state"] = s.Name,
            ["carry"] = Number(s.Carry),
            ["median_memory"] = Number(s.MedianMemory),
            ["longest_memory"] = Number(s.LongestMemory),
            ["gradient_norms"] = new JsonArray([.. s.GradientNorms.Select(n => (JsonNode?)Number(n))]),
        })]),
        ["lyapunov_exponent"] = Number(layer.LyapunovExponent),
    };

    static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
