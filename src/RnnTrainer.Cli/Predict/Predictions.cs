using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Sequences;
using RnnTrainer.Cells.Layers;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Predict;

/// <summary>Answers as a table, a row per sequence or per step.</summary>
/// <param name="Columns">Its head.</param>
/// <param name="Rows">Texts and numbers, made as they are pulled: all of them may be more than fits into memory.</param>
sealed record Predictions(IReadOnlyList<string> Columns, IEnumerable<object[]> Rows)
{
    const int Block = 1 << 15; // characters
    const string DefaultId = "seq";

    /// <summary>
    /// The ids first, in a column called as in the file, <c>seq</c> where it has none.
    /// <c>seq,prediction</c>, or <c>seq,step,prediction</c> the steps as the file writes them, or counted from 0; with <paramref name="proba"/> a column <c>p_class</c> for each class; for several target columns
    /// <c>seq,prediction_target</c>, a column for each. Of a forecast <c>seq,origin,step,time,prediction</c>, a row for each step ahead.
    /// Outputs that are 0 or 1 have <c>p_target</c> with <paramref name="proba"/>. Of a language model <c>seq,symbols,log_likelihood</c>: how many symbols it
    /// predicted, all but the first, and the sum of ln p over them.
    /// </summary>
    public static Predictions Of(Model model, DataPart part, bool proba)
    {
        var predictions = Prediction.Of(model, part);
        (string[] Columns, IEnumerable<object[]> Rows) given = model.Config.Task switch
        {
            TaskKind.Language => (["symbols", "log_likelihood"], predictions.Select(p => new object[] { p.Sequence, (double)p.Likelihood!.Symbols, 0 - p.Likelihood.Loss })),
            TaskKind.Forecast => (["origin", "step", "time", .. Names(model.Schema)], predictions.Select(Ahead)),
            _ => (
                [.. model.IsPerStep ? ["step"] : Array.Empty<string>(), .. Names(model.Schema), .. proba ? Chances(model.Schema) : []],
                predictions.Select(p => Row(p, proba))),
        };
        return new([part.IdColumn is { } id && !given.Columns.Contains(id) ? id : DefaultId, .. given.Columns], given.Rows);
    }

    /// <summary>RFC 4180, lines ended by LF; numbers in their shortest exact form.</summary>
    public void WriteCsv(TextWriter to)
    {
        var text = new StringBuilder();
        foreach (var row in Rows.Prepend([.. Columns]))
        {
            text.AppendJoin(',', row.Select(cell => CsvText.Quoted(Convert.ToString(cell, CultureInfo.InvariantCulture)!))).Append('\n');
            if (text.Length > Block)
            {
                to.Write(text);
                text.Clear();
            }
        }

        to.Write(text);
    }

    /// <summary>A list of objects.</summary>
    public JsonArray ToJson() => new([.. Rows.Select(row => new JsonObject(row.Select((cell, c) => KeyValuePair.Create(Columns[c], Node(cell)))))]);

    static IEnumerable<string> Names(ModelSchema schema) => schema.Classes.Count > 0 || schema.Target.Count == 1 ? ["prediction"] : schema.Target.Select(t => $"prediction_{t}");

    static IEnumerable<string> Chances(ModelSchema schema) => (schema.Classes.Count > 0 ? schema.Classes : schema.Target).Select(c => $"p_{c}");

    static object[] Row(Prediction p, bool proba) =>
    [
        p.Sequence, .. p.Step is { } t ? new[] { p.Time ?? (object)(double)t } : [],
        .. p.Class is { } name ? [name] : p.Numbers.Cast<object>(),
        .. proba ? p.Probabilities.Cast<object>() : [],
    ];

    /// <summary>The origin is the last step that was seen, as the file writes it, empty where it has no steps; the time is that of the step ahead, empty where nobody can tell.</summary>
    static object[] Ahead(Prediction p) => [p.Sequence, p.Origin ?? "", (double)p.Step!, p.Time ?? "", .. p.Numbers.Cast<object>()];

    static JsonNode? Node(object cell) => cell is double number ? double.IsFinite(number) ? number : null : (string)cell;
}
