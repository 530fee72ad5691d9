using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Evaluation;

/// <summary>
/// What counting says about the next symbol. With N symbols of training, n(b) of them b and n(a,b) of them b after a: the unigram p(b) =
/// (n(b) + 1) / (N + V), and the bigram p(b|a) = (n(a,b) + d(a) p(b)) / (n(a) + d(a)), where n(a) = Σ_b n(a,b) and d(a) is the number of
/// different symbols that follow a (smoothing of Witten and Bell, "The zero-frequency problem", IEEE Transactions on Information Theory
/// 1991).
/// </summary>
sealed class NgramModel
{
    readonly IReadOnlyList<double> _counts;
    readonly double _all;
    readonly Dictionary<string, int> _index;
    readonly Dictionary<(int Before, int Next), int> _pairs = [];
    readonly double[] _after;
    readonly double[] _different;
    readonly int[] _likeliest;

    /// <param name="schema">With counts of symbols.</param>
    public NgramModel(ModelSchema schema)
    {
        var V = schema.Classes.Count;
        (_counts, _all) = (schema.Naive!, schema.Naive!.Sum());
        _index = schema.Classes.Select((name, n) => (name, n)).ToDictionary(p => p.name, p => p.n, StringComparer.Ordinal);
        (_after, _different) = (new double[V], new double[V]);
        Likeliest = Enumerable.Range(0, V).MaxBy(b => _counts[b]);
        HasPairs = schema.Pairs is not null;
        foreach (var triple in (schema.Pairs ?? []).Chunk(3))
        {
            _pairs[(triple[0], triple[1])] = triple[2];
            _after[triple[0]] += triple[2];
            _different[triple[0]]++;
        }

        _likeliest = [.. Enumerable.Repeat(Likeliest, V)];
        foreach (var (before, next) in _pairs.Keys)
        {
            _likeliest[before] = P(next, before) > P(_likeliest[before], before) ? next : _likeliest[before];
        }
    }

    /// <summary>Whether pairs were counted.</summary>
    public bool HasPairs { get; }

    /// <summary>The most frequent symbol.</summary>
    public int Likeliest { get; }

    /// <summary>The number of a symbol; −1 if there is none.</summary>
    public int IndexOf(string symbol) => _index.GetValueOrDefault(symbol, -1);

    /// <summary>The likeliest symbol after <paramref name="a"/>.</summary>
    public int LikeliestAfter(int a) => _likeliest[a];

    /// <summary>p(b).</summary>
    public double P(int b) => (_counts[b] + 1) / (_all + _counts.Count);

    /// <summary>p(b|a).</summary>
    public double P(int b, int a) =>
        _after[a] == 0 ? P(b) : (_pairs.GetValueOrDefault((a, b)) + (_different[a] * P(b))) / (_after[a] + _different[a]);

    /// <summary>Scores as they add up, symbol by symbol.</summary>
    internal sealed class Tally
    {
        double _loss;
        long _right;
        long _symbols;

        public void Add(double p, bool isRight) =>
            (_loss, _right, _symbols) = (_loss - Math.Log(p), _right + (isRight ? 1 : 0), _symbols + 1);

        public Baseline ToBaseline(string name) => new(name, Metrics.Symbols(_loss, _right, _symbols));
    }
}
