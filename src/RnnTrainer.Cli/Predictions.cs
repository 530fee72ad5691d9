using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Data;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>Answers as a table, a row per sequence or per step.</summary>
/// <param name="Columns">Its head.</param>
/// <param name="Rows">Texts and numbers.</param>
sealed record Predictions(IReadOnlyList<string> Columns, IReadOnlyList<object[]> Rows)
{
    /// <summary>
    /// <c>seq,prediction</c>, or <c>seq,step,prediction</c> the steps as the file writes them, or counted from 0; with <paramref name="proba"/> a column <c>p_class</c> for each class; for several target columns
    /// <c>seq,prediction_target</c>, a column for each. Of a forecast <c>seq,origin,step,time,prediction</c>, a row for each step ahead.
    /// Outputs that are 0 or 1 have <c>p_target</c> with <paramref name="proba"/>. Of a language model <c>seq,symbols,log_likelihood</c>: how many symbols it
    /// predicted, all but the first, and the sum of ln p over them.
    /// </summary>
    public static Predictions Of(Model model, DataPart part, bool proba)
    {
        if (model.Config.Task == TaskKind.Language)
        {
            return new Predictions(
                ["seq", "symbols", "log_likelihood"],
                [.. part.Raw.Zip(Likelihood.OfTexts(model, part), (s, l) => new object[] { s.Id, (double)l.Symbols, 0 - l.Loss })]);
        }

        var (answers, schema) = (Answers.Of(model, part.Ready), model.Schema);
        if (schema.Classes.Count == 0)
        {
            string[] names = schema.Target.Count == 1 ? ["prediction"] : [.. schema.Target.Select(t => $"prediction_{t}")];
            if (schema.Forecast is not null)
            {
                return new Predictions(["seq", "origin", "step", "time", .. names], [.. part.Raw.SelectMany((s, n) => Ahead(s, answers.Of(n).ToArray().Chunk(names.Length)))]);
            }

            if (model.Answers == AnswerKind.Binary)
            {
                return new Predictions(
                    [.. Keys(model), .. names, .. proba ? schema.Target.Select(t => $"p_{t}") : []],
                    [.. Places(model, part).Select((place, n) => Binary(place, answers.Chances(n), proba))]);
            }

            return new Predictions([.. Keys(model), .. names], [.. Places(model, part).Select((place, n) => Numbers(place, answers.Of(n)))]);
        }

        return new Predictions(
            [.. Keys(model), "prediction", .. proba ? schema.Classes.Select(c => $"p_{c}") : []],
            [.. Places(model, part).Select((place, n) => Class(place, schema.Classes[answers.ClassOf(n)], proba ? answers.Probabilities(n) : []))]);
    }

    /// <summary>RFC 4180, lines ended by LF; numbers in their shortest exact form.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        foreach (var row in Rows.Prepend([.. Columns]))
        {
            text.AppendJoin(',', row.Select(cell => Quoted(Convert.ToString(cell, CultureInfo.InvariantCulture)!))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A list of objects.</summary>
    public JsonArray ToJson() => new([.. Rows.Select(row => new JsonObject(row.Select((cell, c) => KeyValuePair.Create(Columns[c], Node(cell)))))]);

    static IEnumerable<string> Keys(Model model) => model.IsPerStep ? ["seq", "step"] : ["seq"];

    static IEnumerable<object[]> Places(Model model, DataPart part) => part.Raw.SelectMany(s => model.IsPerStep
        ? Enumerable.Range(0, s.Length).Select(t => new object[] { s.Id, s.Steps is { } steps ? steps[t] : (double)t })
        : [[s.Id]]);

    /// <summary>The origin is the last step that was seen, as the file writes it, empty where it has no steps; the time is that of the step ahead, empty where nobody can tell.</summary>
    static IEnumerable<object[]> Ahead(Sequence window, IEnumerable<double[]> steps) =>
        steps.Select((y, h) => Numbers([window.Id, window.Steps?[^1] ?? "", h + 1.0, StepsAhead.Of(window.Steps ?? [], h + 1) ?? ""], y));

    static object[] Numbers(object[] place, ReadOnlySpan<double> answers) => [.. place, .. answers.ToArray().Cast<object>()];

    static object[] Binary(object[] place, double[] chances, bool proba) =>
        [.. place, .. chances.Select(object (p) => p > 0.5 ? 1.0 : 0.0), .. proba ? chances.Cast<object>() : []];

    static object[] Class(object[] place, string name, double[] probabilities) => [.. place, name, .. probabilities.Cast<object>()];

    static JsonNode? Node(object cell) => cell is double number ? double.IsFinite(number) ? number : null : (string)cell;

    static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
