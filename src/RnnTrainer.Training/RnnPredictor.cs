using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>
/// A trained model for many threads: one set of weights, and for each call that runs at the same time memory that is used again. The
/// predictions are the same bytes whatever runs at the same time, and those of <see cref="TrainedModel"/>.
/// </summary>
public sealed class RnnPredictor : IDisposable
{
    readonly TrainedModel _trained;

    RnnPredictor(TrainedModel trained) => _trained = trained;

    /// <inheritdoc cref="TrainedModel.File"/>
    public string File => _trained.File;

    /// <inheritdoc cref="TrainedModel.Inputs"/>
    public IReadOnlyList<string> Inputs => _trained.Inputs;

    /// <inheritdoc cref="TrainedModel.Classes"/>
    public IReadOnlyList<string> Classes => _trained.Classes;

    /// <summary>Loads the model of a run, or of a checkpoint.</summary>
    /// <param name="target">The folder of a run or of an ensemble, <c>runs/latest</c>, or a safetensors file.</param>
    /// <param name="which">Of a run: <c>best</c> (the default), <c>last</c> or the path of a checkpoint.</param>
    /// <exception cref="RunException">There is no such run.</exception>
    /// <exception cref="CheckpointException">It cannot be used.</exception>
    public static RnnPredictor Load(string target, string? which = null) => new(TrainedModel.Load(target, which));

    /// <inheritdoc cref="TrainedModel.Predict(IReadOnlyList{double[][]})"/>
    public IReadOnlyList<Prediction> Predict(params IReadOnlyList<double[][]> sequences) =>
        _trained.PredictInPool(_trained.PartOf(sequences));

    /// <summary>Predictions for sequences of rows by column name, see <see cref="TrainedModel"/>.</summary>
    /// <param name="sequences">Of each sequence its rows, in the order of time.</param>
    /// <exception cref="ArgumentException">A sequence has no rows.</exception>
    /// <exception cref="InvalidOperationException">The model reads running text.</exception>
    /// <exception cref="DataException">A column is missing, or a cell has an error.</exception>
    public IReadOnlyList<Prediction> Predict(params IReadOnlyList<IReadOnlyList<IReadOnlyDictionary<string, object?>>> sequences) =>
        _trained.PredictInPool(_trained.PartOf(sequences));

    /// <inheritdoc cref="TrainedModel.PredictTexts"/>
    public IReadOnlyList<Prediction> PredictTexts(params IReadOnlyList<string> texts)
    {
        var rows = _trained.RowsOf(texts);
        return rows.Count == 0 ? [] : Predict(rows);
    }

    /// <inheritdoc cref="TrainedModel.Open"/>
    public PredictionStream Open(int? window = null) => _trained.Open(window);

    /// <summary>Frees the memory, as soon as the calls that are running have ended and the streams are closed.</summary>
    public void Dispose() => _trained.Dispose();
}
