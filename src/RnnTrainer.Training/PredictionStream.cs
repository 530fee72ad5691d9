using System.Globalization;
using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Text;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Streams;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training;

/// <summary>
/// A sequence that a model reads as it comes: <see cref="Push(ReadOnlySpan{double})"/> takes one time step and returns the output, from the
/// state that the steps before have left. Outputs have the bits of predicting the sequence so far as a whole; only a mean over steps
/// (<c>readout: mean</c>) may differ by rounding. A stream is for one thread at a time; the streams of a model are independent.
/// </summary>
public sealed class PredictionStream : IDisposable
{
    readonly StreamPlan _plan;
    readonly StepState[] _states;
    readonly double[][] _outputs; // of each model
    readonly double[] _inputs; // of a step
    readonly int[] _symbols; // of a step
    readonly double[] _targets; // of a step
    readonly int[] _targetPlaces; // among the numbers of a row
    readonly double[] _probabilities;
    readonly double[] _values;
    double[] _output;
    string? _label;
    string? _time;
    bool _hasOutput;
    bool _isClosed;

    internal PredictionStream(StreamPlan plan)
    {
        var (schema, kind) = (plan.Schema, plan.Model.Task.Output);
        (_plan, _states) = (plan, new StepState[plan.Members.Count]);
        _outputs = [.. plan.Members.Select(_ => new double[schema.Outputs])];
        _output = _outputs[0];
        _inputs = new double[plan.Members.Max(m => m.Inputs.Width)];
        _symbols = new int[plan.Members.Max(m => m.Inputs.Symbols)];
        _probabilities = new double[kind.ProbabilityNames(schema).Count];
        _values = new double[kind.HasClassTargets ? 0 : schema.Outputs];
        var columns = GivenRows.Columns(schema).ToList();
        _targetPlaces = plan.IsForecast && plan.Model.Config.Data.RelativeTo != ForecastBase.None
            ? [.. schema.Target.Select(name => columns.IndexOf(name))] : [];
        _targets = new double[_targetPlaces.Length];
        Reset();
        foreach (var member in plan.Members)
        {
            member.Pool.Acquire();
        }
    }

    /// <summary>The numbers of a row, see <see cref="TrainedModel.Inputs"/>.</summary>
    public IReadOnlyList<string> Inputs => GivenRows.Columns(_plan.Schema);

    /// <summary>What <see cref="StepOutput.Probabilities"/> are the probabilities of, in their order.</summary>
    public IReadOnlyList<string> Classes => _plan.Model.Task.Output.ProbabilityNames(_plan.Schema);

    /// <summary>The number of time steps so far.</summary>
    public long Steps => _states[0].Steps;

    /// <summary>Begins a new sequence.</summary>
    public void Reset()
    {
        for (var n = 0; n < _states.Length; n++)
        {
            _states[n] = _plan.Members[n].Begin();
        }

        (_hasOutput, _label, _time) = (false, null, null);
    }

    /// <summary>Takes a time step of numbers. Nothing is allocated, unless the model keeps a window, as a forecast does.</summary>
    /// <param name="row">The numbers of the columns <see cref="Inputs"/>, in the units of the training file. NaN is a missing number, where
    /// the config says how it is filled.</param>
    /// <exception cref="ArgumentException">There is another number of them, or one is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model reads texts, or targets that are no inputs.</exception>
    /// <exception cref="DataException">A number has no logarithm, and the model takes it.</exception>
    public StepOutput Push(ReadOnlySpan<double> row)
    {
        RequireOpen();
        RequireNumbers(row);
        for (var n = 0; n < _targets.Length; n++)
        {
            _targets[n] = row[_targetPlaces[n]];
        }

        for (var n = 0; n < _states.Length; n++)
        {
            var inputs = _inputs.AsSpan(0, _plan.Members[n].Inputs.Width);
            _plan.Members[n].Inputs.Fill(row, _states[n], inputs);
            _hasOutput = _plan.Members[n].Step(_states[n], new StepRow(inputs, [], _targets, time: null), _outputs[n]);
        }

        return Finish(time: null);
    }

    /// <summary>Takes a time step by column name: numbers, categories, words, dates and missing values (null or NaN), exactly as a CSV file
    /// with these cells would be read. Columns that the model does not need are ignored.</summary>
    /// <exception cref="InvalidOperationException">The model reads running text.</exception>
    /// <exception cref="DataException">A column is missing, or a cell has an error.</exception>
    public StepOutput Push(IReadOnlyDictionary<string, object?> row)
    {
        RequireOpen();
        return _plan.Model.Config.Data.Tokenizer is not null
            ? throw new InvalidOperationException("the model reads texts: push them as strings")
            : Push(NamedRows.Set(_plan.Model.Config, _plan.Schema, [[row]]).Sequences[0], NamedRows.Name);
    }

    /// <summary>
    /// Takes symbols of a model that reads nothing else: a word; or a text, which is cut into characters or words as those of training, a
    /// time step each. The output is that of the last.
    /// </summary>
    /// <exception cref="ArgumentException">There is no symbol in it.</exception>
    /// <exception cref="InvalidOperationException">The model reads something else than one column of symbols.</exception>
    /// <exception cref="DataException">A symbol did not occur in training, and <c>data.unknown</c> is false.</exception>
    public StepOutput Push(string text)
    {
        RequireOpen();
        if (_plan.Schema.Encoding is not { Vocabulary: not null, MoreTokens.Count: 0, Numbers.Count: 0, Categories.Count: 0 } encoding)
        {
            throw new InvalidOperationException("the model does not read symbols alone: push rows");
        }

        string[] symbols = encoding.Tokenizer is { } tokenizer ? TextTokens.Of(text, tokenizer)
            : _plan.Schema.Layout == Layout.Text ? TextTokens.Of(text, Tokenizer.Characters)
            : [text];
        return symbols.Length == 0 ? throw new ArgumentException("there is no symbol in it", nameof(text))
            : Push(new Sequence("text", symbols.Length, [], null, null) { Texts = symbols }, "text");
    }

    /// <summary>The state after the last step, which <see cref="Restore(ReadOnlySpan{byte})"/> takes, in this process or another.</summary>
    public byte[] Save() => SavedState.Write(Head, to =>
    {
        foreach (var state in _states)
        {
            state.Write(to);
        }
    });

    /// <summary>Continues from a state that <see cref="Save"/> gave for the same model and window.</summary>
    /// <exception cref="DataException">It is that of another model, cut off or damaged; the stream is as it was.</exception>
    public void Restore(ReadOnlySpan<byte> state) => Restore(state, "state");

    /// <summary>Closes the stream.</summary>
    public void Dispose()
    {
        foreach (var member in _isClosed ? [] : _plan.Members)
        {
            member.Pool.Release();
        }

        _isClosed = true;
    }

    /// <inheritdoc cref="Restore(ReadOnlySpan{byte})"/>
    /// <param name="file">Where the state is from, for messages.</param>
    internal void Restore(ReadOnlySpan<byte> state, string file)
    {
        StepState[] restored = [.. _plan.Members.Select(m => m.Begin())];
        SavedState.Read(state, Head, file, "of this model", from => Array.ForEach(restored, one => one.Read(from)));
        restored.CopyTo(_states, 0);
        (_hasOutput, _label, _time) = (false, null, null);
    }

    /// <summary>Takes a row as it is read.</summary>
    /// <param name="raw">One step; several only where they are symbols.</param>
    /// <param name="file">Where it is from, for messages.</param>
    internal StepOutput Push(Sequence raw, string file)
    {
        var encoded = _plan.Members.Select((m, n) => m.Inputs.Encode(raw, _states[n], file)).ToArray();
        for (var t = 0; t < raw.Length; t++)
        {
            for (var n = 0; n < _states.Length; n++)
            {
                Step(n, encoded[n], t);
            }

            Finish(raw.Steps?[t]);
        }

        return Output();
    }

    /// <summary>What <c>rnn predict</c> prints for the sequence so far: one prediction, that of the last step, or one for each step ahead;
    /// none where there is no output yet.</summary>
    /// <param name="id">Of the sequence.</param>
    /// <param name="key">The cells that name it.</param>
    internal IReadOnlyList<Prediction> Predictions(string id, IReadOnlyList<string> key)
    {
        var (task, state) = (_plan.Model.Task, _states[0]);
        if (!_hasOutput)
        {
            return [];
        }

        if (task.PredictsNextSymbol)
        {
            return [new Prediction(id) { Key = key, Likelihood = new(checked((int)Steps - 1), state.Loss, checked((int)state.Right)) }];
        }

        var outputs = new ModelOutputs([.. _output], [0], _output.Length);
        var place = _plan.Model.IsPerStep ? new Prediction(id) { Step = checked((int)Steps - 1), Time = _time } : new Prediction(id);
        return _plan.Members[0] is not WindowedModel { IsForecast: true } forecast
            ? [task.Output.Predicted(place, outputs, 0, _plan.Schema) with { Key = key }]
            : [
                .. task.Predict(
                    new KnownOutputs(_plan.Model.Config, _plan.Schema, outputs),
                    new DataPart("stream", [forecast.Window(state) with { Id = id }], [])).Select(p => p with { Key = key }),
            ];
    }

    byte[] Head => Encoding.ASCII.GetBytes($"rnn.state/1 {_plan.Identity}\n");

    void Step(int n, Sequence encoded, int t)
    {
        var (member, K) = (_plan.Members[n], _plan.Members[n].Inputs.Width);
        var symbols = _symbols.AsSpan(0, member.Inputs.Symbols);
        if (symbols.Length > 0)
        {
            encoded.Symbols!.CopyTo(t * symbols.Length, symbols);
        }

        var row = new StepRow(
            encoded.Inputs.Slice(t * K, K).Span, symbols, encoded.StepTargets is { } targets ? targets.Span : default, encoded.Steps?[t]);
        _hasOutput = member.Step(_states[n], row, _outputs[n]);
    }

    StepOutput Finish(string? time)
    {
        _time = time;
        if (_hasOutput)
        {
            var kind = _plan.Model.Task.Output;
            _output = _outputs.Length == 1 ? _outputs[0] : kind.Average(_outputs);
            _label = kind.Read(_output, _plan.Schema, _probabilities, _values);
        }

        return Output();
    }

    StepOutput Output() => _hasOutput
        ? new(Steps - 1, true, _label, _probabilities, _values, _plan.Model.Task.PredictsNextSymbol ? 0 - _states[0].Loss : double.NaN)
        : new(Steps - 1, false, null, [], [], double.NaN);

    void RequireOpen() => ObjectDisposedException.ThrowIf(_isClosed, this);

    void RequireNumbers(ReadOnlySpan<double> row)
    {
        if (!_plan.Members[0].Inputs.AreNumbers)
        {
            throw new InvalidOperationException("the model reads texts: push rows by column name, or texts");
        }

        if (row.Length != Inputs.Count)
        {
            throw new ArgumentException(
                $"the row has {row.Length} numbers, expected {Inputs.Count}: {string.Join(", ", Inputs)}", nameof(row));
        }

        if (Array.IndexOf(_targetPlaces, -1) is >= 0 and var place)
        {
            throw new InvalidOperationException(
                $"the forecast counts from '{_plan.Schema.Target[place]}', which is not an input: push rows by column name");
        }

        for (var k = 0; k < row.Length; k++)
        {
            if (double.IsInfinity(row[k]) || (double.IsNaN(row[k]) && _plan.Model.Config.Data.Missing == MissingPolicy.Error))
            {
                throw new ArgumentException(
                    $"'{Inputs[k]}' is {row[k].ToString(CultureInfo.InvariantCulture)}; missing numbers need data.missing in the config",
                    nameof(row));
            }
        }
    }
}
