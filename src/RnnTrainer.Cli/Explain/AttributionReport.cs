using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.Explanations;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Explain;

/// <summary>
/// Attributions as a table, as text and as a document. The sequences are explained while the rows of <see cref="Table"/> are enumerated;
/// the text and the document are complete after that.
/// </summary>
sealed class AttributionReport
{
    static readonly string[] Cells = ["step", "column", "value", "attribution"];

    readonly DataPart _part;
    readonly Explainer _explainer;
    readonly List<SequenceSummary> _sequences = [];
    readonly double[] _sizes;

    /// <param name="limit">The most sequences; null: all.</param>
    public AttributionReport(DataPart part, Explainer explainer, int? limit)
    {
        (_part, _explainer, _sizes) = (part, explainer, new double[explainer.Columns.Names.Count]);
        Table = new ResultTable(
            [.. SequenceKey.Names(part.IdColumns, Cells), .. Cells], explainer.Explain(part).Take(limit ?? int.MaxValue).Select(Rows));
    }

    /// <summary>A row for each sequence, step and column.</summary>
    public ResultTable Table { get; }

    /// <summary>The sequences whose attributions do not have the sum that they should have, in words; null: there are none.</summary>
    public string? Warning => _sequences.Count(s => !s.IsComplete) is > 0 and var n
        ? $"the attributions of {Words.Counted(n, "sequence")} do not sum to the difference of the outputs after "
            + $"{Whole(IntegratedGradients.MostPoints)} points: {ScoreFormat.Format(_sequences.Max(s => s.Gap))} is missing at most"
        : null;

    public string Text() =>
        $"explained: {_explainer.Output.Description}\n"
        + $"baseline: {_explainer.Baseline}\n"
        + $"{Words.Counted(_sequences.Count, "sequence")}, {Whole(_sequences.Sum(s => (long)s.Points))} points: the attributions sum to the "
        + $"difference of the outputs within {_sequences.Max(s => s.Gap).ToString("0.0e+0", CultureInfo.InvariantCulture)}\n\n"
        + TextTable.Of(
        [
            ["column", "mean |attribution|", "share"],
            .. Ranked().Select(c => new[] { c.Name, ScoreFormat.Format(c.Size), $"{Percent(c.Share)} %" }),
        ]);

    /// <param name="checkpoint">The file of the model.</param>
    /// <param name="table">The rows of <see cref="Table"/>.</param>
    /// <param name="path">Where the table was written; null: nowhere.</param>
    public JsonObject Document(string checkpoint, ResultTable table, string? path) => new()
    {
        ["checkpoint"] = checkpoint,
        ["data"] = _part.File,
        ["out"] = path,
        ["method"] = "integrated_gradients",
        ["explained"] = _explainer.Output.Description,
        ["baseline"] = _explainer.Baseline,
        ["tolerance"] = IntegratedGradients.Tolerance,
        ["worst_gap"] = FiniteNumber.ToJson(_sequences.Max(s => s.Gap)),
        ["complete"] = _sequences.TrueForAll(s => s.IsComplete),
        ["columns"] = new JsonArray([.. Ranked().Select(c => new JsonObject
        {
            ["column"] = c.Name,
            ["mean_absolute"] = FiniteNumber.ToJson(c.Size),
            ["share"] = FiniteNumber.ToJson(c.Share),
        })]),
        ["sequences"] = new JsonArray([.. _sequences.Select(s => new JsonObject
        {
            ["sequence"] = s.Id,
            ["target"] = s.Target,
            ["output"] = FiniteNumber.ToJson(s.Output),
            ["baseline_output"] = FiniteNumber.ToJson(s.Baseline),
            ["sum"] = FiniteNumber.ToJson(s.Sum),
            ["gap"] = FiniteNumber.ToJson(s.Gap),
            ["points"] = s.Points,
        })]),
        ["attributions"] = table.ToJson(),
    };

    /// <summary>The columns, those with the largest attributions first.</summary>
    IEnumerable<(string Name, double Size, double Share)> Ranked()
    {
        var all = _sizes.Sum();
        return _explainer.Columns.Names.Zip(_sizes, (name, size) => (name, size / _sequences.Count, all > 0 ? size / all : 0))
            .OrderByDescending(c => c.Item2);
    }

    IEnumerable<object[]> Rows(Explanation explanation)
    {
        var (raw, columns) = (explanation.Sequence, _explainer.Columns);
        _sequences.Add(new(
            raw.Id, explanation.Target, explanation.Output, explanation.Baseline, explanation.Sum, explanation.Gap, explanation.IsComplete,
            explanation.Points));
        foreach (var (k, size) in explanation.Sizes(_sizes.Length).Index())
        {
            _sizes[k] += size;
        }

        var ids = SequenceKey.Split(raw.Id, _part.IdColumns.Count);
        for (var n = 0; n < explanation.Attributions.Length; n++)
        {
            var (t, column) = Math.DivRem(n, columns.Names.Count);
            var value = columns.ValueOf(raw, t, column);
            yield return
            [
                .. ids, raw.Steps?[t] ?? (object)(double)t, columns.Names[column],
                columns.AreNumbers ? value : Convert.ToString(value, CultureInfo.InvariantCulture)!, explanation.Attributions[n],
            ];
        }
    }

    static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>What is kept of the explanation of a sequence.</summary>
    sealed record SequenceSummary(
        string Id, string Target, double Output, double Baseline, double Sum, double Gap, bool IsComplete, int Points);
}
