using RnnTrainer.Training.Export;

namespace RnnTrainer.Training.Import;

/// <summary>A recurrent model as another library has it, gates by the letters of ONNX. Biases are added.</summary>
/// <param name="Cell">The cell that it is.</param>
/// <param name="K">Inputs of a step.</param>
/// <param name="H">Units of a layer.</param>
/// <param name="Layers">The lowest first; where layers read in one direction only, <c>Reverse</c> is null.</param>
/// <param name="Head">The layer that computes the outputs.</param>
sealed record ForeignModel(
    StandardCell Cell, int K, int H, IReadOnlyList<(ForeignGates Forward, ForeignGates? Reverse)> Layers, ForeignHead Head)
{
    public bool IsBidirectional => Layers[0].Reverse is not null;
}

/// <summary>The gates of a layer; one that the library has not is not among them.</summary>
sealed class ForeignGates : Dictionary<char, ForeignGate>;

/// <summary>A gate of a layer.</summary>
/// <param name="Wx">[H,K], row-major.</param>
/// <param name="Wh">[H,H], row-major.</param>
/// <param name="B">[H].</param>
/// <param name="Bh">[H], added to the state's product.</param>
sealed record ForeignGate(double[] Wx, double[] Wh, double[] B, double[] Bh);

/// <summary>A linear map of what the top layer puts out.</summary>
/// <param name="W">[C,W], row-major.</param>
/// <param name="B">[C].</param>
sealed record ForeignHead(double[] W, double[] B);
