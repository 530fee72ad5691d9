using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Augmenting;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Distributed;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Optimization;

/// <summary>The loop over epochs and batches. It runs as its events are enumerated; stop enumerating to stop training.</summary>
sealed class Trainer
{
    // More in a row will not get better by themselves.
    const int MostRefused = 10;

    readonly Model _model;
    readonly TrainingData _data;
    readonly TrainingConfig _config;
    readonly Gradients _gradients;
    readonly IShardSums? _shards;
    readonly ICommunicator? _processes;
    readonly IOptimizer _optimizer;
    readonly double _outputs;
    readonly EpochPlan _plan;
    readonly HiddenStates _states = new();
    double? _normBefore;

    /// <param name="processes">Those that train the model together; null: this one alone.</param>
    public Trainer(Model model, TrainingData data, ICommunicator? processes = null)
    {
        (_model, _data, _config, _processes) = (model, data, model.Config.Training, processes);
        (_gradients, _optimizer) = (new Gradients(model.Parameters), OptimizerFactory.Create(model.Parameters, _config));
        _shards = ShardSums.Of(model, _gradients, processes);
        var augmentation = Augmentation.Of(model.Config, data);
        _plan = new EpochPlan(model.Config, data.Train.Ready, augmentation);
        _outputs = augmentation is null || !model.IsPerStep ? model.CountKnown(data.Train.Raw)
            : data.Train.Raw.Lengths().Sum(T => (double)augmentation.LengthOf(T));
    }

    /// <summary>What is trained.</summary>
    public Model Model => _model;

    /// <summary>What it is trained on.</summary>
    public TrainingData Data => _data;

    /// <summary>How far it has come.</summary>
    public Progress Progress { get; private set; } = Progress.Start;

    /// <summary>Updates of an epoch.</summary>
    public int Steps => _plan.Count;

    /// <summary>Whether sequences are cut into chunks, each of which continues from the hidden states of the chunk before.</summary>
    public bool Carries => _plan.Carries;

    /// <summary>Whether all epochs are done, or early stopping ends the training.</summary>
    public bool IsDone => Progress.Epoch >= _config.Epochs || MonitoredMetric.Stops(Progress, _config);

    /// <summary>Model, optimizer and progress at this moment; copies.</summary>
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
            _optimizer.ToTensors(),
            CellChoice.KeptText(_model.Config, _model.Cell))
        {
            Data = [.. _data.Files.Select(f => f.Sha256)],
            Carried = _plan.Carries && Progress.EpochStep > 0 ? _states.ToTensors() : [],
        };
    }

    /// <summary>Resumes where a checkpoint was written.</summary>
    /// <exception cref="CheckpointException">It does not fit the model.</exception>
    public void Resume(Checkpoint checkpoint, string file)
    {
        Weights.Assign(_model.Parameters, checkpoint.Parameters, file);
        _optimizer.Assign(checkpoint.Optimizer, file);
        Progress = checkpoint.Progress;
        if (_plan.Steps(Progress.Epoch + 1).ElementAtOrDefault(Progress.EpochStep) is [{ Begins: false } next, ..])
        {
            _states.Assign(_model, checkpoint.Carried, next, file);
        }
    }

    /// <summary>Trains to the end.</summary>
    /// <exception cref="DivergenceException">Loss or gradient is not finite; the update was not made.</exception>
    public IEnumerable<TrainingEvent> Run()
    {
        while (!IsDone)
        {
            var epoch = Progress.Epoch + 1;
            foreach (var chunks in _plan.Steps(epoch).Skip(Progress.EpochStep))
            {
                yield return Take(epoch, chunks);
            }

            yield return End(epoch);
        }
    }

    TrainingEvent Take(int epoch, IReadOnlyList<Chunk> chunks)
    {
        var first = Progress.EpochStep * _config.Accumulate;
        var loss = _shards?.Accumulate(chunks, _states, epoch, first) ?? _gradients.Accumulate(_model, chunks, _states, epoch, first);
        var norm = _gradients.Norm();
        var what = !double.IsFinite(loss) ? $"the loss is {loss}" : !double.IsFinite(norm) ? $"the gradient's norm is {norm}" : null;
        if (what is not null)
        {
            return Refuse(DivergenceOf(what, chunks), chunks);
        }

        _optimizer.Step(Progress.Step + 1, LearningRate.After(Progress, _config, Steps), _gradients.Clip(norm, _config));
        if (Weights.NotFinite(_model.Parameters) is { } name)
        {
            throw new DivergenceException(
                Named($"the step made a number in '{name}' that is not finite") with { Cause = DivergenceCause.Rate });
        }

        _normBefore = norm;
        Progress = Progress with
        {
            Step = Progress.Step + 1,
            EpochStep = Progress.EpochStep + 1,
            EpochLoss = Progress.EpochLoss + loss,
            EpochNorm = Progress.EpochNorm + norm,
            RefusedInARow = 0,
        };
        return new StepTaken(
            epoch, Progress.EpochStep, Steps, chunks.Where(p => p.Begins).Sum(p => p.Steps.Size), chunks.Sum(p => (long)p.Steps.TotalSteps),
            loss / chunks.Sum(p => _model.CountKnown(p.Steps.Sequences)), norm);
    }

    /// <summary>Skips the update, if the config says so and not too many were skipped in a row.</summary>
    StepSkipped Refuse(Divergence divergence, IReadOnlyList<Chunk> chunks)
    {
        if (_config.OnNonfinite == NonFinite.Stop || Progress.RefusedInARow + 1 >= MostRefused)
        {
            throw new DivergenceException(divergence);
        }

        Progress = Progress with
        {
            Step = Progress.Step + 1,
            EpochStep = Progress.EpochStep + 1,
            EpochRefused = Progress.EpochRefused + chunks.Sum(p => _model.CountKnown(p.Steps.Sequences)),
            Refused = Progress.Refused + 1,
            RefusedInARow = Progress.RefusedInARow + 1,
            Halvings = Progress.Halvings + (_config.OnNonfinite == NonFinite.HalveRate ? 1 : 0),
        };
        _states.ForgetNonFinite();
        return new StepSkipped(divergence, Steps);
    }

    Divergence DivergenceOf(string what, IReadOnlyList<Chunk> chunks) =>
        new Diagnosis(
            _model, [.. chunks.Select(p => p.Steps)], new DropoutStream(Progress.Epoch + 1, Progress.EpochStep * _config.Accumulate))
            .Of(Named(what), isAtStart: Progress.Step == Progress.Refused);

    Divergence Named(string what) => new(Progress.Epoch + 1, Progress.EpochStep + 1, what)
    {
        NormBefore = _normBefore,
        LearningRate = LearningRate.After(Progress, _config, Steps),
    };

    EpochTrained End(int epoch)
    {
        var loss = Progress.EpochLoss / (_outputs - Progress.EpochRefused);
        var validation = _data.Validation.Count == 0 ? null
            : Predictor.Evaluate(_model, _data.Validation, keepsOutputs: false, processes: _processes).Scores;
        var metric = validation?.Value(_config.Monitored()) is null ? "loss" : _config.Monitored();
        var value = validation is null ? loss : validation.Value(metric)!.Value;
        if (!double.IsFinite(value))
        {
            throw new DivergenceException(
                epoch, Progress.EpochStep, validation is null ? "no step of the epoch was taken" : $"the validation {metric} is {value}");
        }

        var rate = LearningRate.After(Progress with { Step = Progress.Step - 1 }, _config, Steps);
        var norm = Progress.EpochNorm / Progress.EpochStep;
        Progress = MonitoredMetric.End(Progress, _config, metric, value);
        return new EpochTrained(epoch, Progress.Step, loss, validation, rate, norm, Progress.BestEpoch == epoch);
    }
}
