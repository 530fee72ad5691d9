using System.Text;
using RnnTrainer.Cli.Scoring;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Backtests;
using static System.FormattableString;

namespace RnnTrainer.Cli.Backtests;

/// <summary>The result of a backtest, as text.</summary>
static class BacktestReport
{
    /// <summary>The most rows of a table by window or by step ahead.</summary>
    const int MostRows = 24;

    /// <summary>The scores of all forecasts, then the main one of each window and each step ahead.</summary>
    public static string Text(BacktestResult result, int predictions)
    {
        var (text, all) = (new StringBuilder(), result.All);
        text.Append(ScoreTable.OfRows([.. all.All.Select((f, n) => (n == 0 ? f.Name : $"  {f.Name}", f.Scores))]));
        Table(text, $"{result.Metric} by window", result.Windows, n => NameOf(result, n), n => result.OfWindow(n), result.Metric);
        Table(text, $"{result.Metric} by step ahead", result.Horizon, n => Invariant($"step {n}"), n => result.OfStep(n), result.Metric);
        return text.Append(
            $"\nout-of-sample predictions, {Words.Counted(predictions, "row")}: "
            + $"{Printable.Line(Path.Combine(result.Folder, BacktestResult.Predictions))}\n").ToString();
    }

    static string NameOf(BacktestResult result, int window) => result.OriginOf(window) is { Length: > 0 } origin
        ? Invariant($"{window} after {Printable.Line(origin)}") : Invariant($"window {window}");

    static void Table(
        StringBuilder text, string title, int count, Func<int, string> nameOf, Func<int, ForecasterScores> scoresOf, string metric)
    {
        var every = ((count - 1) / MostRows) + 1;
        text.Append(every == 1 ? $"\n{title}\n" : Invariant($"\n{title}, one of {every} (--json has all)\n"));
        text.Append(ScoreTable.OfRows(
            [.. Enumerable.Range(1, count).Where(n => (n - 1) % every == 0).Select(n => (nameOf(n), ByForecaster(scoresOf(n), metric)))]));
    }

    /// <summary>A metric of each forecaster, as scores that are called like the forecasters.</summary>
    static IReadOnlyList<Score> ByForecaster(ForecasterScores scores, string metric) =>
        [.. scores.All.Select(f => new Score(f.Name, f.Scores.Value(metric) ?? double.NaN))];
}
