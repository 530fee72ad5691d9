using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Gradcheck;

namespace RnnTrainer.Cli.Gradcheck;

/// <summary>The report of a gradient check as a document.</summary>
static class GradcheckDocument
{
    public static JsonObject Of(CheckReport report) => new()
    {
        ["subject"] = report.Subject,
        ["passed"] = report.Passed,
        ["worst"] = report.Worst is { } worst ? Entry(worst, "parameter") : null,
        ["parameters"] = new JsonArray([.. report.Tensors.Select(Tensor)]),
        ["repeats"] = report.Repeats,
        ["reference"] = Document(report.Reference),
        ["duplicated"] = Document(report.Duplicated),
        ["directions"] = new JsonArray([.. report.Directions.Select(Direction)]),
        ["lengths"] = new JsonArray(
            [.. report.Lengths.Select(
                l => new JsonObject { ["length"] = l.Length, ["relative"] = FiniteNumber.ToJson(l.Worst), ["parameter"] = l.Tensor,
                ["passed"] = l.Passed })]),
        ["backward"] = new JsonArray([.. (report.Backward ?? []).Select(Error)]),
        ["steps"] = report.Steps is { } steps ? new JsonArray([.. steps.Select(Step)]) : null,
    };

    static JsonObject Error(Diagnostic error) => new()
    {
        ["file"] = error.File,
        ["line"] = error.Line,
        ["column"] = error.Column,
        ["message"] = error.Message,
        ["hint"] = error.Hint,
    };

    static JsonObject Step(StepCheck step) => new()
    {
        ["t"] = step.Step,
        ["tensors"] = new JsonArray(
            [.. step.Tensors.Select(
                t => new JsonObject { ["name"] = t.Name, ["norm"] = FiniteNumber.ToJson(t.Norm),
                ["relative"] = FiniteNumber.ToJson(t.Relative), ["passed"] = t.Passed })]),
    };

    static JsonObject Tensor(CheckedTensor tensor)
    {
        var line = Entry(tensor, "name");
        line["shape"] = Numbers(tensor.Shape);
        line["checked"] = tensor.Checked;
        line["total"] = tensor.Total;
        line["kinks"] = tensor.Kinks;
        line["absolute"] = FiniteNumber.ToJson(tensor.WorstAbsolute);
        line["passed"] = tensor.Passed;
        return line;
    }

    static JsonObject Entry(CheckedTensor tensor, string nameKey) => new()
    {
        [nameKey] = tensor.Name,
        ["index"] = tensor.Worst is { } worst ? Numbers(worst.Index) : null,
        ["analytic"] = FiniteNumber.ToJson(tensor.Worst?.Analytic),
        ["numeric"] = FiniteNumber.ToJson(tensor.Worst?.Numeric),
        ["relative"] = FiniteNumber.ToJson(tensor.Worst?.Relative),
    };

    static JsonObject Direction(DirectionCheck direction) => new()
    {
        ["analytic"] = FiniteNumber.ToJson(direction.Analytic),
        ["numeric"] = FiniteNumber.ToJson(direction.Numeric),
        ["relative"] = FiniteNumber.ToJson(direction.Relative),
        ["kink"] = direction.Kink,
        ["passed"] = direction.Passed,
    };

    static JsonObject Document(Agreement comparison) =>
        new() { ["relative"] = FiniteNumber.ToJson(comparison.Worst), ["passed"] = comparison.Passed };

    static JsonArray Numbers(IEnumerable<int> numbers) => new([.. numbers.Select(n => (JsonNode?)n)]);
}
