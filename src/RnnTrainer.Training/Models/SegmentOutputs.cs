using RnnTrainer.Autodiff;

namespace RnnTrainer.Training.Models;

/// <summary>The outputs of all steps of a batch that runs in segments, of which the graph holds one at a time.</summary>
/// <param name="outputs">Those of a segment [rows, C].</param>
sealed class SegmentOutputs(Node outputs)
{
    float[] _singles = [];
    double[] _doubles = [];

    int C => outputs.Shape[1];

    /// <summary>Makes room for the rows of a batch.</summary>
    public void Resize(int rows)
    {
        if (outputs.Value.Precision == Precision.Float32)
        {
            Array.Resize(ref _singles, checked(rows * C));
        }
        else
        {
            Array.Resize(ref _doubles, checked(rows * C));
        }
    }

    /// <summary>Takes the rows of a segment.</summary>
    /// <param name="first">Its first row in the batch.</param>
    public void Take(int first, int rows)
    {
        if (outputs.Value.Precision == Precision.Float32)
        {
            outputs.Value.Singles[..(rows * C)].CopyTo(_singles.AsSpan(first * C));
        }
        else
        {
            outputs.Value.Doubles[..(rows * C)].CopyTo(_doubles.AsSpan(first * C));
        }
    }

    /// <summary>An output of a row of the batch.</summary>
    public double Of(int row, int c) => outputs.Value.Precision == Precision.Float32 ? _singles[(row * C) + c] : _doubles[(row * C) + c];
}
