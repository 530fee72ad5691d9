using System.Text.Json.Nodes;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Cli.Inputs;

/// <summary>How a file was understood, as a document.</summary>
static class SummaryDocument
{
    public static JsonObject Of(DataSummary summary) => new()
    {
        ["file"] = summary.File,
        ["layout"] = summary.Layout.Layout.ToString().ToLowerInvariant(),
        ["layout_reason"] = summary.Layout.Reason,
        ["rows"] = summary.Rows,
        ["sequences"] = summary.Lengths.Sequences,
        ["lengths"] = new JsonObject { ["min"] = summary.Lengths.Min, ["median"] = summary.Lengths.Median, ["max"] = summary.Lengths.Max },
        ["columns"] = new JsonArray([.. summary.Columns.Select(Column)]),
        ["classes"] = new JsonArray([.. summary.Classes.Select(c => new JsonObject { ["name"] = c.Name, ["count"] = c.Count })]),
        ["task"] = summary.Task.Task,
        ["task_reason"] = summary.Task.Reason,
        ["task_hint"] = summary.Task.Hint,
        ["target"] = new JsonArray([.. summary.Task.Target.Select(t => (JsonNode?)t)]),
        ["alternatives"] = new JsonArray([
            .. summary.Alternatives.Select(a => new JsonObject { ["option"] = a.Option, ["meaning"] = a.Meaning })]),
        ["notes"] = new JsonArray([.. summary.Notes.Select(n => (JsonNode?)n)]),
    };

    static JsonObject Column(ColumnSummary column) => new()
    {
        ["name"] = column.Name,
        ["kind"] = column.Kind.ToString().ToLowerInvariant(),
        ["missing"] = column.Missing,
        ["distinct"] = column.Distinct,
        ["min"] = column.Min,
        ["max"] = column.Max,
        ["examples"] = new JsonArray([.. column.Examples.Select(e => (JsonNode?)e)]),
    };
}
