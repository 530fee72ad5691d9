using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Streams;

/// <summary>A model that takes one time step after the other, of any number of sequences and from any thread.</summary>
abstract class StepModel(ModelPool pool)
{
    /// <summary>What encodes its steps.</summary>
    public StepInputs Inputs { get; } = new(pool.Model.Schema);

    /// <summary>Whose weights it has.</summary>
    public ModelPool Pool => pool;

    protected Model Model => pool.Model;

    /// <summary>What is kept of a sequence that begins.</summary>
    public abstract StepState Begin();

    /// <summary>Takes a step.</summary>
    /// <param name="outputs">[C]: logits, or numbers in the units of the targets.</param>
    /// <returns>Whether there is an output yet.</returns>
    public abstract bool Step(StepState state, in StepRow row, Span<double> outputs);
}

/// <summary>Keeps the states of the layers.</summary>
sealed class RunningModel : StepModel
{
    readonly OutputUnits _units;

    public RunningModel(ModelPool pool)
        : base(pool) => _units = OutputUnits.Of(pool.Model.Schema);

    public override StepState Begin() => StepGraph.Begin(Model, Inputs);

    public override bool Step(StepState state, in StepRow row, Span<double> outputs)
    {
        var rented = Pool.Rent();
        try
        {
            rented.Step(Inputs, state, row, outputs);
        }
        finally
        {
            Pool.Return(rented);
        }

        _units.Apply(outputs);
        return true;
    }
}
