using RnnTrainer.Autodiff;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.C;

/// <summary>
/// Matrices as whole numbers of 8 bits: <c>w[j,i] ≈ q[j,i] s[j]</c> with <c>s[j] = max |w[j,·]| / 127</c>. Vectors, such as biases, stay as
/// they are.
/// </summary>
static class QuantizedWeights
{
    const int Most = 127;

    /// <summary>Whether a parameter is quantized.</summary>
    public static bool Takes(Parameter parameter) => parameter.Value.Shape.Count > 1;

    /// <summary>The whole numbers, and the scale of each row.</summary>
    public static (sbyte[] Numbers, float[] Scales) Of(Parameter parameter)
    {
        var (rows, w) = (parameter.Value.Shape[0], parameter.Value.ToArray());
        var width = w.Length / rows;
        var (numbers, scales) = (new sbyte[w.Length], new float[rows]);
        for (var j = 0; j < rows; j++)
        {
            var row = w.AsSpan(j * width, width);
            var largest = 0.0;
            foreach (var x in row)
            {
                largest = Math.Max(largest, Math.Abs(x));
            }

            scales[j] = (float)(largest / Most);
            for (var i = 0; i < width && scales[j] > 0; i++)
            {
                numbers[(j * width) + i] = (sbyte)Math.Clamp(Math.Round(row[i] / scales[j]), -Most, Most);
            }
        }

        return (numbers, scales);
    }

    /// <summary>Rounds the weights of a model to what such numbers can be.</summary>
    /// <param name="model">It has not been run yet.</param>
    public static void Round(Model model)
    {
        foreach (var parameter in model.Parameters.Where(Takes))
        {
            var (numbers, scales) = Of(parameter);
            var width = numbers.Length / scales.Length;
            parameter.Value.Assign([.. numbers.Select((q, n) => (double)(q * scales[n / width]))]);
        }
    }
}
