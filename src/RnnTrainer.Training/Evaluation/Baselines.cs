using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>Answers that look at targets and at nothing else.</summary>
static class Baselines
{
    /// <summary>Always the most frequent class of training; of several, the first in ordinal order.</summary>
    /// <param name="counts">Training sequences of each class.</param>
    /// <param name="truth">Class numbers of the examples scored, at least one.</param>
    public static Baseline Majority(IReadOnlyList<double> counts, IReadOnlyList<int> truth)
    {
        var answer = Enumerable.Range(0, counts.Count).MaxBy(c => counts[c]);
        return Of("majority", Metrics.Classify(truth, [.. truth.Select(_ => answer)], double.NaN));
    }

    /// <summary>
    /// Every class with the probability p_c that it has in training: <c>loss</c> = mean of −log p of the true class; <c>accuracy</c> = Σ_c f_c p_c, what answers drawn
    /// from p are expected to have where the truth has the frequencies f_c; <c>macro_f1</c> = mean over the classes of 2 f_c p_c / (f_c + p_c), likewise.
    /// </summary>
    /// <param name="counts">Training answers of each class, none of them 0.</param>
    /// <param name="truth">Class numbers of the examples scored, at least one; −1, −2, … for the labels that training never saw.</param>
    public static Baseline ClassPrior(IReadOnlyList<double> counts, IReadOnlyList<int> truth)
    {
        var all = counts.Sum();
        double[] p = [.. counts.Select(n => n / all)];
        double[] f = [.. p.Select((_, c) => (double)truth.Count(y => y == c) / truth.Count)];
        var known = truth.Where(y => y >= 0).ToList();
        return new Baseline("prior",
        [
            new("loss", known.Select(y => -Math.Log(p[y])).DefaultIfEmpty(double.NaN).Average()),
            new("accuracy", f.Zip(p, (a, b) => a * b).Sum()),
            new("macro_f1", f.Zip(p, (a, b) => 2 * a * b / (a + b)).Sum() / (p.Length + truth.Where(y => y < 0).Distinct().Count())),
        ]);
    }

    /// <summary>What a classifier or tagger has to beat; where inputs are symbols and every step is answered, also the class that training has most often beside the step's symbol.</summary>
    internal static IReadOnlyList<Baseline> Classes(ModelSchema schema, IReadOnlyList<double> counts, IReadOnlyList<int> truth, IReadOnlyList<Data.Sequence> sequences) =>
    [
        Majority(counts, truth),
        ClassPrior(counts, truth),
        .. schema.SymbolClasses is { } classes
            ? new[] { Of("symbol", Metrics.Classify(truth, [.. sequences.SelectMany(s => s.Words().Select(v => classes[v]))], double.NaN)) }
            : [],
    ];

    /// <summary>Always the training split's mean of each target column.</summary>
    /// <param name="means">Per column.</param>
    /// <param name="truth">Targets of the sequences scored, row-major [N, columns], at least one sequence.</param>
    public static Baseline Mean(IReadOnlyList<double> means, double[] truth) =>
        Of("mean", Metrics.Regress(truth, [.. truth.Select((_, n) => means[n % means.Count])], means.Count, double.NaN));

    /// <summary>The naive forecasts of windows: the last value, the value a season before where there is a season, and the training split's means.</summary>
    /// <param name="windows">With <see cref="Data.Sequence.Past"/> and targets [H,C].</param>
    /// <param name="means">Of each target and step ahead, [H,C].</param>
    /// <param name="season">1: none.</param>
    /// <param name="series">By what <c>mase</c> measures.</param>
    internal static IReadOnlyList<Baseline> Forecasts(IReadOnlyList<Data.Sequence> windows, IReadOnlyList<double> means, int season, ForecastScale scale, SeriesScales? series)
    {
        var C = scale.Deviation.Length;
        var (H, truth) = (means.Count / C, windows.SelectMany(w => w.Target!).ToArray());
        return
        [
            Scored("last", w => ForecastBaselines.Last(w.Past!, H, C)),
            .. season > 1 ? new[] { Scored("seasonal", w => ForecastBaselines.Seasonal(w.Past!, H, C, season)) } : [],
            Scored("mean", _ => means),
        ];

        Baseline Scored(string name, Func<Data.Sequence, IEnumerable<double>> answer) =>
            Of(name, new NumberTally(H * C, scale).Scores(truth, [.. windows.SelectMany(answer)], series));
    }

    /// <summary>Each output with its rate in training, whatever the input.</summary>
    /// <param name="rates">Per output, between 0 and 1.</param>
    /// <param name="truth">0 or 1, row-major [N, outputs], at least one row.</param>
    public static Baseline Prior(IReadOnlyList<double> rates, double[] truth)
    {
        var C = rates.Count;
        var loss = truth.Select((y, n) => -Math.Log(y > 0.5 ? rates[n % C] : 1 - rates[n % C])).Sum() / (truth.Length / C);
        return new("prior", Metrics.Multilabel(truth, [.. truth.Select((_, n) => rates[n % C] > 0.5)], loss));
    }

    /// <summary>
    /// What is there now is there at the next step as well. Being certain, and at times wrong, it has no loss. Null where a target is no input: what is there now is then unknown.
    /// </summary>
    /// <param name="raw">With the targets of each step among the inputs of the next.</param>
    /// <param name="truth">0 or 1, row-major [N, outputs], at least one row.</param>
    public static Baseline? LastLabels(ModelSchema schema, IReadOnlyList<Sequence> raw, double[] truth)
    {
        int[] columns = [.. schema.Target.Select(name => schema.Inputs.ToList().IndexOf(name))];
        if (columns.Contains(-1))
        {
            return null;
        }

        var now = raw.SelectMany(s => s.Inputs.Chunk(schema.Inputs.Count)).SelectMany(x => columns.Select(k => x[k] > 0.5));
        return Of("last", Metrics.Multilabel(truth, [.. now], double.NaN));
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

    // A constant answer has no loss that could be held beside the model's.
    static Baseline Of(string name, IReadOnlyList<Score> scores) => new(name, [.. scores.Where(s => s.Metric != "loss")]);
}
