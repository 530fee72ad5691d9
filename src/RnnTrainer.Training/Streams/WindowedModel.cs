using RnnTrainer.Data;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Streams;

/// <summary>Keeps the last steps, and predicts at each step for all of them as for a whole sequence.</summary>
sealed class WindowedModel : StepModel
{
    readonly int _steps;
    readonly WindowOptions? _forecast;
    readonly bool _isRelative;

    /// <param name="window">The number of steps; null: the window of a forecast.</param>
    public WindowedModel(ModelPool pool, int? window)
        : base(pool)
    {
        var data = Model.Config.Data;
        _forecast = Model.Task.WindowsOf(data);
        _steps = window ?? _forecast!.Before;
        _isRelative = _forecast is not null && data.RelativeTo != ForecastBase.None;
    }

    /// <summary>Whether an output is for the steps that follow the window.</summary>
    public bool IsForecast => _forecast is not null;

    int K => Inputs.Width;

    int M => Inputs.Symbols;

    int C => _isRelative ? Model.Schema.Target.Count : 0;

    public override StepState Begin() => new()
    {
        Filled = new double[Inputs.Filled],
        Rows = new double[_steps * K],
        Targets = new double[_steps * C],
        Symbols = new int[_steps * M],
        Times = new string?[_steps],
    };

    public override bool Step(StepState state, in StepRow row, Span<double> outputs)
    {
        Keep(state, row);
        if (_forecast is not null && (state.Steps < _steps || HasUnknown(state.Targets.AsSpan(^C..))))
        {
            return false;
        }

        var rented = Pool.Rent();
        try
        {
            var ready = Preprocessing.Ready(Window(state), Model.Config, Model.Schema);
            foreach (var read in InferencePass.InParts(rented.Model, [ready], hasOthers: true).SelectMany(parts => parts.Read))
            {
                Predictor.OutputsOf(rented.Model, read.Steps).AsSpan(^outputs.Length..).CopyTo(outputs);
            }
        }
        finally
        {
            Pool.Return(rented);
        }

        return true;
    }

    /// <summary>The last steps as the model's task takes them, in the units of the file.</summary>
    public Sequence Window(StepState state)
    {
        var T = (int)Math.Min(state.Steps, _steps);
        var last = new Sequence("stream", T, state.Rows.AsSpan(0, T * K).ToArray(), null, null)
        {
            Symbols = M == 0 ? null : state.Symbols.AsSpan(0, T * M).ToArray(),
            StepTargets = C == 0 ? null : state.Targets.AsSpan(0, T * C).ToArray(),
            Steps = Array.TrueForAll(state.Times[..T], time => time is not null) ? [.. state.Times[..T].OfType<string>()] : null,
        };
        var set = new SequenceSet("stream", Model.Schema.Inputs, Model.Schema.Target, [last]);
        return Model.Task.Examples(Portion.All(set), Model.Config, Model.Schema, labelled: false, stride: 1)[0];
    }

    /// <summary>Puts a step behind the others; the oldest leaves where there are too many.</summary>
    void Keep(StepState state, in StepRow row)
    {
        var at = (int)Math.Min(state.Steps, _steps - 1);
        if (state.Steps >= _steps)
        {
            Shift(state.Rows, K);
            Shift(state.Targets, C);
            Shift(state.Symbols, M);
            Shift(state.Times, 1);
        }

        row.Inputs.CopyTo(state.Rows.AsSpan(at * K));
        row.Symbols.CopyTo(state.Symbols.AsSpan(at * M));
        for (var c = 0; c < C; c++)
        {
            var y = row.Targets[c];
            state.Targets[(at * C) + c] = double.IsNaN(y) && state.Steps > 0 ? LastOf(state, at, c) : y;
        }

        state.Times[at] = row.Time;
        state.Steps++;
    }

    /// <summary>The last known target; in a window of one step it is where the new one goes.</summary>
    double LastOf(StepState state, int at, int c) => state.Targets[(Math.Max(0, at - 1) * C) + c];

    static void Shift<T>(T[] rows, int width) => rows.AsSpan(width).CopyTo(rows);

    static bool HasUnknown(ReadOnlySpan<double> targets) =>
        targets.ContainsAnyExceptInRange(double.NegativeInfinity, double.PositiveInfinity);
}
