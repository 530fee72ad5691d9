using RnnTrainer.Data;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>Predictions that need no model: they are made from the targets of training, or from the steps before.</summary>
static class Baselines
{
    /// <summary>Always the most frequent class of training; of several, the first in ordinal order.</summary>
    /// <param name="counts">Training sequences of each class.</param>
    /// <param name="targets">Class numbers of the examples scored, at least one.</param>
    public static Baseline Majority(IReadOnlyList<double> counts, IReadOnlyList<int> targets)
    {
        var prediction = MostFrequent(counts);
        return Of("majority", Metrics.Classify(targets, [.. targets.Select(_ => prediction)], double.NaN));
    }

    /// <summary>
    /// Every class with the probability p_c that it has in training: <c>loss</c> = mean of −log p of the true class; <c>accuracy</c> = Σ_c
    /// f_c p_c, what predictions drawn from p are expected to have where the classes have the frequencies f_c; <c>macro_f1</c> = mean over
    /// the classes of 2 f_c p_c / (f_c + p_c), likewise.
    /// </summary>
    /// <param name="counts">How often training has each class, never 0.</param>
    /// <param name="targets">Class numbers of the examples scored, at least one; −1, −2, … for the labels that training never saw.</param>
    public static Baseline ClassPrior(IReadOnlyList<double> counts, IReadOnlyList<int> targets)
    {
        var p = Shares(counts);
        double[] f = [.. p.Select((_, c) => (double)targets.Count(y => y == c) / targets.Count)];
        return ClassPrior(
            p, f, targets.Where(y => y >= 0).Select(y => -Math.Log(p[y])).DefaultIfEmpty(double.NaN).Average(),
            targets.Where(y => y < 0).Distinct().Count());
    }

    /// <summary>The same from frequencies.</summary>
    /// <param name="p">Of each class in training.</param>
    /// <param name="f">Of each class in the examples scored.</param>
    /// <param name="loss">Of the examples whose label training saw.</param>
    /// <param name="unseen">The number of labels that training never saw.</param>
    internal static Baseline ClassPrior(double[] p, double[] f, double loss, int unseen) => new("prior",
    [
        new("loss", loss),
        new("accuracy", f.Zip(p, (a, b) => a * b).Sum()),
        new("macro_f1", f.Zip(p, (a, b) => 2 * a * b / (a + b)).Sum() / (p.Length + unseen)),
    ]);

    /// <summary>The most frequent class; of several, the first.</summary>
    internal static int MostFrequent(IReadOnlyList<double> counts) => Enumerable.Range(0, counts.Count).MaxBy(c => counts[c]);

    /// <summary>The share of each class.</summary>
    internal static double[] Shares(IReadOnlyList<double> counts)
    {
        var all = counts.Sum();
        return [.. counts.Select(n => n / all)];
    }

    /// <summary>
    /// The baselines of a classifier or tagger; where inputs are symbols and every step has a label, also the class that the step's symbol
    /// has most often in training.
    /// </summary>
    internal static IReadOnlyList<Baseline> Classes(
        ModelSchema schema, IReadOnlyList<double> counts, IReadOnlyList<int> targets, IReadOnlyList<Data.Sequence> sequences) =>
    [
        Majority(counts, targets),
        ClassPrior(counts, targets),
        .. schema.SymbolClasses is { } classes
            ? new[] { Of(
                "symbol", Metrics.Classify(targets, [.. sequences.SelectMany(s => s.Words().Select(v => classes[v]))], double.NaN)) }
            : [],
    ];

    /// <summary>Always the training split's mean of each target column.</summary>
    /// <param name="means">Per column.</param>
    /// <param name="targets">Targets of the sequences scored, row-major [N, columns], at least one sequence.</param>
    public static Baseline Mean(IReadOnlyList<double> means, double[] targets) =>
        Of("mean", Metrics.Regress(targets, [.. targets.Select((_, n) => means[n % means.Count])], means.Count, double.NaN));

    /// <summary>
    /// Baseline forecasts of windows: the last value, the value a season before where there is a season, the training split's means, and
    /// from all values of the series before the window drift, exponential smoothing and Theta.
    /// </summary>
    /// <param name="windows">With <see cref="Data.Sequence.Past"/> and targets [H,C].</param>
    /// <param name="means">Of each target and step ahead, [H,C].</param>
    /// <param name="season">1: none.</param>
    /// <param name="series">By what <c>mase</c> measures.</param>
    internal static IReadOnlyList<Baseline> Forecasts(
        IReadOnlyList<Data.Sequence> windows, IReadOnlyList<double> means, int season, ForecastScale scale, SeriesScales? series)
    {
        var totals = new NumberTally(means.Count, scale).Totals(windows, series);
        var scores = new BaselineForecasts(totals, means, scale.Deviation.Length, season);
        foreach (var (n, window) in windows.Index())
        {
            scores.Add(n, window);
        }

        return scores.Baselines();
    }

    /// <summary>Each output with its rate in training, whatever the input.</summary>
    /// <param name="rates">Per output, between 0 and 1.</param>
    /// <param name="targets">0 or 1, row-major [N, outputs], at least one row.</param>
    public static Baseline Prior(IReadOnlyList<double> rates, double[] targets)
    {
        var C = rates.Count;
        var loss = targets.Select((y, n) => -Math.Log(y > 0.5 ? rates[n % C] : 1 - rates[n % C])).Sum() / (targets.Length / C);
        return new("prior", Metrics.Multilabel(targets, [.. targets.Select((_, n) => rates[n % C] > 0.5)], loss, C));
    }

    /// <summary>
    /// The labels of a step are predicted for the next step, too. The prediction is certain and sometimes wrong, so it has no loss. Null
    /// where a target is not an input: then the labels of a step are not known.
    /// </summary>
    /// <param name="raw">With the targets of each step among the inputs of the next.</param>
    /// <param name="targets">0 or 1, row-major [N, outputs], at least one row.</param>
    public static Baseline? LastLabels(ModelSchema schema, IReadOnlyList<Sequence> raw, double[] targets)
    {
        var columns = schema.TargetPlaces;
        if (columns.Contains(-1))
        {
            return null;
        }

        var now = raw.SelectMany(s => s.Inputs.Chunk(schema.Inputs.Count)).SelectMany(x => columns.Select(k => x[k] > 0.5));
        return Of("last", Metrics.Multilabel(targets, [.. now], double.NaN, columns.Count));
    }

    /// <summary>Symbols by how often they occur in training, and by how often they follow the symbol before.</summary>
    /// <param name="ready">Symbols, and as label of each step the next.</param>
    public static IReadOnlyList<Baseline> Symbols(NgramModel naive, IReadOnlyList<Sequence> ready)
    {
        var (unigram, bigram) = (new NgramModel.Tally(), new NgramModel.Tally());
        foreach (var sequence in ready)
        {
            for (var t = 0; t < sequence.Length; t++)
            {
                var (before, next) = (sequence.Symbols![t], naive.IndexOf(sequence.StepLabels![t]));
                unigram.Add(naive.P(next), next == naive.Likeliest);
                bigram.Add(naive.P(next, before), next == naive.LikeliestAfter(before));
            }
        }

        return [unigram.ToBaseline("unigram"), .. naive.HasPairs ? [bigram.ToBaseline("bigram")] : Array.Empty<Baseline>()];
    }

    // A constant prediction has no loss to compare with that of the model.
    internal static Baseline Of(string name, IReadOnlyList<Score> scores) => new(name, [.. scores.Where(s => s.Metric != "loss")]);
}
