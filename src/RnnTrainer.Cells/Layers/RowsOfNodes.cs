using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Sequences;

namespace RnnTrainer.Cells.Layers;

/// <summary>How equations that work row by row make their nodes.</summary>
static class RowsOfNodes
{
    /// <summary>As the first size of another node: as many rows as this one has.</summary>
    public static int Rows(this Node node) => node.Value.Rows is null ? node.Shape[0] : Graph.PackedRows;
}
