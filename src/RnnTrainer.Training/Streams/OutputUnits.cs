using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Streams;

/// <summary>From the outputs of a model that is no forecast to the units of its targets.</summary>
/// <param name="Schema">The model's.</param>
/// <param name="Transforms">Of targets that are inputs whose logarithm is taken; null: of none.</param>
sealed record OutputUnits(ModelSchema Schema, TargetUnits? Transforms)
{
    public static OutputUnits Of(ModelSchema schema) =>
        new(schema, schema.HasUnits ? TargetUnits.Of(schema.Preparation!, schema.TargetPlaces, own: null) : null);

    /// <summary>Changes the C numbers of an output.</summary>
    public void Apply(Span<double> outputs)
    {
        for (var n = 0; n < outputs.Length; n++)
        {
            var output = Predictor.Unscaled(Schema, outputs[n], n);
            outputs[n] = Transforms?.From(output, n) ?? output + 0.0;
        }
    }
}
