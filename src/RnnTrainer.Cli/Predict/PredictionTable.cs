using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Predict;

/// <summary>Predictions as a table, a row per sequence or per step.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Groups">
/// Rows of texts and numbers. They are computed while they are enumerated, as all of them may not fit into memory; the next group may have
/// to be waited for.
/// </param>
sealed record PredictionTable(IReadOnlyList<string> Columns, IEnumerable<IEnumerable<object[]>> Groups)
{
    const int Block = 1 << 15; // characters

    /// <summary>
    /// The ids first, in columns called as in the file, <c>seq</c> where it has none.
    /// <c>seq,prediction</c>, or <c>seq,step,prediction</c> the steps as the file writes them, or counted from 0; with
    /// <paramref name="proba"/> a column <c>p_class</c> for each class; for several target columns
    /// <c>seq,prediction_target</c>, a column for each. Of a forecast <c>seq,origin,step,time,prediction</c>, a row for each step ahead.
    /// Outputs that are 0 or 1 have <c>p_target</c> with <paramref name="proba"/>. Of a language model <c>seq,symbols,log_likelihood</c>:
    /// how many symbols it
    /// predicted, all but the first, and the sum of ln p over them.
    /// </summary>
    public static PredictionTable Of(Model model, PredictedFile file, bool proba)
    {
        var task = model.Task;
        var columns = task.PredictionColumns(model.Schema, model.Config.Data, proba);
        return new(
            [.. SequenceKey.Names(file.IdColumns, columns), .. columns],
            file.Groups.Select(group => group.Select(p => (object[])[.. p.Key, .. task.PredictionCells(p, proba)])));
    }

    /// <summary>RFC 4180, lines ended by LF; numbers in their shortest exact form.</summary>
    public void WriteCsv(TextWriter to)
    {
        var text = new StringBuilder();
        foreach (var group in Groups.Prepend([[.. Columns]]))
        {
            foreach (var row in group)
            {
                text.AppendJoin(',', row.Select(cell => CsvText.Quoted(Convert.ToString(cell, CultureInfo.InvariantCulture)!)))
                    .Append('\n');
                if (text.Length > Block)
                {
                    Flush();
                }
            }

            Flush();
        }

        void Flush()
        {
            to.Write(text);
            text.Clear();
        }
    }

    /// <summary>The same to another table.</summary>
    public void Write(TableWriter to)
    {
        to.Begin(Columns);
        foreach (var row in Groups.SelectMany(rows => rows))
        {
            foreach (var cell in row)
            {
                if (cell is double number)
                {
                    to.Cell(number);
                }
                else
                {
                    to.Cell((string)cell);
                }
            }

            to.EndRow();
        }

        to.End();
    }

    /// <summary>The rows as a list of objects.</summary>
    public JsonArray ToJson() =>
        new([
            .. Groups.SelectMany(rows => rows)
            .Select(row => new JsonObject(row.Select((cell, c) => KeyValuePair.Create(Columns[c], Node(cell)))))]);

    static JsonNode? Node(object cell) => cell is double number ? double.IsFinite(number) ? number : null : (string)cell;
}
