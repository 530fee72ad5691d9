using System.Text.Json.Nodes;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Backtests;

/// <summary>The scores of some forecasts: of each forecaster by its name, the model first. The loss is not among them.</summary>
sealed record ForecasterScores(IReadOnlyList<(string Name, IReadOnlyList<Score> Scores)> All)
{
    /// <summary>The model's.</summary>
    public IReadOnlyList<Score> Model => All[0].Scores;

    /// <summary>Those of the baselines.</summary>
    public IReadOnlyList<Baseline> Baselines => [.. All.Skip(1).Select(f => new Baseline(f.Name, f.Scores))];
}

/// <summary>The forecasts of a backtest and their scores.</summary>
/// <param name="Folder">Of the runs.</param>
/// <param name="Windows">The number of origins.</param>
/// <param name="Refits">Whether a model was trained for each origin.</param>
/// <param name="Metric">By which forecasters are compared.</param>
/// <param name="Names">Of the forecasters, the model first.</param>
/// <param name="Scale">What the scores are measured by, from the training part before the first origin.</param>
/// <param name="Forecasts">By origin, then by series.</param>
sealed record BacktestResult(
    string Folder, int Windows, bool Refits, string Metric, IReadOnlyList<string> Names, ForecastScale Scale,
    IReadOnlyList<OriginForecasts> Forecasts)
{
    /// <summary>The name of its file in the folder.</summary>
    public const string File = "backtest.json";

    /// <summary>The name of the table of predictions in the folder.</summary>
    public const string Predictions = "predictions.csv";

    /// <summary>Name and version of the document.</summary>
    public const string Schema = "rnn.backtest/1";

    /// <summary>The steps ahead.</summary>
    public int Horizon => Forecasts[0].Steps.Count;

    /// <summary>The scores of all forecasts.</summary>
    public ForecasterScores All => ScoresOf(Forecasts, 0, Horizon);

    /// <summary>The scores of the forecasts from one origin, by its number from 1; of no forecaster where there are none.</summary>
    public ForecasterScores OfWindow(int window) => ScoresOf([.. Forecasts.Where(f => f.Window == window)], 0, Horizon);

    /// <summary>The scores of all forecasts of one of the steps ahead, counted from 1.</summary>
    public ForecasterScores OfStep(int step) => ScoresOf(Forecasts, step - 1, 1);

    /// <summary>The last step that was seen, where it is the same for all series; else null.</summary>
    public string? OriginOf(int window) =>
        Forecasts.Where(f => f.Window == window).Select(f => f.Steps[0].Origin).Distinct().ToList() is [var origin] ? origin : null;

    /// <summary>As a document.</summary>
    public JsonObject ToJson() => new()
    {
        ["folder"] = Folder,
        ["refit"] = Refits,
        ["horizon"] = Horizon,
        ["metric"] = Metric,
        ["predictions"] = Path.Combine(Folder, Predictions),
        ["metrics"] = All.Model.ToJson(),
        ["baselines"] = All.Baselines.ToJson(),
        ["windows"] = new JsonArray([.. Enumerable.Range(1, Windows).Select(window =>
        {
            var document = Document("window", window, OfWindow(window));
            document.Insert(1, "origin", OriginOf(window));
            document.Insert(2, "series", Forecasts.Count(f => f.Window == window));
            return document;
        })]),
        ["steps"] = new JsonArray([.. Enumerable.Range(1, Horizon).Select(step => Document("step", step, OfStep(step)))]),
    };

    static JsonObject Document(string name, int number, ForecasterScores scores) => new()
    {
        [name] = number,
        ["metrics"] = scores.Model.ToJson(),
        ["baselines"] = scores.Baselines.ToJson(),
    };

    /// <param name="first">The first step ahead, from 0.</param>
    /// <param name="count">How many there are.</param>
    ForecasterScores ScoresOf(IReadOnlyList<OriginForecasts> forecasts, int first, int count)
    {
        var C = Scale.Deviation.Length;
        var series = forecasts.GroupBy(f => f.Series, StringComparer.Ordinal).ToList(); // those of a series have to stand together
        List<OriginForecasts> all = [.. series.SelectMany(s => s)];
        var scales = new SeriesScales(
            [.. series.SelectMany((s, n) => s.Select(_ => n))], [.. series.Select(s => s.First().SeasonalError)]);
        var (tally, targets) = (new NumberTally(count * C, Scale), Rows(f => f.Target));
        return new([.. Names.Select((name, m) => (name, Scores(m)))]);

        double[] Rows(Func<OriginForecasts, double[]> of) => [.. all.SelectMany(f => of(f).Skip(first * C).Take(count * C))];

        IReadOnlyList<Score> Scores(int forecaster) => forecasts.Count == 0 ? []
            : [.. tally.Scores(targets, Rows(f => f.Forecasts[forecaster]), scales).Where(score => score.Metric != "loss")];
    }
}
