using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Streams;

/// <summary>
/// A model for any number of threads: each rents a model with the same weights and memory of its own. There are as many of them as were
/// ever rented at the same time. The pool owns the model.
/// </summary>
sealed class ModelPool(Model model) : IDisposable
{
    readonly Lock _lock = new();
    readonly Stack<RentedModel> _free = [];
    int _users; // streams, and models that are rented
    bool _isClosed;

    /// <summary>The model whose weights all have.</summary>
    public Model Model => model;

    /// <summary>Keeps everything until <see cref="Release"/>, for a stream.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public void Acquire()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(TrainedModel));
            _users++;
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            _users--;
            FreeIfIdle();
        }
    }

    /// <summary>A model that no other thread uses; give it back with <see cref="Return"/>.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed, and no stream is open.</exception>
    public RentedModel Rent()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed && _users == 0, typeof(TrainedModel));
            var rented = _free.TryPop(out var known) ? known : new RentedModel(model.WithSameWeights());
            _users++;
            return rented;
        }
    }

    public void Return(RentedModel rented)
    {
        lock (_lock)
        {
            _users--;
            _free.Push(rented);
            FreeIfIdle();
        }
    }

    /// <summary>Frees everything as soon as no stream is open and nothing is rented.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            FreeIfIdle();
        }
    }

    void FreeIfIdle()
    {
        if (!_isClosed || _users > 0)
        {
            return;
        }

        while (_free.TryPop(out var rented))
        {
            rented.Dispose();
        }

        model.Dispose();
    }
}

/// <summary>A model of a pool, for one thread at a time.</summary>
sealed class RentedModel(Model model) : IDisposable
{
    readonly double[] _channels = new double[model.NumbersOfStep];
    StepGraph? _step;

    public Model Model => model;

    /// <summary>Takes a step of a model that reads forward.</summary>
    /// <inheritdoc cref="StepGraph.Run"/>
    public void Step(StepInputs inputs, StepState state, in StepRow row, Span<double> outputs)
    {
        _step ??= new StepGraph(model);
        if (_channels.Length > 0)
        {
            inputs.Prepare(row.Inputs, state, _channels);
        }

        _step.Run(state, _channels, row.Symbols, outputs);
    }

    public void Dispose()
    {
        _step?.Dispose();
        model.Dispose();
    }
}
