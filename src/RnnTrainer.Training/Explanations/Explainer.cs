using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Explanations;

/// <summary>Explains the outputs of a model by integrated gradients.</summary>
sealed class Explainer : IDisposable
{
    readonly Model _model;
    readonly IntegratedGradients _gradients;

    /// <param name="trained">One model, no ensemble.</param>
    /// <param name="target">A class, or a target column; null: the predicted class, or the first target column.</param>
    /// <param name="step">Of several outputs the one of this step; null: the mean over all.</param>
    /// <exception cref="RunException">It is an ensemble, or there is no such class, column or step.</exception>
    public Explainer(TrainedModel trained, string? target = null, string? step = null)
    {
        trained.RequireOne("explain takes one model");
        if (trained.Model.Schema.Known is not null)
        {
            throw new RunException(
                "explain attributes outputs to what was seen, and this model also reads what is known of the steps ahead (data.known)",
                "shuffle its columns with --importance");
        }

        Output = ExplainedOutput.Of(trained.Model, target, step);
        _model = trained.ForGradients();
        (_gradients, Columns) = (new IntegratedGradients(_model), new ExplainedColumns(_model.Schema));
    }

    /// <summary>What is explained.</summary>
    public ExplainedOutput Output { get; }

    /// <summary>To what the output is attributed.</summary>
    public ExplainedColumns Columns { get; }

    /// <summary>What the inputs are where the line begins: zero, as the model reads them.</summary>
    public string Baseline
    {
        get
        {
            var (schema, data) = (_model.Schema, _model.Config.Data);
            var own = schema.Preparation is { Own: not null, Transform: not null } ? "the mean of each sequence" : "0";
            var numbers = data.Normalize switch
            {
                Normalize.None => "0",
                Normalize.Minmax => "the least value of training",
                Normalize.Robust => "the median of training",
                Normalize.Sequence => "the mean of each sequence",
                Normalize.Series => own,
                _ => "the mean of training",
            };
            string[] all =
            [
                .. schema.Inputs.Count > 0 ? [data.RelativeInputs ? "numbers at their last value" : $"numbers at {numbers}"]
                    : Array.Empty<string>(),
                .. schema.Encoding?.Categories.Count > 0 ? ["no category"] : Array.Empty<string>(),
                .. schema.Symbols > 0 ? ["words as the zero vector"] : Array.Empty<string>(),
            ];
            return string.Join(", ", all);
        }
    }

    /// <summary>Explains the sequences of a part in its order, as they are enumerated; those without the step are left out.</summary>
    /// <exception cref="RunException">A sequence is too long for the memory.</exception>
    public IEnumerable<Explanation> Explain(DataPart part)
    {
        for (var n = 0; n < part.Count; n++)
        {
            if (Output.IsIn(part.Raw[n]))
            {
                yield return Explain(part, n);
            }
        }
    }

    /// <summary>Explains one sequence of a part.</summary>
    /// <exception cref="RunException">It is too long for the memory.</exception>
    public Explanation Explain(DataPart part, int n)
    {
        var (raw, ready) = (part.Raw[n], part.Ready[n]);
        var (scale, weights) = (Output.ScaleOf(ready), (IReadOnlyList<OutputWeight>)[]);
        var integral = _gradients.Of(ready, output => weights = Output.WeightsOf(raw, scale, output)!);
        return new Explanation(
            raw, Output.NameOf(weights), integral.Output + scale.Offset, integral.Baseline + scale.Offset,
            Columns.Added(raw.Length, integral.Numbers, integral.Symbols), integral.Points);
    }

    public void Dispose()
    {
        _gradients.Dispose();
        _model.Dispose();
    }
}
