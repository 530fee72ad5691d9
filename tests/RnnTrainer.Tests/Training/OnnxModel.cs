using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RnnTrainer.Data;

namespace RnnTrainer.Tests.Training;

/// <summary>An exported ONNX file in ONNX Runtime.</summary>
sealed class OnnxModel(byte[] file) : IDisposable
{
    const float Padding = -7.5f; // it has no effect

    readonly InferenceSession _session = new(
        file,
        new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR });

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>What it answers to a batch, without the padding: an answer after the other, a sequence after the other.</summary>
    /// <param name="output">Which of its outputs.</param>
    /// <param name="isPerStep">Whether it has an answer for every step.</param>
    public List<double> Answers(IReadOnlyList<Sequence> batch, string output, bool isPerStep = false) =>
        _session.InputMetadata.ContainsKey("x")
            ? _session.InputMetadata.ContainsKey("symbols") ? Answers(Symbols(batch), Rows(batch), output, isPerStep)
            : Answers(Rows(batch), output, isPerStep)
            : Answers([.. batch.Select(s => s.Symbols!.Select(n => (long)n).ToArray())], output, isPerStep);

    /// <summary>The same for sequences of rows.</summary>
    public List<double> Answers(float[][][] batch, string output, bool isPerStep = false) =>
        Answers("x", Padded(batch, Padding, batch[0][0].Length), [.. batch.Select(s => s.Length)], output, isPerStep);

    /// <summary>The same for sequences of symbols.</summary>
    public List<double> Answers(long[][] batch, string output, bool isPerStep = false) =>
        Answers(
            "symbols", Padded([.. batch.Select(s => s.Select(n => new[] { n }).ToArray())], 0L), [.. batch.Select(s => s.Length)], output,
            isPerStep);

    /// <summary>The same for sequences of rows of symbols, a symbol for each column.</summary>
    public List<double> Answers(long[][][] batch, string output, bool isPerStep = false) =>
        Answers("symbols", Padded(batch, 0L, batch[0][0].Length), [.. batch.Select(s => s.Length)], output, isPerStep);

    /// <summary>The same for sequences of symbols, a row of them for each step, and of rows of numbers.</summary>
    public List<double> Answers(long[][][] symbols, float[][][] rows, string output, bool isPerStep = false)
    {
        int[] row = symbols[0][0].Length == 1 ? [] : [symbols[0][0].Length];
        return Answers(
            [
                NamedOnnxValue.CreateFromTensor("symbols", Padded(symbols, 0L, row)),
                NamedOnnxValue.CreateFromTensor("x", Padded(rows, Padding, rows[0][0].Length)),
            ],
            [.. rows.Select(s => s.Length)], output, isPerStep);
    }

    /// <summary>The same for the steps of one sequence, some in each call, its states fed back.</summary>
    /// <param name="steps">Of each call.</param>
    public List<double> InCalls(Sequence sequence, int steps, string output, bool isPerStep)
    {
        var states = JsonDocument.Parse(Metadata["initial_states"]).RootElement.EnumerateObject()
            .ToDictionary(s => s.Name, s => Initial(s.Value, [.. Inputs[s.Name].Dimensions.Select(d => Math.Max(d, 1))]));
        List<double> all = [];
        for (var t = 0; t < sequence.Length; t += steps)
        {
            var some = sequence.Slice(t, Math.Min(steps, sequence.Length - t));
            List<NamedOnnxValue> inputs = [.. states.Select(s => NamedOnnxValue.CreateFromTensor(s.Key, s.Value))];
            inputs.Add(NamedOnnxValue.CreateFromTensor("lengths", new DenseTensor<long>(new long[] { some.Length }, [1])));
            inputs.AddRange(_session.InputMetadata.ContainsKey("x")
                ? [NamedOnnxValue.CreateFromTensor("x", Padded([Rows([some])[0]], Padding, some.Width))] : []);
            inputs.AddRange(_session.InputMetadata.ContainsKey("symbols")
                ? [NamedOnnxValue.CreateFromTensor("symbols", new DenseTensor<long>(some.Symbols!.Select(n => (long)n).ToArray(), [1, some.Length]))]
                : []);
            using var results = _session.Run(inputs);
            var found = results.Single(r => r.Name == output).AsTensor<float>().Select(v => (double)v);
            all = isPerStep ? [.. all, .. found] : [.. found];
            states = states.Keys.ToDictionary(name => name, name => results.Single(r => r.Name == name[..^1] + "n").AsTensor<float>().ToDenseTensor());
        }

        return all;
    }

    static DenseTensor<float> Initial(JsonElement value, int[] sizes)
    {
        var count = sizes.Aggregate(1, (product, size) => product * size);
        float[] numbers = value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().SelectMany(layer => layer.EnumerateArray()).Select(v => v.GetSingle())]
            : [.. Enumerable.Repeat(value.GetSingle(), count)];
        return new DenseTensor<float>(numbers, sizes);
    }

    public void Dispose() => _session.Dispose();

    List<double> Answers<N>(string name, DenseTensor<N> steps, int[] lengths, string output, bool isPerStep) =>
        Answers([NamedOnnxValue.CreateFromTensor(name, steps)], lengths, output, isPerStep);

    List<double> Answers(IEnumerable<NamedOnnxValue> inputs, int[] lengths, string output, bool isPerStep)
    {
        var given = new DenseTensor<long>(lengths.Select(n => (long)n).ToArray(), [lengths.Length]);
        using var results = _session.Run([.. inputs, NamedOnnxValue.CreateFromTensor("lengths", given)], [output]);
        double[] answers = results.Single().Value is Tensor<long> whole ? [.. whole.Select(v => (double)v)]
            : [.. results.Single().AsTensor<float>().Select(v => (double)v)];
        var (T, rows) = (lengths.Max(), answers.Chunk(answers.Length / lengths.Length));
        return [
            .. rows.Zip(lengths).SelectMany(p => isPerStep ? p.First.Take(p.First.Length / T * p.Second) : p.First)];
    }

    static float[][][] Rows(IReadOnlyList<Sequence> batch) =>
        [.. batch.Select(s => s.Inputs.Chunk(s.Width).Select(row => Array.ConvertAll(row, v => (float)v)).ToArray())];

    /// <summary>The symbols of several columns, numbered from 0 in each.</summary>
    long[][][] Symbols(IReadOnlyList<Sequence> batch)
    {
        int[] sizes = [.. JsonSerializer.Deserialize<string[][]>(Metadata["symbols"])!.Select(names => names.Length)];
        return [
            .. batch.Select(s => s.Symbols!.Chunk(sizes.Length).Select(
                row => row.Select((n, c) => (long)n - sizes[..c].Sum()).ToArray()).ToArray())];
    }

    /// <summary>[B,T,K] of sequences of rows.</summary>
    static DenseTensor<N> Padded<N>(N[][][] batch, N padding, params int[] row)
    {
        var (T, K) = (batch.Max(s => s.Length), batch[0][0].Length);
        return new DenseTensor<N>(
            batch.SelectMany(s => s.SelectMany(values => values).Concat(Enumerable.Repeat(padding, (T - s.Length) * K))).ToArray(),
            [batch.Length, T, .. row]);
    }
}
