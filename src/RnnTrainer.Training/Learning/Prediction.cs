using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Text;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Learning;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training;

/// <summary>One answer of a model: to a sequence, to a step of it, or of a forecast to a step ahead.</summary>
/// <param name="Sequence">The id of the sequence in its file; of rows that were given in place of a file their number, from 0.</param>
public sealed record Prediction(string Sequence)
{
    /// <summary>The step that is answered, from 0; of a forecast the steps after the last that was seen, from 1; null: the whole sequence is answered.</summary>
    public int? Step { get; init; }

    /// <summary>This step as the file writes it, of a forecast as the file would go on; null where the file has no steps or nobody can tell.</summary>
    public string? Time { get; init; }

    /// <summary>Of a forecast, the last step that was seen, as the file writes it.</summary>
    public string? Origin { get; init; }

    /// <summary>The likeliest class; null where answers are no classes.</summary>
    public string? Class { get; init; }

    /// <summary>p[c] of each class in the order of <see cref="ModelSchema.Classes"/>, 1 in sum; of answers that are 0 or 1, of a 1 for each target column. Empty for numbers.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>y[c] of each target column, in the units of the file; of answers that are 0 or 1, 1 where the probability is above a half. Empty for classes.</summary>
    public IReadOnlyList<double> Numbers { get; init; } = [];

    /// <summary>Of a language model, whose answer this is.</summary>
    public Likelihood? Likelihood { get; init; }

    /// <summary>Answers to the sequences of a part, in its order, made as they are pulled.</summary>
    internal static IEnumerable<Prediction> Of(Model model, DataPart part)
    {
        if (model.Config.Task == TaskKind.Language)
        {
            return part.Raw.Zip(Likelihood.OfTexts(model, part), (s, likelihood) => new Prediction(s.Id) { Likelihood = likelihood });
        }

        var answers = ModelOutputs.InBatches(model, part.Ready).SelectMany(batch => Enumerable.Range(0, batch.Number).Select(n => (Batch: batch, Number: n)));
        return model.Config.Task == TaskKind.Forecast
            ? part.Raw.Zip(answers, (window, a) => Ahead(window, Reading.Options(model.Config), a.Batch.Of(a.Number).ToArray().Chunk(model.Schema.Target.Count))).SelectMany(steps => steps)
            : Places(model, part).Zip(answers, (place, a) => Answered(place, model, a.Batch, a.Number));
    }

    static IEnumerable<Prediction> Places(Model model, DataPart part) => part.Raw.SelectMany(s => model.IsPerStep
        ? Enumerable.Range(0, s.Length).Select(t => new Prediction(s.Id) { Step = t, Time = s.Steps?[t] })
        : [new Prediction(s.Id)]);

    static Prediction Answered(Prediction place, Model model, ModelOutputs answers, int n) => model.Output switch
    {
        OutputKind.Class => place with { Class = model.Schema.Classes[answers.ClassOf(n)], Probabilities = answers.Probabilities(n) },
        OutputKind.Binary => Binary(place, answers.Chances(n)),
        _ => place with { Numbers = answers.Of(n).ToArray() },
    };

    static Prediction Binary(Prediction place, double[] chances) =>
        place with { Numbers = Array.ConvertAll(chances, p => p > 0.5 ? 1.0 : 0.0), Probabilities = chances };

    static IEnumerable<Prediction> Ahead(Sequence window, DataOptions options, IEnumerable<double[]> steps) =>
        steps.Select((y, h) => new Prediction(window.Id) { Origin = window.Steps?[^1], Step = h + 1, Time = StepsAhead.Of(window.Steps ?? [], h + 1, options), Numbers = y });
}
