using System.Text.Json.Nodes;
using RnnTrainer.Training;
using RnnTrainer.Training.Inspect;

namespace RnnTrainer.Cli.Inspect;

/// <summary>The gates and states of a trained model as a document; numbers that are not finite are null.</summary>
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
            ["mean"] = FiniteNumber.ToJson(g.Mean),
            ["near_zero"] = FiniteNumber.ToJson(g.NearZero),
            ["near_one"] = FiniteNumber.ToJson(g.NearOne),
            ["mean_by_step"] = new JsonArray([.. g.BySteps.Select(s => (JsonNode?)FiniteNumber.ToJson(s.Mean))]),
        })]),
        ["states"] = new JsonArray([.. layer.States.Select(s => new JsonObject
        {
            ["state"] = s.Name,
            ["carry"] = FiniteNumber.ToJson(s.Carry),
            ["median_memory"] = FiniteNumber.ToJson(s.MedianMemory),
            ["longest_memory"] = FiniteNumber.ToJson(s.LongestMemory),
            ["gradient_norms"] = new JsonArray([.. s.GradientNorms.Select(n => (JsonNode?)FiniteNumber.ToJson(n))]),
        })]),
        ["lyapunov_exponent"] = FiniteNumber.ToJson(layer.LyapunovExponent),
    };
}
