using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Training.Schemas;

/// <summary>
/// Inputs that are known for the steps ahead of a forecast: at each step of its window a model reads what they are at this step and, as
/// further inputs, what they will be at the H steps after it.
/// </summary>
/// <param name="Places">Which of the encoded inputs they are.</param>
/// <param name="Scaling">How they are scaled, whatever is done to the inputs themselves.</param>
sealed record KnownInputs(IReadOnlyList<int> Places, Normalization Scaling)
{
    /// <summary>Whether it can be that of K inputs.</summary>
    public bool IsSound(int K) => Places.Count > 0 && Places.All(k => k >= 0 && k < K)
        && Scaling.Shift.Length == Places.Count && Scaling.Scale.Length == Places.Count
        && Scaling.Shift.All(double.IsFinite) && Scaling.Scale.All(s => s != 0 && double.IsFinite(s));

    /// <summary>The names of the further inputs, <c>promo+1</c>, <c>promo+2</c>, ….</summary>
    public IEnumerable<string> Names(IReadOnlyList<string> inputs, int H) =>
        Places.SelectMany(k => Enumerable.Range(1, H).Select(h => $"{inputs[k]}+{h}"));

    /// <summary>
    /// A window with the further inputs: <c>x[t, K + j H + h − 1] = (known[t + h, j] − shift[j]) / scale[j]</c>; where a value is missing,
    /// 0.
    /// </summary>
    /// <param name="ready">As the model takes it without them.</param>
    /// <param name="raw">The same before scaling, with <see cref="Sequence.Ahead"/>.</param>
    public Sequence Join(Sequence ready, Sequence raw, int H)
    {
        var (T, K, width, J) = (ready.Length, raw.Width, ready.Width, Places.Count);
        var (own, seen, ahead) = (ready.Inputs.ToArray(), raw.Inputs.ToArray(), raw.Ahead!.ToArray());
        var all = width + (J * H);
        var joined = new double[T * all];
        for (var t = 0; t < T; t++)
        {
            own.AsSpan(t * width, width).CopyTo(joined.AsSpan(t * all));
            for (var j = 0; j < J; j++)
            {
                for (var h = 1; h <= H; h++)
                {
                    var place = ((t + h) * K) + Places[j];
                    var value = t + h < T ? seen[place] : ahead[place - (T * K)];
                    joined[(t * all) + width + (j * H) + h - 1] =
                        double.IsNaN(value) ? 0 : (value - Scaling.Shift[j]) / Scaling.Scale[j];
                }
            }
        }

        return ready with { Inputs = joined, Ahead = null };
    }
}
