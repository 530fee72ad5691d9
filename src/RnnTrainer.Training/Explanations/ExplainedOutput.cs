using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Explanations;

/// <summary>Which output of a model is explained: the logit of a class, or a number in the units of the file.</summary>
sealed class ExplainedOutput
{
    readonly Model _model;
    readonly int? _number; // null: the predicted one
    readonly string? _step; // null: the mean over all

    ExplainedOutput(Model model, int? number, string? step) => (_model, _number, _step) = (model, number, step);

    bool IsForecast => _model.Task.WindowsOf(_model.Config.Data) is not null;

    bool HasNumbers => _model.Task.Output.ProbabilityNames(_model.Schema).Count == 0;

    /// <param name="target">A class, or a target column; null: the predicted class, or the first target column.</param>
    /// <param name="step">A step as the file has it, or its number from 0; of a forecast a step ahead, from 1; null: the mean over
    /// all.</param>
    /// <exception cref="RunException">There is no such class, column or step.</exception>
    public static ExplainedOutput Of(Model model, string? target, string? step)
    {
        var explained = new ExplainedOutput(model, NumberOf(model, target), step);
        if (step is null)
        {
            return explained;
        }

        if (explained.IsForecast)
        {
            return StepAhead(step) is { } h && h >= 1 && h <= model.Schema.Horizon ? explained : throw new RunException(
                $"--step '{Printable.Short(step, 60)}' is not a step ahead", $"a forecast has the steps 1 to {model.Schema.Horizon}");
        }

        return model.IsPerStep ? explained : throw new RunException(
            "--step chooses one of several outputs, and this model has one output for the whole sequence", "leave out --step");
    }

    /// <summary>What is explained, in words.</summary>
    public string Description
    {
        get
        {
            var (schema, names) = (_model.Schema, _model.Task.Output.ProbabilityNames(_model.Schema));
            var what = HasNumbers ? NumberText(schema)
                : $"the logit of {(_number is { } c ? $"'{names[c]}'" : _model.Task.Output.HasClassTargets ? "the predicted class"
                    : "the likeliest label")}";
            return _step is not null ? $"{what} at step {_step}{(IsForecast ? " ahead" : "")}"
                : _model.IsPerStep ? $"{what}, the mean over all steps"
                : IsForecast && schema.Horizon > 1 ? $"{what}, the mean over all {schema.Horizon} steps ahead"
                : what;
        }
    }

    /// <summary>What is explained of a sequence; null: it has no such step.</summary>
    /// <param name="raw">As it was read.</param>
    /// <param name="output">The numbers (output, number) that the model gives for it.</param>
    public IReadOnlyList<OutputWeight>? WeightsOf(Sequence raw, TargetScale scale, Func<int, int, double> output)
    {
        if (IsForecast)
        {
            var (C, H) = (_model.Schema.Target.Count, _model.Schema.Horizon);
            int[] ahead = _step is { } h ? [StepAhead(h)!.Value - 1] : [.. Enumerable.Range(0, H)];
            return [.. ahead.Select(n => new OutputWeight(0, (n * C) + _number!.Value, scale.Factor / ahead.Length))];
        }

        int[] outputs = !_model.IsPerStep ? [0] : _step is null ? [.. Enumerable.Range(0, raw.Length)] : StepOf(raw) is { } t ? [t] : [];
        return outputs.Length == 0 ? null
            : [.. outputs.Select(n => new OutputWeight(n, _number ?? Predicted(output, n), scale.Factor / outputs.Length))];
    }

    /// <summary>Whether a sequence has the step.</summary>
    public bool IsIn(Sequence raw) => _step is null || IsForecast || StepOf(raw) is not null;

    /// <summary>The name of what is explained: the class or the target column; <c>predicted</c> where steps have classes of their
    /// own.</summary>
    public string NameOf(IReadOnlyList<OutputWeight> weights)
    {
        var names = HasNumbers ? _model.Schema.Target : _model.Task.Output.ProbabilityNames(_model.Schema);
        return weights.Select(w => names[w.Number % names.Count]).Distinct().ToArray() is [var name] ? name : "predicted";
    }

    /// <summary>How an output becomes a number in the units of the file.</summary>
    public TargetScale ScaleOf(Sequence ready)
    {
        if (!HasNumbers)
        {
            return new TargetScale(1, 0);
        }

        var (c, scaling, units) = (_number!.Value, _model.Schema.TargetScaling, ready.Units);
        var (shift, scale) = (scaling?.Shift[c % scaling.Shift.Length] ?? 0, scaling?.Scale[c % scaling.Scale.Length] ?? 1);
        var (ownShift, ownScale) = (units?.Shift[c % units.Shift.Length] ?? 0, units?.Scale[c % units.Scale.Length] ?? 1);
        var isChange = _model.Config.Data.RelativeTo != ForecastBase.None;
        return new TargetScale(scale * ownScale, (shift * ownScale) + (isChange ? 0 : ownShift));
    }

    /// <summary>The class that is predicted, as `predict` decides; of labels the likeliest.</summary>
    int Predicted(Func<int, int, double> output, int n)
    {
        var schema = _model.Schema;
        double[] logits = [.. Enumerable.Range(0, schema.Outputs).Select(c => output(n, c))];
        return _model.Task.Output.HasClassTargets ? new ModelOutputs(logits, [], logits.Length).ClassOf(0, schema.Decision)
            : Logits.ArgMax(logits);
    }

    int? StepOf(Sequence raw)
    {
        var t = raw.Steps is { } cells ? cells.ToList().IndexOf(_step!)
            : int.TryParse(_step, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < raw.Length ? number : -1;
        return t < 0 ? null : t;
    }

    static int? StepAhead(string step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    string NumberText(ModelSchema schema)
    {
        var (c, relative) = (_number!.Value, _model.Config.Data.RelativeTo);
        var isTransformed = schema.Preparation is { } prepared && prepared.Transformed.Contains(schema.TargetPlaces[c]);
        var what = isTransformed ? $"the logarithm of '{schema.Target[c]}'" : $"the number '{schema.Target[c]}'";
        return relative switch
        {
            ForecastBase.Last => $"{what}, counted from the last value",
            ForecastBase.Season => $"{what}, counted from one season before",
            _ => what,
        };
    }

    static int? NumberOf(Model model, string? target)
    {
        var classes = model.Task.Output.ProbabilityNames(model.Schema);
        var names = classes.Count > 0 ? classes : model.Schema.Target;
        if (target is null)
        {
            return classes.Count > 0 ? null : 0;
        }

        var found = names.ToList().IndexOf(target);
        return found >= 0 ? found : throw new RunException(
            $"--target '{Printable.Short(target, 60)}' is not a {(classes.Count > 0 ? "class" : "target column")} of the model",
            $"there are {Words.FirstFew(names, 20)}");
    }
}

/// <summary>An output of the model in the units of the file: <c>Factor · s + Offset</c>.</summary>
readonly record struct TargetScale(double Factor, double Offset);
