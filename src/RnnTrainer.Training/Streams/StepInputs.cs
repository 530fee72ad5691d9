using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Streams;

/// <summary>
/// What <see cref="Datasets.Preprocessing"/> does to a whole sequence, one time step after the other: missing numbers are filled, texts
/// encoded, logarithms and changes taken, all scaled.
/// </summary>
sealed class StepInputs
{
    readonly ModelSchema _schema;
    readonly InputEncoding? _encoding;
    readonly double[] _means; // NaN where a missing number stays missing
    readonly int[] _indicators; // of each number: the place of its indicator among the inputs, or −1
    readonly bool[] _isTransformed;
    readonly int[] _differences;

    public StepInputs(ModelSchema schema)
    {
        (_schema, _encoding) = (schema, schema.Encoding);
        var unfilled = schema.Preparation?.Unfilled ?? [];
        _means = [.. (_encoding?.Means ?? []).Select((mean, k) => unfilled.Contains(k) ? double.NaN : mean)];
        _indicators = [.. (_encoding?.Numbers ?? []).Select(PlaceOfIndicator)];
        _isTransformed = [.. Enumerable.Range(0, Width).Select(k => schema.Preparation?.Transformed.Contains(k) == true)];
        _differences = [.. schema.Preparation?.Differences ?? []];
        Symbols = schema.Symbols > 0 ? schema.SymbolsPerStep : 0;
        AreNumbers = Symbols == 0 && _encoding is not { Categories.Count: > 0 };
    }

    /// <summary>K, the inputs of a step in the units of the file.</summary>
    public int Width => _schema.Inputs.Count;

    /// <summary>M, the symbols of a step.</summary>
    public int Symbols { get; }

    /// <summary>Whether a step is numbers alone.</summary>
    public bool AreNumbers { get; }

    /// <summary>The numbers that are kept to fill later ones.</summary>
    public int Filled => _encoding is { Missing: MissingPolicy.ForwardFill } ? _encoding.Numbers.Count : 0;

    /// <summary>The inputs that are kept for later changes.</summary>
    public int Before => _differences.Length > 0 ? Width : 0;

    /// <summary>The inputs of a step of numbers.</summary>
    /// <param name="raw">As the file has them; NaN is a missing one.</param>
    /// <param name="row">[K].</param>
    /// <exception cref="DataException">A number has no logarithm.</exception>
    public void Fill(ReadOnlySpan<double> raw, StepState state, Span<double> row)
    {
        RequireLogarithms(raw);
        raw.CopyTo(row);
        for (var k = 0; k < _means.Length; k++)
        {
            var isMissing = double.IsNaN(raw[k]);
            row[k] = !isMissing ? raw[k] : Filled > 0 && state.Steps > 0 ? state.Filled[k] : _means[k];
            if (_indicators[k] >= 0)
            {
                row[_indicators[k]] = isMissing ? 1 : 0;
            }
        }

        row[..Filled].CopyTo(state.Filled);
    }

    /// <summary>The same of any step, by the encoding of whole sequences.</summary>
    /// <param name="raw">As it is read; several steps only where they are symbols.</param>
    /// <param name="file">Where it comes from, for messages.</param>
    /// <exception cref="DataException">A number has no logarithm, or a symbol no number.</exception>
    public Sequence Encode(Sequence raw, StepState state, string file)
    {
        if (_encoding is null)
        {
            RequireLogarithms(raw.Inputs.Span);
            return raw;
        }

        if (Filled > 0 && state.Steps > 0)
        {
            var before = state.Filled;
            raw = raw with { Inputs = raw.Inputs.Select((x, k) => double.IsNaN(x) ? before[k] : x).ToArray() };
        }

        var set = new SequenceSet(file, _encoding.Numbers, [], [raw]);
        PreparationFit.RequireLogarithms(_schema.Preparation, set);
        var encoded = InputEncoder.Apply(_encoding, set, _schema.Preparation?.Unfilled).Set.Sequences[0];
        encoded.Inputs.Slice(0, Filled).CopyTo(state.Filled);
        return encoded;
    }

    /// <summary>The channels of a step as the lowest layer takes them.</summary>
    /// <param name="row">[K].</param>
    /// <param name="channels">The inputs, then the changes.</param>
    public void Prepare(ReadOnlySpan<double> row, StepState state, Span<double> channels)
    {
        var (shift, scale) = (_schema.Normalization.Shift, _schema.Normalization.Scale);
        for (var k = 0; k < row.Length; k++)
        {
            channels[k] = _isTransformed[k] ? Transforms.Of(_schema.Preparation!.Transform, row[k]) : row[k];
        }

        for (var n = 0; n < _differences.Length; n++)
        {
            var k = _differences[n];
            channels[row.Length + n] = state.Steps == 0 ? 0 : channels[k] - state.Before[k];
        }

        channels[..Before].CopyTo(state.Before);
        for (var k = 0; k < channels.Length; k++)
        {
            channels[k] = (channels[k] - shift[k]) / scale[k];
        }
    }

    int PlaceOfIndicator(string name)
    {
        var place = _encoding!.Indicators.ToList().IndexOf(name);
        return place < 0 ? -1 : _encoding.Numbers.Count + place;
    }

    void RequireLogarithms(ReadOnlySpan<double> raw)
    {
        if (_schema.Preparation?.Transform != Transform.Log)
        {
            return;
        }

        for (var k = 0; k < raw.Length; k++)
        {
            if (_isTransformed[k] && raw[k] <= 0)
            {
                throw new DataException(Diagnostic.OfFile(
                    "row",
                    string.Create(
                        CultureInfo.InvariantCulture, $"input '{_schema.Inputs[k]}' is {raw[k]:R}, and data.transform: log takes numbers above 0"),
                    "Set data.transform: signed-log, which takes all numbers: sign(x) log(1 + |x|)."));
            }
        }
    }
}
