using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Training;
using RnnTrainer.Training.Tracing;

namespace RnnTrainer.Cli.Tracing;

/// <summary>A trace as a document, with all digits; numbers that are not finite are null.</summary>
static class TraceDocument
{
    public static JsonObject Of(PassTrace trace) => new()
    {
        ["name"] = trace.Subject.Name,
        ["steps"] = trace.Subject.Steps,
        ["batch"] = trace.Subject.Batch,
        ["hidden"] = trace.Subject.Hidden,
        ["inputs"] = trace.Subject.Inputs,
        ["seed"] = trace.Subject.Seed,
        ["given"] = new JsonArray([.. trace.Given.Select(Tensor)]),
        ["forward"] = new JsonArray([.. trace.Forward.Select(s => Statement(s, trace.Names))]),
        ["backward"] = new JsonArray([.. trace.Backward.Select(s => Statement(s, trace.Names))]),
        ["tensors"] = new JsonArray([.. trace.Results.Select(Tensor)]),
    };

    static JsonObject Statement(TracedStatement traced, TensorNames names) => new()
    {
        ["statement"] = TextPrinter.Statement(traced.Statement, names),
        ["t"] = traced.Time,
        ["target"] = names.Text(traced.Statement.Target.Tensor),
        ["shape"] = Indexes(traced.Statement.Target.Tensor.Shape),
        ["accumulation"] = traced.Statement.Accumulation switch
        {
            Accumulation.Add => "+=",
            Accumulation.Subtract => "-=",
            _ => "max=",
        },
        ["entries"] = new JsonArray([.. traced.Entries.Select(Entry)]),
    };

    static JsonNode Entry(TracedEntry entry) => new JsonObject
    {
        ["index"] = Indexes(entry.Index),
        ["before"] = FiniteNumber.ToJson(entry.Before),
        ["terms"] = new JsonArray([.. entry.Terms.Select(t => (JsonNode?)new JsonObject
        {
            ["numbers"] = TextPrinter.Expression(TracedNumbers.Short(t.Numbers)),
            ["value"] = FiniteNumber.ToJson(t.Value),
        })]),
        ["after"] = FiniteNumber.ToJson(entry.After),
    };

    static JsonNode Tensor(TracedTensor tensor) => new JsonObject
    {
        ["name"] = tensor.Name,
        ["shape"] = Indexes(tensor.Shape),
        ["values"] = Numbers(tensor.Values),
        ["grad"] = tensor.Gradient is { } gradient ? Numbers(gradient) : null,
    };

    static JsonArray Indexes(IEnumerable<int> numbers) => new([.. numbers.Select(n => (JsonNode?)n)]);

    static JsonArray Numbers(IEnumerable<double> numbers) => new([.. numbers.Select(n => (JsonNode?)FiniteNumber.ToJson(n))]);
}
