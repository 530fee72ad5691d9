using RnnTrainer.Common;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.C;

/// <summary>A trained model as one header of C99 that runs step by step: weights as static arrays, no allocation, only libm.</summary>
/// <param name="Text">The header.</param>
/// <param name="WeightBytes">The bytes of the weights, which a microcontroller has in flash.</param>
/// <param name="StateBytes">The bytes of a state.</param>
/// <param name="StackBytes">About the bytes that a step takes of the stack.</param>
sealed record CHeader(string Text, long WeightBytes, long StateBytes, long StackBytes)
{
    /// <summary>The header of a model.</summary>
    /// <param name="file">After which its names are called.</param>
    /// <param name="isInt8">Whether matrices are whole numbers of 8 bits.</param>
    /// <exception cref="RunException">The model needs the whole sequence, or reads what a header could not.</exception>
    public static CHeader Of(Model model, string file, bool isInt8 = false)
    {
        Require(model);
        var prefix = CNames.Prefix(file);
        var weights = new CWeights(model, prefix, isInt8);
        var (inputs, layers) = (new CInputs(weights), new CLayers(weights));
        var state = new CState(weights, inputs);
        var (step, upper) = (new CStep(weights, inputs, layers, state), prefix.ToUpperInvariant());
        var (stateBytes, stack) = (state.Bytes, step.StackBytes);
        var text = $$"""
            /* Made by rnn {{Checkpoint.ThisVersion}}, `rnn export --format c`. C99; link with -lm.
             *
             * A model of the task {{model.Task.Name}}: {{Words.Counted(model.Config.Model.Layers, "layer")}} of {{Comment(model.Cell.Name)}}, {{model.Config.Model.Hidden}} units.
             * Weights: {{weights.Bytes}} bytes. A state: {{stateBytes}} bytes. A step takes about {{stack}} bytes of the stack.
             *
             *     static {{prefix}}_state state;
             *     {{prefix}}_reset(&state);                 before the first step of a sequence
             *     {{prefix}}_step(&state, x, y);            x[{{upper}}_INPUTS], y[{{upper}}_OUTPUTS]
             *
             * x, as in the file{{(inputs.Fills ? "; NAN where a number is missing" : "")}}:
            {{string.Join('\n', inputs.Columns.Select((c, k) => $" *   x[{k}]  {Comment(c)}"))}}
             *
             * y, {{step.Meaning}}:
            {{string.Join('\n', CSharpFile.Outputs(model).Select((c, k) => $" *   y[{k}]  {Comment(c)}"))}}
             */
            #ifndef RNN_MODEL_{{upper}}_H
            #define RNN_MODEL_{{upper}}_H

            #include <math.h>
            {{(isInt8 ? "#include <stdint.h>\n" : "")}}
            #define {{upper}}_INPUTS {{inputs.Columns.Count}}
            #define {{upper}}_OUTPUTS {{model.Schema.Outputs}}

            {{string.Join('\n', weights.Lines())}}
            {{string.Concat(inputs.Constants().Concat(step.Constants()).Select(line => line + "\n"))}}
            {{state.Text}}
            {{string.Join('\n', layers.Functions)}}

            {{string.Join('\n', layers.Texts)}}
            {{state.Start}}
            {{layers.All(state)}}
            {{step.Text}}
            #endif

            """.ReplaceLineEndings("\n");
        return new CHeader(text, weights.Bytes, stateBytes, stack);
    }

    static void Require(Model model)
    {
        var columns = model.Schema.Preparation;
        if (model.Config.Model.Bidirectional)
        {
            throw new RunException(
                "layers that read in both directions need the whole sequence, and C code runs step by step (model.bidirectional)",
                "train with model.bidirectional: false, or export as csharp or onnx");
        }

        if (model.Patches is not null)
        {
            throw new RunException(
                "patches of steps are not exported as C (model.patch)", "train with model.patch: null, or export as csharp or onnx");
        }

        if (columns is { Own: not null } or { Deviations.Count: > 0 })
        {
            throw new RunException(
                "a sequence that is scaled by itself has to be known as a whole, and C code runs step by step (data.normalize, "
                + "data.scale_input)", "train with data.normalize: standard and scale_input: false, or export as csharp or onnx");
        }

        if (model.Schema.Encoding is { Forms.Count: > 0 })
        {
            throw new RunException("a model that looks at the form of words is not exported as C", "train without data.affixes");
        }

        if (model.Task.WindowsOf(model.Config.Data) is not null && model.Embedding is not null)
        {
            throw new RunException("a forecast that reads words is not exported as C", "train without data.tokens, or export as csharp");
        }
    }

    /// <summary>Text in a comment of C.</summary>
    static string Comment(string text) => Printable.Cell(text).Replace("*/", "* /", StringComparison.Ordinal)
        .Replace("/*", "/ *", StringComparison.Ordinal);
}
