using RnnTrainer.Training;
using RnnTrainer.Training.Optimization;
using Spectre.Console;
using Spectre.Console.Rendering;
using static System.FormattableString;

namespace RnnTrainer.Cli.Train;

/// <summary>The progress of training on a terminal: epoch, speed, time left, and the curve of the loss.</summary>
/// <param name="epochs">All.</param>
sealed class TrainingView(Trainer trainer, int epochs, TimeProvider time, bool isUnicode)
{
    const int BarWidth = 28;
    const int LineWidth = 40;

    readonly long _begin = time.GetTimestamp();
    readonly long _done = trainer.Progress.Step;
    readonly double[] _sums = new double[LineWidth];
    readonly int[] _counts = new int[LineWidth];
    TrainingEvent? _last;
    EpochTrained? _epoch;
    (double Value, int Epoch)? _best;

    long All => (long)epochs * trainer.Steps;

    public void Take(TrainingEvent happened)
    {
        _last = happened is TrainingWarning ? _last : happened;
        if (happened is StepTaken step)
        {
            var place = (int)Math.Min(LineWidth - 1, (trainer.Progress.Step - 1) * LineWidth / Math.Max(1, All));
            _sums[place] += step.Loss;
            _counts[place]++;
        }

        if (happened is EpochTrained trained)
        {
            _epoch = trained;
            _best = trained.IsBest && trained.Validation is { } scores ? (Shown(scores).Value, trained.Epoch) : _best;
        }
    }

    public IEnumerable<(string Label, IRenderable Text)> Rows()
    {
        var share = All == 0 ? 1 : (double)trainer.Progress.Step / All;
        yield return (
            "epoch",
            new Markup(
                $"{Math.Min(epochs, trainer.Progress.Epoch + (trainer.Progress.EpochStep > 0 ? 1 : 0))}/{epochs}  {Bar(share)}  "
                + $"{Invariant($"{share:0%}")}{Left()}{Pace()}"));
        if (_counts.Any(n => n > 0))
        {
            yield return ("loss", new Markup($"{ScoreFormat.Format(Now())}  [blue]{Markup.Escape(Sparkline.Of(Means(), isUnicode))}[/]"));
        }

        if (_epoch?.Validation is { } scores)
        {
            var kept = _best is { } b ? Invariant($"  best {ScoreFormat.Format(b.Value)} in epoch {b.Epoch}") : "";
            yield return ("validation", new Text(string.Join("  ", scores.Take(2).Select(s => $"{s}")) + kept));
        }
    }

    /// <summary>The seconds left at the current speed; null before the first update.</summary>
    double? Seconds() =>
        trainer.Progress.Step - _done is > 0 and var steps
        ? time.GetElapsedTime(_begin).TotalSeconds / steps * (All - trainer.Progress.Step) : null;

    string Left() => Seconds() is not { } seconds || trainer.Progress.Step >= All ? ""
        : seconds >= 3600 ? Invariant($"  {(int)(seconds / 3600)}:{(int)(seconds / 60) % 60:00}:{(int)seconds % 60:00} left")
        : Invariant($"  {(int)(seconds / 60)}:{(int)seconds % 60:00} left");

    string Pace() => _last is null ? "" : $"  {Display.Pace(_last, trainer)}";

    string Bar(double share)
    {
        var full = (int)Math.Clamp(Math.Round(share * BarWidth), 0, BarWidth);
        return $"[blue]{new string(isUnicode ? '━' : '#', full)}[/][grey]{new string(isUnicode ? '─' : '.', BarWidth - full)}[/]";
    }

    /// <summary>The mean loss of the current part of the curve.</summary>
    double Now() => Means()[^1];

    /// <summary>The mean loss of each part of the curve.</summary>
    List<double> Means() => [.. _sums.Zip(_counts).Where(s => s.Second > 0).Select(s => s.First / s.Second)];

    static Score Shown(IReadOnlyList<Score> scores) => scores[Math.Min(1, scores.Count - 1)];
}
