using RnnTrainer.Cells;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>The loop over epochs and batches. It runs as it is pulled, and stops where nobody pulls any more.</summary>
public sealed class Trainer
{
    readonly Model _model;
    readonly TrainingData _data;
    readonly TrainingConfig _config;
    readonly MomentumSgd _sgd;
    readonly long _answers;
    double _normSum;
    int _normCount;

    public Trainer(Model model, TrainingData data)
    {
        (_model, _data, _config) = (model, data, model.Config.Training);
        _sgd = new MomentumSgd(model.Parameters, _config);
        _answers = data.Train.Ready.Sum(s => (long)Answers.Count(model, s));
    }

    /// <summary>How far it has come.</summary>
    public Progress Progress { get; private set; } = Progress.Start;

    /// <summary>Optimiser steps of an epoch.</summary>
    public int Steps => (_data.Train.Count + _config.Batch - 1) / _config.Batch;

    /// <summary>Whether all epochs are done, or the loss has not fallen for too long.</summary>
    public bool IsDone => Progress.Epoch >= _config.Epochs
        || (Progress.EpochStep == 0 && _config.EarlyStopping is { } stop && Progress.Epoch - Progress.BestEpoch >= stop.Patience);

    /// <summary>Model, optimiser and progress at this moment; copies.</summary>
    /// <exception cref="DivergenceException">A weight is not finite.</exception>
    public Checkpoint Checkpoint()
    {
        if (Weights.NotFinite(_model.Parameters) is { } name)
        {
            throw new DivergenceException(Progress.Epoch, Progress.EpochStep, $"'{name}' holds a number that is not finite");
        }

        return new Checkpoint(
            CellChoice.Kept(_model.Config, _model.Cell),
            _model.Schema,
            Progress,
            Weights.ToTensors(_model.Parameters),
            _sgd.ToTensors(),
            (_model.Cell as TextCell)?.Text);
    }

    /// <summary>Goes on where a checkpoint was written.</summary>
    /// <exception cref="CheckpointException">It does not fit the model.</exception>
    public void Resume(Checkpoint checkpoint, string file)
    {
        Weights.Assign(_model.Parameters, checkpoint.Parameters, file);
        _sgd.Assign(checkpoint.Optimizer, file);
        Progress = checkpoint.Progress;
    }

    /// <summary>Trains to the end.</summary>
    /// <exception cref="DivergenceException">Loss or gradient is not finite; the step was not taken.</exception>
    public IEnumerable<TrainingEvent> Run()
    {
        while (!IsDone)
        {
            var epoch = Progress.Epoch + 1;
            (_normSum, _normCount) = (0, 0);
            foreach (var batch in BatchesOf(epoch).Skip(Progress.EpochStep))
            {
                yield return Take(epoch, batch);
            }

            yield return End(epoch);
        }
    }

    IReadOnlyList<Batch> BatchesOf(int epoch) => _config.Shuffle
        ? Batches.Shuffled(_data.Train.Ready, _config.Batch, _config.Seed, epoch)
        : Batches.Of(_data.Train.Ready, _config.Batch);

    StepTaken Take(int epoch, Batch batch)
    {
        var graph = _model.Load(batch, trains: true);
        graph.Forward();
        var loss = Sum(graph, batch.Size);
        Require(loss, epoch, "the loss");
        _sgd.Clear();
        graph.Backward();
        var norm = _sgd.Norm();
        Require(norm, epoch, "the gradient's norm");
        _sgd.Step(norm);
        (_normSum, _normCount) = (_normSum + norm, _normCount + 1);
        Progress = Progress with { Step = Progress.Step + 1, EpochStep = Progress.EpochStep + 1, EpochLoss = Progress.EpochLoss + loss };
        return new StepTaken(epoch, Progress.EpochStep, Steps, batch.Size, loss / batch.Sequences.Sum(s => Answers.Count(_model, s)), norm);
    }

    EpochTrained End(int epoch)
    {
        var loss = Progress.EpochLoss / _answers;
        var validation = _data.Validation.Count > 0 ? Evaluation.Of(_model, _data.Validation).Scores : null;
        var watched = validation?.Value("loss") ?? loss;
        Require(watched, epoch, "the validation loss");
        var isBest = Progress.BestLoss is not { } best || watched < best;
        Progress = Progress with
        {
            Epoch = epoch,
            EpochStep = 0,
            EpochLoss = 0,
            BestLoss = isBest ? watched : Progress.BestLoss,
            BestEpoch = isBest ? epoch : Progress.BestEpoch,
        };
        return new EpochTrained(epoch, Progress.Step, loss, validation, _config.LearningRate, _normSum / Math.Max(1, _normCount), isBest);
    }

    static double Sum(ISequenceGraph graph, int count)
    {
        var sum = 0.0;
        for (var b = 0; b < count; b++)
        {
            sum += graph.LossOf(b);
        }

        return sum;
    }

    void Require(double value, int epoch, string what)
    {
        if (!double.IsFinite(value))
        {
            throw new DivergenceException(epoch, Progress.EpochStep + 1, $"{what} is {value}");
        }
    }
}
