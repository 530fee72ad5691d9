using RnnTrainer.Training;
using RnnTrainer.Training.Optimization;
using Spectre.Console;
using Spectre.Console.Rendering;
using static System.FormattableString;

namespace RnnTrainer.Cli.Train;

/// <summary>How a training goes, for someone who watches: how far it is, how fast and for how long, and the way of its loss.</summary>
/// <param name="epochs">All.</param>
sealed class TrainingView(Trainer trainer, int epochs, TimeProvider time, bool isUnicode)
{
    const int BarWidth = 28;
    const int LineWidth = 40;

    readonly long begin = time.GetTimestamp();
    readonly long done = trainer.Progress.Step;
    readonly double[] sums = new double[LineWidth];
    readonly int[] counts = new int[LineWidth];
    TrainingEvent? last;
    EpochTrained? epoch;
    (double Value, int Epoch)? best;

    long All => (long)epochs * trainer.Steps;

    public void Take(TrainingEvent happened)
    {
        last = happened is TrainingWarning ? last : happened;
        if (happened is StepTaken step)
        {
            var place = (int)Math.Min(LineWidth - 1, (trainer.Progress.Step - 1) * LineWidth / Math.Max(1, All));
            sums[place] += step.Loss;
            counts[place]++;
        }

        if (happened is EpochTrained trained)
        {
            epoch = trained;
            best = trained.IsBest && trained.Validation is { } scores ? (Shown(scores).Value, trained.Epoch) : best;
        }
    }

    public IEnumerable<(string Label, IRenderable Text)> Rows()
    {
        var share = All == 0 ? 1 : (double)trainer.Progress.Step / All;
        yield return ("epoch", new Markup($"{Math.Min(epochs, trainer.Progress.Epoch + (trainer.Progress.EpochStep > 0 ? 1 : 0))}/{epochs}  {Bar(share)}  {Invariant($"{share:0%}")}{Left()}{Pace()}"));
        if (counts.Any(n => n > 0))
        {
            yield return ("loss", new Markup($"{ScoreFormat.Format(Now())}  [blue]{Markup.Escape(Sparkline.Of(Means(), isUnicode))}[/]"));
        }

        if (epoch?.Validation is { } scores)
        {
            var kept = best is { } b ? Invariant($"  best {ScoreFormat.Format(b.Value)} in epoch {b.Epoch}") : "";
            yield return ("validation", new Text(string.Join("  ", scores.Take(2).Select(s => $"{s}")) + kept));
        }
    }

    /// <summary>The seconds that are left, if it goes on like this; null before there is anything to tell from.</summary>
    double? Seconds() => trainer.Progress.Step - done is > 0 and var steps ? time.GetElapsedTime(begin).TotalSeconds / steps * (All - trainer.Progress.Step) : null;

    string Left() => Seconds() is not { } seconds || trainer.Progress.Step >= All ? ""
        : seconds >= 3600 ? Invariant($"  {(int)(seconds / 3600)}:{(int)(seconds / 60) % 60:00}:{(int)seconds % 60:00} left")
        : Invariant($"  {(int)(seconds / 60)}:{(int)seconds % 60:00} left");

    string Pace() => last is null ? "" : $"  {Display.Pace(last, trainer)}";

    string Bar(double share)
    {
        var full = (int)Math.Clamp(Math.Round(share * BarWidth), 0, BarWidth);
        return $"[blue]{new string(isUnicode ? '━' : '#', full)}[/][grey]{new string(isUnicode ? '─' : '.', BarWidth - full)}[/]";
    }

    /// <summary>Of the stretch of the line that is under way.</summary>
    double Now() => Means()[^1];

    /// <summary>The mean loss of each stretch that was trained.</summary>
    List<double> Means() => [.. sums.Zip(counts).Where(s => s.Second > 0).Select(s => s.First / s.Second)];

    static Score Shown(IReadOnlyList<Score> scores) => scores[Math.Min(1, scores.Count - 1)];
}
